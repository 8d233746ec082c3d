package org.reprise.benchmarks.statistics;

import org.apache.commons.statistics.descriptive.Median;

/**
 * What one fork counts for: the log of the median of its iterations.
 *
 * <p>Iterations of a fork share its memory layout and its compilations, so they are no independent repetitions: taking them
 * for such is what makes tests raise false alarms (Kalibera and Jones, "Rigorous benchmarking in reasonable time", 2013).
 */
public final class ForkUnit {

    private static final Median MEDIAN = Median.withDefaults();

    private ForkUnit() {}

    /** The median of a fork's iterations; NaN if there is none. */
    public static double median(double... iterations) {
        return MEDIAN.evaluate(iterations);
    }

    /**
     * The log of the median of a fork's iterations.
     *
     * @throws IllegalArgumentException if the median is not a positive finite number
     */
    public static double of(double... iterations) {
        double median = median(iterations);
        if (!(median > 0) || median == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "the median of a fork's iterations is " + median + ", only a positive finite one has a log");
        }
        return Math.log(median);
    }
}
