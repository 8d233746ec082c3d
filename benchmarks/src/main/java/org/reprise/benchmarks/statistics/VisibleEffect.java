package org.reprise.benchmarks.statistics;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The smallest true effect that a run would most likely have flagged.
 *
 * <p>An approximation: the exact tests are taken to need what Student's t-test needs, the threshold plus (t(level) + t(power))
 * standard errors (Chow, Shao and Wang, "Sample Size Calculations in Clinical Research", section 3.2). Where even the smallest
 * possible p of the design exceeds the level, no effect is visible, however large.
 */
public final class VisibleEffect {

    private static final double POWER = 0.8;

    private VisibleEffect() {}

    /**
     * The smallest true log ratio above {@code threshold} that is flagged with 80 % power.
     *
     * @param threshold the log ratio above which is a regression
     * @param level at which the test was made, adjusted for how many there were
     * @return infinity if no effect can be flagged
     */
    public static double of(ShiftTest test, double threshold, double level) {
        if (test.smallestP() > level) {
            return Double.POSITIVE_INFINITY;
        }
        Precision precision = test.precision();
        TDistribution t = TDistribution.of(precision.degreesOfFreedom());
        return threshold
                + (t.inverseSurvivalProbability(test.spent(level)) + t.inverseCumulativeProbability(POWER))
                        * precision.standardError();
    }
}
