package org.reprise.benchmarks.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How much of the error rate may be spent until a look: the O'Brien-Fleming-like function of Lan and DeMets ("Discrete
 * sequential boundaries for clinical trials", Biometrika 70, 1983), {@code 2 - 2 Phi(z(alpha / 2) / sqrt(t))}.
 */
final class Spending {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private Spending() {}

    /** What of {@code alpha} is spent at {@code fraction} of the pairs, in (0, 1]. */
    static double spent(double alpha, double fraction) {
        return 2 * NORMAL.survivalProbability(NORMAL.inverseSurvivalProbability(alpha / 2) / Math.sqrt(fraction));
    }

    /** The alpha of which {@code spent} is spent at {@code fraction} of the pairs: the inverse of the above. */
    static double alpha(double spent, double fraction) {
        return 2 * NORMAL.survivalProbability(NORMAL.inverseSurvivalProbability(spent / 2) * Math.sqrt(fraction));
    }
}
