package org.reprise.wire;

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
     * The frame that a message says. Its payload may be the message's own bytes: it is good for as long as they are.
     *
     * @throws FrameException if it says none
     */
    Frame decode(WireMessage message);
}
