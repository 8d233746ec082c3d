package org.reprise.corpus;

import org.jspecify.annotations.Nullable;

/** A corpus cannot be had. The message is one line that says where, what is wrong, and what is expected. */
public final class CorpusException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** An exception with this line. */
    public CorpusException(String message) {
        this(message, null);
    }

    CorpusException(String message, @Nullable Throwable cause) {
        super(message.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " "), cause);
    }
}
