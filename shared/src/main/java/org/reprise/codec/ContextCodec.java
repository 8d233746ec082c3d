package org.reprise.codec;

import java.util.List;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;

/**
 * Turns contexts, heads and history entries into bytes and back.
 *
 * <p>What is decoded equals what was encoded, for every context: every Java string comes back exactly, unpaired
 * surrogates included. Encoding equal contexts whose maps were filled in the same order gives the same bytes.
 *
 * <p>Encoded heads and entries delimit themselves: entries written one after another are what {@link #decodeEntries}
 * reads, so a store can keep and send them without looking inside.
 *
 * <p>Each decoding method takes exactly the bytes of what it decodes and answers {@link MalformedContextException} to
 * any others: truncated, damaged, oversized, followed by more, or of another major version. A CRC-32C over all of them
 * finds every flipped bit, and misses worse damage, or a flipped bit in a length, with a chance of 1 in 2<sup>32</sup>.
 * Decoding never answers a part of a context, and allocates, garbage included, at most 512 bytes for each byte of the
 * input and 64 KiB. Bytes of a later minor version decode, without what this version does not know.
 *
 * <p>Codecs are immutable and may be used by any number of threads at once. No argument may be null.
 */
public interface ContextCodec {

    /** The most bytes that a codec encodes into or decodes from one array: 256 MiB. */
    int MAX_BYTES = 256 << 20;

    /** The codec's name in options and reports: lower-case letters and digits. */
    String name();

    /**
     * Appends {@code context} to {@code target}.
     *
     * @throws ContextTooLargeException if the target would hold more than {@link #MAX_BYTES}; the target is as before
     */
    void encode(SessionContext context, EncodeBuffer target);

    /**
     * Appends {@code head} to {@code target}. The first byte is not 0x15, by which the {@linkplain ParkedHead parked form}
     * of a head is told from what codecs write.
     *
     * @throws ContextTooLargeException if the target would hold more than {@link #MAX_BYTES}; the target is as before
     */
    void encodeHead(SessionHead head, EncodeBuffer target);

    /**
     * Appends {@code entry} to {@code target}.
     *
     * @throws ContextTooLargeException if the target would hold more than {@link #MAX_BYTES}; the target is as before
     */
    void encodeEntry(HistoryEntry entry, EncodeBuffer target);

    /**
     * The context that {@link #encode(SessionContext, EncodeBuffer)} wrote into {@code length} bytes at {@code offset}.
     *
     * @throws MalformedContextException if the bytes are not exactly one encoded context
     * @throws IndexOutOfBoundsException if the range is not within the array
     */
    SessionContext decode(byte[] bytes, int offset, int length);

    /**
     * The head that {@link #encodeHead} wrote into {@code length} bytes at {@code offset}.
     *
     * @throws MalformedContextException if the bytes are not exactly one encoded head
     * @throws IndexOutOfBoundsException if the range is not within the array
     */
    SessionHead decodeHead(byte[] bytes, int offset, int length);

    /**
     * The entries, none or more, that {@link #encodeEntry} wrote into {@code length} bytes at {@code offset}.
     *
     * @throws MalformedContextException if the bytes are not exactly the bytes of encoded entries
     * @throws IndexOutOfBoundsException if the range is not within the array
     */
    List<HistoryEntry> decodeEntries(byte[] bytes, int offset, int length);

    /** {@link #encode(SessionContext, EncodeBuffer)} into a new array of just the bytes. */
    default byte[] encode(SessionContext context) {
        EncodeBuffer buffer = new EncodeBuffer();
        encode(context, buffer);
        return buffer.toByteArray();
    }

    /** {@link #encodeHead(SessionHead, EncodeBuffer)} into a new array of just the bytes. */
    default byte[] encodeHead(SessionHead head) {
        EncodeBuffer buffer = new EncodeBuffer();
        encodeHead(head, buffer);
        return buffer.toByteArray();
    }

    /** {@link #encodeEntry(HistoryEntry, EncodeBuffer)} into a new array of just the bytes. */
    default byte[] encodeEntry(HistoryEntry entry) {
        EncodeBuffer buffer = new EncodeBuffer();
        encodeEntry(entry, buffer);
        return buffer.toByteArray();
    }

    /** {@link #decode(byte[], int, int)} of the whole array. */
    default SessionContext decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }
}
