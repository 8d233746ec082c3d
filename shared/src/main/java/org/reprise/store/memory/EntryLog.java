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
    private static final int FIRST_ENTRIES = 8;
    private static final byte[][] NO_CHUNKS = {};
    private static final int[] NO_INTS = {};

    /** The chunks; each but the last ends with the last entry that begins in it. */
    private byte[][] chunks = NO_CHUNKS;

    /** For each chunk the number of bytes before it. */
    private int[] starts = NO_INTS;

    /** For each entry the number of bytes up to its end, from the first entry of the first chunk on. */
    private int[] ends = NO_INTS;

    private int count;

    int count() {
        return count;
    }

    int bytes() {
        return count == 0 ? 0 : ends[count - 1];
    }

    void append(byte[] source, int offset, int length) {
        int at = bytes();
        byte[] chunk = chunkFor(at, length);
        System.arraycopy(source, offset, chunk, at - starts[starts.length - 1], length);
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, Math.max(FIRST_ENTRIES, count + (count >> 1)));
        }
        ends[count++] = at + length;
    }

    private byte[] chunkFor(int at, int length) {
        if (chunks.length == 0) {
            return addChunk(at, Math.max(FIRST_CHUNK_BYTES, length));
        }
        byte[] last = chunks[chunks.length - 1];
        int used = at - starts[starts.length - 1];
        if (length <= last.length - used) {
            return last;
        }
        if (length <= FULL_CHUNK_BYTES - used) {
            int capacity = Math.min(FULL_CHUNK_BYTES, Math.max(grown(last.length, used), used + length));
            return replaceLast(Arrays.copyOf(last, capacity));
        }
        trimLast();
        return addChunk(at, Math.max(FULL_CHUNK_BYTES, length));
    }

    /**
     * One that is full to the last byte was trimmed. Its session has been away, and may have no more than a word to add: were
     * it doubled then, a server would need twice its memory where everybody is back and says something.
     */
    private static int grown(int capacity, int used) {
        int room = used == capacity ? Math.max(FIRST_CHUNK_BYTES, capacity / TRIMMED_GROWTH) : capacity;
        return capacity + Math.min(room, capacity);
    }

    private byte[] addChunk(int start, int capacity) {
        byte[] chunk = new byte[capacity];
        chunks = Arrays.copyOf(chunks, chunks.length + 1);
        chunks[chunks.length - 1] = chunk;
        starts = Arrays.copyOf(starts, chunks.length);
        starts[chunks.length - 1] = start;
        return chunk;
    }

    /** A view that is being read keeps the array of chunks that it has, so that array is not written. */
    private byte[] replaceLast(byte[] chunk) {
        chunks = chunks.clone();
        return chunks[chunks.length - 1] = chunk;
    }

    /** Gives back the room that waits for further entries. */
    void trim() {
        if (count > 0) {
            trimLast();
        }
        ends = Arrays.copyOf(ends, count);
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

    private static int start(int[] ends, int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** The entries that a log held at one moment. */
    record View(byte[][] chunks, int[] starts, int[] ends, int count) {

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
            int chunkEnd = starts[chunk] + chunks[chunk].length;
            int next = from + 1;
            while (next < to && ends[next] <= chunkEnd && ends[next] - start <= maxBatchBytes) {
                next++;
            }
            sink.accept(base + from, next - from, chunks[chunk], start - starts[chunk], ends[next - 1] - start);
            return next;
        }

        private int chunkAt(int start) {
            int found = Arrays.binarySearch(starts, start);
            return found >= 0 ? found : -found - 2;
        }
    }
}
