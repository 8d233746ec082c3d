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
        target.allOrNothing(() -> new BinaryEncoder(target).context(context));
    }

    @Override
    public void encodeHead(SessionHead head, EncodeBuffer target) {
        target.allOrNothing(() -> new BinaryEncoder(target).headSegment(head));
    }

    @Override
    public void encodeEntry(HistoryEntry entry, EncodeBuffer target) {
        target.allOrNothing(() -> new BinaryEncoder(target).entrySegment(entry));
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

    private static BinaryDecoder decoder(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length > MAX_BYTES) {
            throw new MalformedContextException(NAME, 0, "the number of bytes", length, "at most " + MAX_BYTES);
        }
        return new BinaryDecoder(new BinaryReader(NAME, bytes, offset, length));
    }
}
