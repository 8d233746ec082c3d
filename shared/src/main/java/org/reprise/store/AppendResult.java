package org.reprise.store;

/** What became of an append. */
public sealed interface AppendResult {

    /**
     * The entry is stored.
     *
     * @param sequence its sequence
     */
    record Stored(long sequence) implements AppendResult {}

    /**
     * The client message id has been stored before; nothing was stored now.
     *
     * @param sequence the sequence that it was given then
     */
    record Duplicate(long sequence) implements AppendResult {}

    /**
     * The client message id is not the next one; nothing was stored.
     *
     * @param expected the next one
     */
    record Gap(long expected) implements AppendResult {}
}
