package org.reprise.benchmarks.codec;

import org.reprise.context.ContextComparison;
import org.reprise.context.SessionContext;

/** The proof, before anything is timed, that what is measured works. */
public final class RoundTrip {

    private RoundTrip() {}

    /**
     * Requires that a context came back as it was.
     *
     * @throws IllegalStateException naming the first differences, if it did not
     */
    public static void require(SessionContext expected, SessionContext actual, String what) {
        if (!expected.equals(actual)) {
            throw new IllegalStateException(what + " does not give back the context that it was given: "
                    + ContextComparison.between(expected, actual).differences().stream()
                            .limit(3)
                            .toList());
        }
    }
}
