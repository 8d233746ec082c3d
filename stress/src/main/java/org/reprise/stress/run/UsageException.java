package org.reprise.stress.run;

/** Says in one line what is wrong with a command line, and what would be right. */
public final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** An exception with this line. */
    public UsageException(String line) {
        super(line);
    }
}
