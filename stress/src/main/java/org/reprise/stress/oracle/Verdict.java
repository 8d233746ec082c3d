package org.reprise.stress.oracle;

import java.util.Objects;

/**
 * What became of one objective.
 *
 * @param scenario the scenario
 * @param objective what was to hold, in a few words
 * @param expected the bound
 * @param observed what was measured
 * @param status how it ended
 */
public record Verdict(String scenario, String objective, String expected, String observed, Status status) {

    /** How an objective ended. */
    public enum Status {
        /** It holds. */
        PASS,
        /** It does not hold. */
        FAIL,
        /** The run could not tell. */
        INCONCLUSIVE,
        /** It cannot be judged where the run was made, such as from outside of the server. */
        NOT_APPLICABLE
    }

    public Verdict {
        Objects.requireNonNull(scenario, "scenario");
        Objects.requireNonNull(objective, "objective");
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(observed, "observed");
        Objects.requireNonNull(status, "status");
    }

    /** A verdict that passes if {@code holds}. */
    public static Verdict of(String scenario, String objective, String expected, String observed, boolean holds) {
        return new Verdict(scenario, objective, expected, observed, holds ? Status.PASS : Status.FAIL);
    }
}
