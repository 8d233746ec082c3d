package org.reprise.benchmarks.compare;

import java.util.Locale;

/**
 * What a comparison is judged by.
 *
 * @param threshold how much more time per operation is no regression yet, as a share: 0.05 for 5 %
 * @param alpha the most chance of any false alarm in the whole comparison
 * @param bytesTolerance by how much bytes may grow
 * @param allowRemoved whether the candidate may lack benchmarks of the baseline
 * @param allowIncomparable whether results that were measured under different conditions are compared nevertheless
 * @param strict whether an inconclusive comparison fails
 */
public record Settings(
        double threshold,
        double alpha,
        BytesTolerance bytesTolerance,
        boolean allowRemoved,
        boolean allowIncomparable,
        boolean strict) {

    /** 5 % of time, an alpha of 0.05, no byte, nothing allowed. */
    public static final Settings DEFAULT = new Settings(0.05, 0.05, BytesTolerance.NONE, false, false, false);

    private static final double HIGHEST_ALPHA = 0.5;

    /** @throws IllegalArgumentException if a number is out of its bounds */
    public Settings {
        if (!(threshold >= 0) || threshold == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("the threshold is " + threshold + ", it must be 0 or more");
        }
        if (!(alpha > 0 && alpha < HIGHEST_ALPHA)) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "alpha is %s, it must be above 0 and below %s", alpha, HIGHEST_ALPHA));
        }
    }

    /** These, by which an inconclusive comparison fails. */
    Settings strictly() {
        return new Settings(threshold, alpha, bytesTolerance, allowRemoved, allowIncomparable, true);
    }

    /** The threshold as a log ratio. */
    double logThreshold() {
        return Math.log1p(threshold);
    }

    /** Of the intervals. */
    double confidence() {
        return 1 - alpha;
    }
}
