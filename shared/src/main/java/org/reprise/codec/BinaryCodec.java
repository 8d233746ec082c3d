package org.reprise.codec;

import java.util.List;
import java.util.Objects;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;

/**
 * The default codec: binary, compact, with a CRC-32C over each segment.
 *
 * <p>Strings are held as the JVM holds them, one byte a character where all are Latin-1 and two bytes elsewhere, so
 * that making them again is a copy.
 */
public final class BinaryCodec implements ContextCodec {

    static final String NAME = "binary";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void encode(SessionContext context, EncodeBuffer target) {
        target.allOrNothing(context, (out, it) -> out.binary().context(it));
    }

    @Override
    public void encodeHead(SessionHead head, EncodeBuffer target) {
        target.allOrNothing(head, (out, it) -> out.binary().headSegment(it));
    }

    @Override
    public void encodeEntry(HistoryEntry entry, EncodeBuffer target) {
        target.allOrNothing(entry, (out, it) -> out.binary().entrySegment(it));
    }

    @Override
    public SessionContext decode(byte[] bytes, int offset, int length) {
        return decoder(bytes, offset, length).context();
    }

    @Override
    public SessionHead decodeHead(byte[] bytes, int offset, int length) {
        BinaryDecoder decoder = decoder(bytes, offset, length);
        SessionHead head = decoder.headSegment();
        decoder.requireEnd();
        return head;
    }

    @Override
    public List<HistoryEntry> decodeEntries(byte[] bytes, int offset, int length) {
        return decoder(bytes, offset, length).entrySegments();
    }

    /**
     * A view of the context that {@link #encode(SessionContext, EncodeBuffer)} wrote into {@code length} bytes at
     * {@code offset}, in constant time. It reads the array itself, which must stay as it is.
     *
     * @throws MalformedContextException if the bytes do not begin as an encoded context does
     * @throws IndexOutOfBoundsException if the range is not within the array
     */
    public ContextView view(byte[] bytes, int offset, int length) {
        requireRange(bytes, offset, length);
        return new ContextView(bytes, offset, length);
    }

    private static BinaryDecoder decoder(byte[] bytes, int offset, int length) {
        requireRange(bytes, offset, length);
        return new BinaryDecoder(new BinaryReader(NAME, bytes, offset, length));
    }

    private static void requireRange(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length > MAX_BYTES) {
            throw new MalformedContextException(NAME, 0, "the number of bytes", length, "at most " + MAX_BYTES);
        }
    }
}
