package org.reprise.codec;

import static org.reprise.codec.BinaryFormat.ENTRIES;
import static org.reprise.codec.BinaryFormat.HEAD;

import java.util.List;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionHead;

/**
 * A context in the binary form of which only that is decoded that is asked for, anew with each question.
 *
 * <p>Made by {@link BinaryCodec#view}, which looks at the first few bytes only. What is decoded has been found right by
 * the checksum of its segment; segments that nobody asked about have not. Every method answers
 * {@link MalformedContextException}, and nothing else, to bytes that are not what the codec wrote, as far as it meets
 * them.
 *
 * <p>Immutable as long as nobody changes the bytes; to be used by any number of threads.
 */
public final class ContextView {

    private static final String AN_ENTRIES_SEGMENT = "a segment of entries";

    private final byte[] bytes;
    private final int offset;
    private final int length;
    private final int headAt;
    private final int size;

    ContextView(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        BinaryReader in = reader();
        this.size = new BinaryDecoder(in).header();
        this.headAt = in.position();
    }

    /** How many entries the history has. */
    public int size() {
        return size;
    }

    /** All but the history. */
    public SessionHead head() {
        BinaryReader in = reader();
        in.seek(headAt);
        return new BinaryDecoder(in).headSegment();
    }

    /**
     * The last entries of the history, in order.
     *
     * @param count how many, at least 0; if there are fewer, all
     * @throws IllegalArgumentException if the count is negative
     */
    public List<HistoryEntry> last(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("the last " + count + " entries are asked for, at least 0 can be");
        }
        HistoryEntry[] last = new HistoryEntry[Math.min(count, size)];
        BinaryReader in = reader();
        BinaryDecoder decoder = new BinaryDecoder(in);
        int[] segments = segments(in, headAt);
        int missing = last.length;
        for (int i = segments.length - 1; missing > 0; i--) {
            if (i < 0) {
                throw in.malformed(
                        "the number of entries", size, "at most the " + (last.length - missing) + " there are");
            }
            in.seek(segments[i]);
            missing = lastOf(in, decoder, last, missing);
        }
        return List.of(last);
    }

    /** Fills the places before {@code missing} with the entries at the end of a segment; answers how many are left. */
    private static int lastOf(BinaryReader in, BinaryDecoder decoder, HistoryEntry[] last, int missing) {
        int outer = in.beginSegment(ENTRIES, AN_ENTRIES_SEGMENT);
        int begin = in.position();
        int entries = 0;
        for (; in.remaining() > 0; entries++) {
            in.skipBlock("an entry");
        }
        int taken = Math.min(entries, missing);
        in.seek(begin);
        for (int i = 0; i < entries - taken; i++) {
            in.skipBlock("an entry");
        }
        for (int i = missing - taken; i < missing; i++) {
            last[i] = decoder.entry();
        }
        in.endSegment(outer);
        return missing - taken;
    }

    private static int[] segments(BinaryReader in, int from) {
        in.seek(from);
        in.skipSegment(HEAD, "the head");
        int first = in.position();
        int count = 0;
        for (; in.remaining() > 0; count++) {
            in.skipSegment(ENTRIES, AN_ENTRIES_SEGMENT);
        }
        int[] segments = new int[count];
        in.seek(first);
        for (int i = 0; i < count; i++) {
            segments[i] = in.position();
            in.skipSegment(ENTRIES, AN_ENTRIES_SEGMENT);
        }
        return segments;
    }

    private BinaryReader reader() {
        return new BinaryReader(BinaryCodec.NAME, bytes, offset, length);
    }
}
