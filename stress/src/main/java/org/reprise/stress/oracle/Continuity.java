package org.reprise.stress.oracle;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * How often a session was continued, and what that allows to claim.
 *
 * @param attempted how many reconnects were attempted, at least 1
 * @param restored how many brought all of the session back that was due
 */
public record Continuity(long attempted, long restored) {

    /** Of a claim. */
    public static final double CONFIDENCE = 0.95;

    public Continuity {
        if (attempted < 1 || restored < 0 || restored > attempted) {
            throw new IllegalArgumentException(restored + " of " + attempted + " reconnects");
        }
    }

    /**
     * The least true share with which so many restores would still be seen in one of twenty runs: Clopper and Pearson's
     * exact one-sided bound, "The use of confidence or fiducial limits illustrated in the case of the binomial",
     * Biometrika 26 (1934).
     */
    public double lowerBound() {
        return restored == 0
                ? 0
                : BetaDistribution.of(restored, attempted - restored + 1.0)
                        .inverseCumulativeProbability(1 - CONFIDENCE);
    }
}
