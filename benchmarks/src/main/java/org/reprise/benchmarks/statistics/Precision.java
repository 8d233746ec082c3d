package org.reprise.benchmarks.statistics;

import org.apache.commons.statistics.descriptive.StandardDeviation;

/**
 * How precise a mean log ratio is.
 *
 * @param standardError of it
 * @param degreesOfFreedom of the standard deviation that it was computed from
 */
public record Precision(double standardError, int degreesOfFreedom) {

    /** Of the mean of paired log ratios, at least 2. */
    static Precision ofPairs(double[] logRatios) {
        double deviation = StandardDeviation.of(logRatios).getAsDouble();
        return new Precision(deviation / Math.sqrt(logRatios.length), logRatios.length - 1);
    }

    /** Of the difference of two means, with the pooled deviation; at least 2 values on a side. */
    static Precision ofSamples(double[] baseline, double[] candidate) {
        int freedom = baseline.length + candidate.length - 2;
        double pooled = Math.sqrt((squares(baseline) + squares(candidate)) / freedom);
        return new Precision(pooled * Math.sqrt(1.0 / baseline.length + 1.0 / candidate.length), freedom);
    }

    private static double squares(double[] values) {
        double deviation = StandardDeviation.of(values).getAsDouble();
        return deviation * deviation * (values.length - 1);
    }
}
