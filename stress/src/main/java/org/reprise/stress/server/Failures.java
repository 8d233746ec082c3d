package org.reprise.stress.server;

/** What a log may tell of a failure. */
final class Failures {

    private Failures() {}

    /** What it is and where; not what it says, which may be the user's and is for nobody else. */
    static String where(RuntimeException failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
