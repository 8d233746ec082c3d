package org.reprise.wire;

class JsonFramesTest extends FrameFormatContract {

    JsonFramesTest() {
        super(new JsonFrames());
    }
}
