package org.reprise.store;

/** Takes stored entries in batches, in sequence. */
@FunctionalInterface
public interface EntrySink {

    /**
     * Takes one batch: whole entries, one after another.
     *
     * @param firstSequence the sequence of the first entry in the batch
     * @param count how many entries the batch holds, at least 1
     * @param bytes the array that holds them; the store's own, not to be changed, and not to be read after return
     * @param offset where the first entry begins
     * @param length how many bytes the entries take together
     */
    void accept(long firstSequence, int count, byte[] bytes, int offset, int length);
}
