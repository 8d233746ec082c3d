package org.reprise.benchmarks;

/** What a command's exit says. */
public final class ExitCode {

    /** All holds. */
    public static final int OK = 0;

    /** A benchmark or a verdict failed. */
    public static final int FAILED = 1;

    /** Wrong usage, or input that cannot be read or compared. */
    public static final int USAGE = 2;

    /** No verdict failed, but not all could be told, and the command was to be strict. */
    public static final int INCONCLUSIVE = 3;

    private ExitCode() {}
}
