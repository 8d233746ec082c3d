package org.reprise.wire;

class BinaryFramesTest extends FrameFormatContract {

    BinaryFramesTest() {
        super(new BinaryFrames());
    }
}
