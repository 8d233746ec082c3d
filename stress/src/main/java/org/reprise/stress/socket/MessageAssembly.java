package org.reprise.stress.socket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.websocket.api.Frame;
import org.reprise.wire.CloseCode;
import org.reprise.wire.FrameException;
import org.reprise.wire.WireMessage;

/**
 * Makes messages of WebSocket frames (RFC 6455, section 5.4). A message of one frame, as most are, is not copied.
 *
 * <p>Jetty makes texts of its own accord, a character at a time; this takes them as the bytes that they are. Not thread-safe.
 */
public final class MessageAssembly {

    private int mostBytes;
    private ByteArrayOutputStream before = new ByteArrayOutputStream(0);
    private boolean text;

    /** @param mostBytes the largest message */
    public MessageAssembly(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** From the next frame on, messages may have {@code bytes}. */
    public void allow(int bytes) {
        mostBytes = bytes;
    }

    /** Takes the next frame, as {@link #add(Frame.Type, boolean, ByteBuffer)} does. */
    public Optional<WireMessage> add(Frame frame) {
        return add(frame.getType(), frame.isFin(), frame.hasPayload() ? frame.getPayload() : ByteBuffer.allocate(0));
    }

    /**
     * Takes the next frame. Answers the message if the frame ends one; it is good for as long as the frame's payload is.
     *
     * @param isLast whether the frame ends a message
     * @throws FrameException if the message is too large
     */
    Optional<WireMessage> add(Frame.Type type, boolean isLast, ByteBuffer payload) {
        if (type.isControl()) {
            return Optional.empty();
        }
        if (!type.isContinuation()) {
            text = type == Frame.Type.TEXT;
            before.reset();
        }
        int length = before.size() + payload.remaining();
        if (length > mostBytes) {
            throw new FrameException(
                    CloseCode.TOO_LARGE,
                    "a message has at least " + length + " bytes, at most " + mostBytes + " are allowed");
        }
        if (isLast && before.size() == 0) {
            return Optional.of(message(payload));
        }
        byte[] piece = new byte[payload.remaining()];
        payload.duplicate().get(piece);
        before.writeBytes(piece);
        return isLast ? Optional.of(message(ByteBuffer.wrap(takeAll()))) : Optional.empty();
    }

    /** A connection does not keep room for the largest message that it has ever had. */
    private byte[] takeAll() {
        byte[] all = before.toByteArray();
        before = new ByteArrayOutputStream(0);
        return all;
    }

    private WireMessage message(ByteBuffer bytes) {
        return text ? new WireMessage.Text(bytes) : new WireMessage.Binary(bytes);
    }
}
