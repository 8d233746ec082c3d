package org.reprise.benchmarks.statistics;

/**
 * A test of the true log ratio of candidate to baseline, and the interval that its inversion gives. A log ratio above 0
 * means that the candidate needs more.
 */
public sealed interface ShiftTest permits SignFlipTest, GroupSequential, MannWhitneyTest {

    /** The estimated log ratio. */
    double estimate();

    /** The one-sided p of the hypothesis that the log ratio is at most {@code delta}: small speaks for more. */
    double pAbove(double delta);

    /** The one-sided p of the hypothesis that the log ratio is at least {@code delta}: small speaks for less. */
    double pBelow(double delta);

    /**
     * The interval of log ratios that neither one-sided test rejects at {@code (1 - confidence) / 2}.
     *
     * @param confidence such as 0.95
     */
    Interval interval(double confidence);

    /** The smallest p that these numbers of forks can give, whatever their values. */
    double smallestP();

    /** The level at which this test rejects by now where {@code alpha} is that of the whole run; the same for a single look. */
    default double spent(double alpha) {
        return alpha;
    }

    /** How precise the estimate is. */
    Precision precision();
}
