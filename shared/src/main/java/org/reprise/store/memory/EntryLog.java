package org.reprise.store.memory;

import java.util.Arrays;
import org.reprise.store.EntrySink;

/**
 * Entries one after another in a few arrays, with the end of each: no object an entry, and appending costs the same
 * however many there are.
 *
 * <p>Not thread-safe; a {@link View} may be read from any thread while the log goes on, since what a view shows is never
 * written again.
 */
final class EntryLog {

    private static final int FIRST_CHUNK_BYTES = 1 << 10;
    private static final int FULL_CHUNK_BYTES = 64 << 10;
    private static final int TRIMMED_GROWTH = 8;

    /** A trimmed chunk of at least this size is followed by another; a smaller one is copied into a larger. */
    private static final int KEPT_CHUNK_BYTES = 8 << 10;

    private static final int FIRST_ENTRIES = 8;
    private static final int BLOCK_SHIFT = 9;
    private static final int BLOCK_ENTRIES = 1 << BLOCK_SHIFT;
    private static final byte[][] NO_CHUNKS = {};
    private static final int[][] NO_BLOCKS = {};
    private static final int[] NO_INTS = {};

    /** The chunks; each but the last ends with the last entry that begins in it. */
    private byte[][] chunks = NO_CHUNKS;

    /** For each chunk the number of bytes before it. */
    private int[] starts = NO_INTS;

    /**
     * For each entry the number of bytes up to its end, from the first entry of the first chunk on. In blocks, all but the last
     * of {@link #BLOCK_ENTRIES}, so that neither growing nor trimming copies what a long history has.
     */
    private int[][] ends = NO_BLOCKS;

    private int count;

    /** Whether the last chunk has no room because it was given back. */
    private boolean trimmed;

    int count() {
        return count;
    }

    int bytes() {
        return start(ends, count);
    }

    void append(byte[] source, int offset, int length) {
        int at = bytes();
        byte[] chunk = chunkFor(at, length);
        System.arraycopy(source, offset, chunk, at - starts[starts.length - 1], length);
        blockForNext()[count++ & BLOCK_ENTRIES - 1] = at + length;
    }

    private int[] blockForNext() {
        int used = count & BLOCK_ENTRIES - 1;
        if (used == 0) {
            ends = Arrays.copyOf(ends, ends.length + 1);
            return ends[ends.length - 1] = new int[count == 0 ? FIRST_ENTRIES : BLOCK_ENTRIES];
        }
        int[] last = ends[ends.length - 1];
        if (used < last.length) {
            return last;
        }
        int capacity = Math.max(FIRST_ENTRIES, used + (used >> 1));
        return resizeLastBlock(Math.min(BLOCK_ENTRIES, capacity));
    }

    /** As with {@link #replaceLast}, what a view has is not written. */
    private int[] resizeLastBlock(int capacity) {
        ends = ends.clone();
        return ends[ends.length - 1] = Arrays.copyOf(ends[ends.length - 1], capacity);
    }

    /**
     * The session of a trimmed log has been away, and may have no more than a word to add: were its room doubled then, a server
     * would need twice its memory where everybody is back and says something. Were its last chunk always copied, that word
     * would wait the longer the more there is before.
     */
    private byte[] chunkFor(int at, int length) {
        if (chunks.length == 0) {
            return addChunk(at, Math.max(FIRST_CHUNK_BYTES, length));
        }
        byte[] last = chunks[chunks.length - 1];
        int used = at - starts[starts.length - 1];
        if (length <= last.length - used) {
            return last;
        }
        if (trimmed && used >= KEPT_CHUNK_BYTES) {
            return addChunk(at, Math.max(Math.min(FULL_CHUNK_BYTES, used / TRIMMED_GROWTH), length));
        }
        if (length <= FULL_CHUNK_BYTES - used) {
            int room = trimmed ? Math.min(FIRST_CHUNK_BYTES, last.length) : last.length;
            int capacity = Math.min(FULL_CHUNK_BYTES, Math.max(last.length + room, used + length));
            return replaceLast(Arrays.copyOf(last, capacity));
        }
        trimLast();
        return addChunk(at, Math.max(FULL_CHUNK_BYTES, length));
    }

    private byte[] addChunk(int start, int capacity) {
        byte[] chunk = new byte[capacity];
        chunks = Arrays.copyOf(chunks, chunks.length + 1);
        chunks[chunks.length - 1] = chunk;
        starts = Arrays.copyOf(starts, chunks.length);
        starts[chunks.length - 1] = start;
        trimmed = false;
        return chunk;
    }

    /** A view that is being read keeps the array of chunks that it has, so that array is not written. */
    private byte[] replaceLast(byte[] chunk) {
        chunks = chunks.clone();
        trimmed = false;
        return chunks[chunks.length - 1] = chunk;
    }

    /** Gives back the room that waits for further entries. */
    void trim() {
        if (count == 0) {
            return;
        }
        trimLast();
        trimmed = true;
        int used = (count - 1 & BLOCK_ENTRIES - 1) + 1;
        if (used < ends[ends.length - 1].length) {
            resizeLastBlock(used);
        }
    }

    private void trimLast() {
        byte[] last = chunks[chunks.length - 1];
        int used = bytes() - starts[starts.length - 1];
        if (used < last.length) {
            replaceLast(Arrays.copyOf(last, used));
        }
    }

    /** The entries from index {@code from} on, as a log of their own. */
    EntryLog from(int from) {
        EntryLog rest = new EntryLog();
        copyTo(rest, from);
        return rest;
    }

    /** Appends the entries from index {@code from} on to {@code target}. */
    void copyTo(EntryLog target, int from) {
        view().read(from, count, 1, 0, (index, one, bytes, offset, length) -> target.append(bytes, offset, length));
    }

    View view() {
        return new View(chunks, starts, ends, count);
    }

    private static int start(int[][] ends, int index) {
        return index == 0 ? 0 : end(ends, index - 1);
    }

    private static int end(int[][] ends, int index) {
        return ends[index >> BLOCK_SHIFT][index & BLOCK_ENTRIES - 1];
    }

    /** The entries that a log held at one moment. */
    record View(byte[][] chunks, int[] starts, int[][] ends, int count) {

        /**
         * Gives the entries of indexes {@code from} (inclusive) to {@code to} (exclusive) to {@code sink}.
         *
         * @param base what an index is added to, to make a sequence
         */
        void read(int from, int to, int maxBatchBytes, long base, EntrySink sink) {
            int next = from;
            while (next < to) {
                next = readBatch(next, to, maxBatchBytes, base, sink);
            }
        }

        /** Gives the first batch of what {@link #read} gives, and answers the index after it. */
        int readBatch(int from, int to, int maxBatchBytes, long base, EntrySink sink) {
            int start = start(ends, from);
            int chunk = chunkAt(start);
            int most = (int) Math.min(starts[chunk] + chunks[chunk].length, (long) start + maxBatchBytes);
            int next = from + 1;
            while (next < to && end(ends, next) <= most) {
                next++;
            }
            sink.accept(base + from, next - from, chunks[chunk], start - starts[chunk], end(ends, next - 1) - start);
            return next;
        }

        private int chunkAt(int start) {
            int found = Arrays.binarySearch(starts, start);
            return found >= 0 ? found : -found - 2;
        }
    }
}
