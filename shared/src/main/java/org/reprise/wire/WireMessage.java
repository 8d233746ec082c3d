package org.reprise.wire;

import java.nio.ByteBuffer;
import java.util.Objects;

/** One WebSocket message. */
public sealed interface WireMessage {

    /** A text message. */
    record Text(String text) implements WireMessage {
        public Text {
            Objects.requireNonNull(text, "text");
        }
    }

    /** A binary message, from the buffer's position to its limit. */
    record Binary(ByteBuffer bytes) implements WireMessage {
        public Binary {
            Objects.requireNonNull(bytes, "bytes");
        }
    }
}
