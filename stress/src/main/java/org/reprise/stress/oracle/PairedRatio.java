package org.reprise.stress.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How much longer one thing takes than another, by pairs of both that were measured right after each other.
 *
 * <p>The geometric mean of the pairs' ratios, with Student's 95 % interval of the mean of their logarithms. For one thread.
 */
public final class PairedRatio {

    private static final double CONFIDENCE = 0.95;
    private static final int LEAST_PAIRS = 3;

    private final List<Double> logRatios = new ArrayList<>();

    /** One pair's ratio, positive. */
    public void add(double ratio) {
        logRatios.add(Math.log(ratio));
    }

    /**
     * Holds if the whole interval is below {@code most}, fails if it is above, else is inconclusive.
     *
     * @throws IllegalStateException if there are fewer than three pairs
     */
    public Verdict judge(String scenario, String objective, double most) {
        int n = logRatios.size();
        if (n < LEAST_PAIRS) {
            throw new IllegalStateException(n + " pairs were measured, at least " + LEAST_PAIRS + " are needed");
        }
        double mean =
                logRatios.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double variance = logRatios.stream()
                        .mapToDouble(ratio -> (ratio - mean) * (ratio - mean))
                        .sum()
                / (n - 1);
        double half =
                TDistribution.of(n - 1.0).inverseSurvivalProbability((1 - CONFIDENCE) / 2) * Math.sqrt(variance / n);
        Verdict.Status status = Math.exp(mean + half) < most
                ? Verdict.Status.PASS
                : Math.exp(mean - half) >= most ? Verdict.Status.FAIL : Verdict.Status.INCONCLUSIVE;
        return new Verdict(
                scenario,
                objective,
                String.format(Locale.ROOT, "< %.2f", most),
                String.format(
                        Locale.ROOT,
                        "%.3f [%.3f, %.3f], %d pairs",
                        Math.exp(mean),
                        Math.exp(mean - half),
                        Math.exp(mean + half),
                        n),
                status);
    }
}
