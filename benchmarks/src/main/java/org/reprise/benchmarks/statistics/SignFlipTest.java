package org.reprise.benchmarks.statistics;

import java.util.Arrays;
import java.util.List;

/**
 * The exact randomization test of paired log ratios along the orders that the design could have produced.
 *
 * <p>Under the hypothesis that the log ratio is {@code delta}, what remains of each pair's log ratio after {@code delta} is
 * taken off is the difference of its first and its second run, and its sign is that of the order. So under other orders o'
 * the run would have shown {@code delta + s (r - delta)} with s = o o' (Fisher, "The Design of Experiments", 1935, section
 * 21; Edgington and Onghena, "Randomization Tests", 4th edition, chapter 5). The statistic is the mean. A re-randomized mean
 * reaches the observed one exactly where the mean of the flipped pairs alone is at most {@code delta}; these subset means are
 * the typical values of Hartigan ("Using subsample values as typical values", JASA 64, 1969), and their quantiles are the
 * interval. Nothing is assumed of how the times are distributed.
 */
public final class SignFlipTest implements ShiftTest {

    /** What is closer than this share of the largest value is taken as tied: sums in another order differ by less. */
    private static final double TIE = 1e-12;

    private final double[] logRatios;
    private final double[] subsetMeans;
    private final int identities;
    private final double tie;

    private SignFlipTest(double[] logRatios, double[] subsetMeans, int identities) {
        this.logRatios = logRatios;
        this.subsetMeans = subsetMeans;
        this.identities = identities;
        this.tie = TIE * Arrays.stream(logRatios).map(Math::abs).max().orElse(0);
    }

    /**
     * The test of these pairs.
     *
     * @param logRatios log(candidate / baseline) of each pair, at least 2
     * @param orders in which the pairs were run
     * @param reference the orders that could have been
     * @throws IllegalArgumentException if the numbers differ, or the orders are not of that design
     */
    public static SignFlipTest of(double[] logRatios, List<Order> orders, ReferenceOrders reference) {
        reference.check(logRatios.length, orders);
        double[] sums = new double[reference.size()];
        double[] signs = new double[reference.size()];
        for (int i = 0; i < logRatios.length; i++) {
            reference.addSigned(logRatios[i], i, orders.get(i), sums);
            reference.addSigned(1, i, orders.get(i), signs);
        }
        return of(logRatios, sums, signs);
    }

    /** The test of these pairs, whose sums with the signs of each vector, and the sums of the signs, are these. */
    static SignFlipTest of(double[] logRatios, double[] sums, double[] signs) {
        double observed = Arrays.stream(logRatios).sum();
        double[] means = new double[sums.length];
        int count = 0;
        for (int j = 0; j < sums.length; j++) {
            if (signs[j] < logRatios.length) {
                means[count++] = (observed - sums[j]) / (logRatios.length - signs[j]);
            }
        }
        double[] sorted = Arrays.copyOf(means, count);
        Arrays.sort(sorted);
        return new SignFlipTest(logRatios.clone(), sorted, sums.length - count);
    }

    @Override
    public double estimate() {
        return Arrays.stream(logRatios).average().orElseThrow();
    }

    @Override
    public double pAbove(double delta) {
        return share(countBelow(Math.nextUp(delta + tie)));
    }

    @Override
    public double pBelow(double delta) {
        return share(subsetMeans.length - countBelow(delta - tie));
    }

    @Override
    public Interval interval(double confidence) {
        int rejected = (int) Math.floor((1 - confidence) / 2 * total() + TIE * total()) - identities;
        return rejected < 0 || rejected >= subsetMeans.length
                ? new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
                : new Interval(subsetMeans[rejected], subsetMeans[subsetMeans.length - 1 - rejected]);
    }

    @Override
    public double smallestP() {
        return share(0);
    }

    @Override
    public Precision precision() {
        return Precision.ofPairs(logRatios);
    }

    /** How many subset means are less than {@code bound}. */
    private int countBelow(double bound) {
        int low = 0;
        int high = subsetMeans.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (subsetMeans[middle] < bound) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private double share(int count) {
        return (double) (count + identities) / total();
    }

    private int total() {
        return subsetMeans.length + identities;
    }
}
