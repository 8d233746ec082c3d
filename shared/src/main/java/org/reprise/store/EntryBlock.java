package org.reprise.store;

import java.util.Objects;

/**
 * Entries that follow one another. The arrays are not to be changed.
 *
 * @param firstSequence the sequence of the first
 * @param ends where each ends in {@code bytes}; at least one
 * @param bytes the entries, one after another
 */
public record EntryBlock(long firstSequence, int[] ends, byte[] bytes) {
    public EntryBlock {
        Objects.requireNonNull(bytes, "bytes");
        if (ends.length == 0 || ends[ends.length - 1] != bytes.length) {
            throw new IllegalArgumentException(ends.length + " entries in " + bytes.length
                    + " bytes: at least one is allowed, and the last ends where the bytes do");
        }
    }

    /** The sequence of the last entry. */
    public long lastSequence() {
        return firstSequence + ends.length - 1;
    }

    /** Gives the entries in ({@code after}, {@code upTo}], which the block holds, to {@code sink}, as {@link ContextStore#read} does. */
    public void give(long after, long upTo, int maxBatchBytes, EntrySink sink) {
        long at = after;
        while (at < upTo) {
            at += giveBatch(at, upTo, maxBatchBytes, sink);
        }
    }

    /**
     * Gives the first batch of what {@link #give} gives.
     *
     * @return how many entries it holds
     */
    public int giveBatch(long after, long upTo, int maxBatchBytes, EntrySink sink) {
        int first = Math.toIntExact(after + 1 - firstSequence);
        int most = Math.toIntExact(upTo + 1 - firstSequence);
        int start = first == 0 ? 0 : ends[first - 1];
        int next = first + 1;
        while (next < most && ends[next] - start <= maxBatchBytes) {
            next++;
        }
        sink.accept(after + 1, next - first, bytes, start, ends[next - 1] - start);
        return next - first;
    }
}
