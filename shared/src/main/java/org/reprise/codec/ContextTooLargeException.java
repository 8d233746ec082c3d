package org.reprise.codec;

/** Says that a context does not fit into one array. */
public final class ContextTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ContextTooLargeException(long bytes, int most) {
        super("an encoded context takes at least " + bytes + " bytes, at most " + most
                + " are allowed: shorten its history or keep large results elsewhere");
    }
}
