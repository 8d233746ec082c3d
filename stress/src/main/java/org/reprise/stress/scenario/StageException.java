package org.reprise.stress.scenario;

/** Says that a scenario could not go on. */
public final class StageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what went wrong. */
    public StageException(String what) {
        super(what);
    }
}
