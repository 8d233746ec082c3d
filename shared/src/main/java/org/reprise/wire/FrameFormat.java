package org.reprise.wire;

import java.nio.ByteBuffer;
import org.reprise.codec.ContextCodec;

/**
 * How frames become WebSocket messages: one of the protocol's subprotocols.
 *
 * <p>Formats are immutable and may be used by any number of threads at once.
 */
public interface FrameFormat {

    /** The WebSocket subprotocol. */
    String subprotocol();

    /** The codec of the heads and entries in this format's frames. */
    ContextCodec codec();

    /**
     * The message that says {@code frame}. Its payload is copied.
     */
    WireMessage encode(Frame frame);

    /**
     * The frame that a text message says.
     *
     * @throws FrameException if it says none
     */
    Frame decode(String text);

    /**
     * The frame that a binary message says. The buffer is read to its limit; a payload is copied.
     *
     * @throws FrameException if it says none
     */
    Frame decode(ByteBuffer bytes);
}
