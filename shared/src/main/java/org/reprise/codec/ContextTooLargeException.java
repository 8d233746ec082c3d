package org.reprise.codec;

/** Says that a context, or a part of one, is larger than it may be. */
public final class ContextTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A whole context does not fit into one array. */
    ContextTooLargeException(long bytes, int most) {
        super("an encoded context takes at least " + bytes + " bytes, at most " + most
                + " are allowed: shorten its history or keep large results elsewhere");
    }

    /**
     * A part of a context is larger than a client can be sent.
     *
     * @param part what it is, such as {@code an entry}
     * @param bytes what it takes, encoded
     * @param most what it may take
     */
    public ContextTooLargeException(String part, int bytes, int most) {
        super(part + " takes " + bytes + " bytes, encoded, at most " + most
                + " are allowed: keep large contents elsewhere");
    }
}
