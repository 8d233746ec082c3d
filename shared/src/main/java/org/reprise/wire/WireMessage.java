package org.reprise.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** One WebSocket message. */
public sealed interface WireMessage {

    /** Its bytes on the wire, without the WebSocket frame around it. */
    int length();

    /** A text message. */
    record Text(String text) implements WireMessage {
        public Text {
            Objects.requireNonNull(text, "text");
        }

        @Override
        public int length() {
            return text.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    /** A binary message, from the buffer's position to its limit. */
    record Binary(ByteBuffer bytes) implements WireMessage {
        public Binary {
            Objects.requireNonNull(bytes, "bytes");
        }

        @Override
        public int length() {
            return bytes.remaining();
        }
    }
}
