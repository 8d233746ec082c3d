package org.reprise.corpus;

import org.reprise.context.SessionContext;

/**
 * An endless series of conversations, always the same for the same source and seed.
 *
 * <p>No message id and no call id occurs twice in it, and its times strictly increase, so that conversations replayed
 * one after another from the first make one session. Corpora are immutable and safe for use by many threads.
 */
public interface Corpus {

    /** What the corpus is called in results: {@code generated}, {@code multilingual}, or the file's name. */
    String name();

    /**
     * The conversation at {@code index}, from 0. A file that holds fewer begins anew, with fresh ids and later times.
     *
     * @throws IllegalArgumentException if {@code index} is negative
     * @throws CorpusException if the file can no longer be read, or has changed since it was opened
     */
    Conversation conversation(int index);

    /**
     * The context of one session that has held the first {@code conversations} conversations one after another. Where
     * two of them tell different values of one name, the later holds.
     *
     * @throws IllegalArgumentException if {@code conversations} is less than 1
     * @throws CorpusException if the file can no longer be read, or has changed since it was opened
     */
    SessionContext context(int conversations);
}
