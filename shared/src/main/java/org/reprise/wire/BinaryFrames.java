package org.reprise.wire;

import java.nio.ByteBuffer;
import org.reprise.codec.BinaryCodec;
import org.reprise.codec.ContextCodec;

/**
 * {@code reprise.binary.v1}: heads and entries are binary messages, all other frames JSON texts.
 *
 * <pre>
 * head    = 1 head
 * entries = 2 first count entries      8 and 4 bytes, highest first
 * </pre>
 */
public final class BinaryFrames implements FrameFormat {

    private static final byte HEAD = 1;
    private static final byte ENTRIES = 2;
    private static final int ENTRIES_HEADER_BYTES = 1 + Long.BYTES + Integer.BYTES;
    private static final BinaryCodec CODEC = new BinaryCodec();

    @Override
    public String subprotocol() {
        return "reprise.binary.v1";
    }

    @Override
    public ContextCodec codec() {
        return CODEC;
    }

    @Override
    public WireMessage encode(Frame frame) {
        if (frame instanceof Frame.Head head) {
            ByteBuffer message = ByteBuffer.allocate(1 + head.head().length()).put(HEAD);
            return binary(message, head.head());
        }
        if (frame instanceof Frame.Entries entries) {
            ByteBuffer message = ByteBuffer.allocate(
                            ENTRIES_HEADER_BYTES + entries.entries().length())
                    .put(ENTRIES)
                    .putLong(entries.first())
                    .putInt(entries.count());
            return binary(message, entries.entries());
        }
        return ControlFrames.encode(frame);
    }

    private static WireMessage binary(ByteBuffer message, Payload payload) {
        return new WireMessage.Binary(
                message.put(payload.bytes(), payload.offset(), payload.length()).flip());
    }

    @Override
    public Frame decode(WireMessage message) {
        Payload all = Payload.of(message.bytes());
        return message instanceof WireMessage.Text ? ControlFrames.decode(ControlFrames.parse(all)) : binary(all);
    }

    private static Frame binary(Payload message) {
        if (message.length() == 0) {
            throw ControlFrames.bad("an empty binary message");
        }
        ByteBuffer bytes = ByteBuffer.wrap(message.bytes(), message.offset(), message.length());
        byte type = bytes.get();
        if (type == HEAD) {
            return new Frame.Head(message.after(1));
        }
        if (type == ENTRIES && message.length() >= ENTRIES_HEADER_BYTES) {
            return new Frame.Entries(bytes.getLong(), bytes.getInt(), message.after(ENTRIES_HEADER_BYTES));
        }
        if (type == ENTRIES) {
            throw ControlFrames.bad(
                    "entries of " + message.length() + " bytes, at least " + ENTRIES_HEADER_BYTES + " are needed");
        }
        throw ControlFrames.bad("a binary message of unknown type " + type);
    }
}
