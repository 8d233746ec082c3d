package org.reprise.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** One WebSocket message. */
public sealed interface WireMessage {

    /**
     * Its bytes on the wire, without the WebSocket frame around them, from the buffer's position to its limit. Who sends them
     * takes a duplicate.
     */
    ByteBuffer bytes();

    /** How many bytes it has. */
    default int length() {
        return bytes().remaining();
    }

    /**
     * A text message.
     *
     * @param bytes the text in UTF-8
     */
    record Text(ByteBuffer bytes) implements WireMessage {
        public Text {
            Objects.requireNonNull(bytes, "bytes");
        }

        /** The message of a text, which must hold no unpaired surrogates: those do not come through. */
        public static Text of(String text) {
            return new Text(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }

        /** The text. */
        public String text() {
            return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
        }
    }

    /** A binary message. */
    record Binary(ByteBuffer bytes) implements WireMessage {
        public Binary {
            Objects.requireNonNull(bytes, "bytes");
        }
    }
}
