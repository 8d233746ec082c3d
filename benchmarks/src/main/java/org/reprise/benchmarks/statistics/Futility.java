package org.reprise.benchmarks.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * When more pairs would most likely decide nothing.
 *
 * <p>The conditional power under the present trend (Lan and Wittes, "The B-value", Biometrics 44, 1988): if the pairs to come
 * have the mean and the deviation of those seen, how likely is it that the mean at the last look is far enough from the
 * threshold to be a regression, an improvement, or the same? Non-binding: a run that goes on nevertheless keeps its error
 * rate, since ending a run early can only lower it.
 */
public final class Futility {

    private static final double LEAST_POWER = 0.1;
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private Futility() {}

    /**
     * Whether a verdict by the last look is less likely than 1 in 10.
     *
     * @param test the pairs seen
     * @param most pairs at the last look
     * @param threshold the log ratio above which is a regression, and below whose negative an improvement
     * @param level at which the test of a regression is made
     * @param confidence of the interval that must lie within the threshold to be the same
     */
    public static boolean isFutile(ShiftTest test, int most, double threshold, double level, double confidence) {
        Precision precision = test.precision();
        int pairs = precision.degreesOfFreedom() + 1;
        if (pairs >= most) {
            return true;
        }
        double deviation = precision.standardError() * Math.sqrt(pairs);
        double last = deviation / Math.sqrt(most);
        double spread = deviation * Math.sqrt(most - pairs) / most;
        if (spread == 0) {
            return false;
        }
        double significant = NORMAL.inverseSurvivalProbability(level) * last;
        double halfWidth = NORMAL.inverseSurvivalProbability((1 - confidence) / 2) * last;
        NormalDistribution mean = NormalDistribution.of(test.estimate(), spread);
        double power = mean.survivalProbability(threshold + significant)
                + mean.cumulativeProbability(-threshold - significant)
                + (halfWidth < threshold ? mean.probability(halfWidth - threshold, threshold - halfWidth) : 0);
        return power < LEAST_POWER;
    }
}
