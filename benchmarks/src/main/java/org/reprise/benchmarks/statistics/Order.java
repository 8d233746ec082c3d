package org.reprise.benchmarks.statistics;

/** Which fork of a pair ran first. */
public enum Order {
    /** The baseline. */
    BASELINE_FIRST(1),
    /** The candidate. */
    CANDIDATE_FIRST(-1);

    private final int sign;

    Order(int sign) {
        this.sign = sign;
    }

    int sign() {
        return sign;
    }
}
