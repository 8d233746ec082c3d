package org.reprise.benchmarks.compare;

import java.util.Locale;

/** What became of a metric, the worst first. */
public enum Status {
    /** Significantly worse than the threshold allows. */
    REGRESSION,
    /** The data tell neither. */
    INCONCLUSIVE,
    /** There are too few data to judge by; counts as inconclusive. */
    NOT_JUDGED,
    /** Only the baseline has it. */
    REMOVED,
    /** Significantly better than the threshold. */
    IMPROVEMENT,
    /** The interval lies within the threshold. */
    SAME,
    /** Only the candidate has it. */
    ADDED;

    /** In words. */
    public String label() {
        return switch (this) {
            case NOT_JUDGED -> "not judged";
            case REGRESSION, INCONCLUSIVE -> name();
            default -> name().toLowerCase(Locale.ROOT);
        };
    }
}
