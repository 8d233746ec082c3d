package org.reprise.benchmarks.ab;

/** A jar could not be run, or its run gave no result; says which, of what, and the last lines that it printed. */
public final class ForkFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ForkFailedException(String message) {
        super(message);
    }
}
