package org.reprise.codec;

class BinaryRoundTripTest extends RoundTripContract {

    BinaryRoundTripTest() {
        super(new BinaryCodec());
    }
}
