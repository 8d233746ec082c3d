package org.reprise.codec;

class JsonRoundTripTest extends RoundTripContract {

    JsonRoundTripTest() {
        super(new JsonCodec());
    }
}
