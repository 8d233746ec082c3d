package org.reprise.benchmarks.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;

/**
 * The exact test of Mann and Whitney for forks that are no pairs, with the estimate and the interval of Hodges and Lehmann.
 *
 * <p>The candidate's logs are shifted by the hypothesis, and ties count against it being rejected, so that the exact
 * distribution without ties bounds the p. The estimate is the median of all differences, and the interval is found by
 * inverting the test (Hollander, Wolfe and Chicken, "Nonparametric Statistical Methods", 3rd edition, sections 4.1 to 4.3).
 * Beyond 60 forks on a side the normal approximation with its continuity correction stands for the exact distribution.
 * Assumes that both sides were measured under the same conditions, which files measured one after the other may not be.
 */
public final class MannWhitneyTest implements ShiftTest {

    /** With more forks on a side the exact distribution takes seconds, and the normal one is as good. */
    static final int MOST_EXACT = 60;

    private static final MannWhitneyUTest TEST = MannWhitneyUTest.withDefaults();

    private final double[] baseline;
    private final double[] candidate;
    private final double[] differences;

    private MannWhitneyTest(double[] baseline, double[] candidate, double[] differences) {
        this.baseline = baseline;
        this.candidate = candidate;
        this.differences = differences;
    }

    /**
     * The test of these forks.
     *
     * @param baseline the log of each fork, at least 2
     * @param candidate the log of each fork, at least 2
     * @throws IllegalArgumentException if there are fewer
     */
    public static MannWhitneyTest of(double[] baseline, double[] candidate) {
        if (baseline.length < 2 || candidate.length < 2) {
            throw new IllegalArgumentException("the baseline has " + baseline.length + " forks and the candidate "
                    + candidate.length + ", at least 2 of each are needed");
        }
        double[] differences = Arrays.stream(candidate)
                .flatMap(c -> Arrays.stream(baseline).map(b -> c - b))
                .sorted()
                .toArray();
        return new MannWhitneyTest(baseline.clone(), candidate.clone(), differences);
    }

    @Override
    public double estimate() {
        return ForkUnit.median(differences);
    }

    @Override
    public double pAbove(double delta) {
        return p(Arrays.stream(baseline).map(b -> b + delta).toArray(), candidate);
    }

    @Override
    public double pBelow(double delta) {
        return p(candidate, Arrays.stream(baseline).map(b -> b + delta).toArray());
    }

    /** The p of the greater side not being greater, where a tie counts as less. */
    private static double p(double[] lesser, double[] greater) {
        Integer[] order =
                IntStream.range(0, greater.length + lesser.length).boxed().toArray(Integer[]::new);
        Arrays.sort(
                order, Comparator.comparingDouble(i -> i < greater.length ? greater[i] : lesser[i - greater.length]));
        double[] greaterRanks = new double[greater.length];
        double[] lesserRanks = new double[lesser.length];
        for (int rank = 0; rank < order.length; rank++) {
            int i = order[rank];
            if (i < greater.length) {
                greaterRanks[i] = rank;
            } else {
                lesserRanks[i - greater.length] = rank;
            }
        }
        return p(greaterRanks, lesserRanks, AlternativeHypothesis.GREATER_THAN);
    }

    private static double p(double[] x, double[] y, AlternativeHypothesis alternative) {
        PValueMethod method = Math.max(x.length, y.length) <= MOST_EXACT ? PValueMethod.EXACT : PValueMethod.ASYMPTOTIC;
        return TEST.with(method).with(alternative).test(x, y).getPValue();
    }

    /** Bounds are differences; the k-th smallest bounds from below if a test just under it rejects, and likewise above. */
    @Override
    public Interval interval(double confidence) {
        double level = (1 - confidence) / 2;
        int rejected = rejected(level);
        return rejected == 0
                ? new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
                : new Interval(differences[rejected - 1], differences[differences.length - rejected]);
    }

    /** The largest k with P(U <= k - 1) at most {@code level}: a test rejects where fewer than k differences disagree. */
    private int rejected(double level) {
        int least = 0;
        int most = differences.length / 2;
        while (least < most) {
            int middle = (least + most + 1) / 2;
            if (pOfAtMost(middle - 1) <= level) {
                least = middle;
            } else {
                most = middle - 1;
            }
        }
        return least;
    }

    /** P(U <= {@code u}) without a difference, from ranks that have that U. */
    private double pOfAtMost(int u) {
        double[] first = new double[candidate.length];
        double[] second = new double[baseline.length];
        for (int i = 0; i < second.length; i++) {
            second[i] = 2.0 * i;
        }
        int rest = u;
        for (int i = first.length - 1; i >= 0; i--) {
            int above = Math.min(rest, second.length);
            rest -= above;
            first[i] = 2.0 * above - 1 + (double) i / first.length;
        }
        return p(first, second, AlternativeHypothesis.LESS_THAN);
    }

    @Override
    public double smallestP() {
        return pOfAtMost(0);
    }

    @Override
    public Precision precision() {
        return Precision.ofSamples(baseline, candidate);
    }
}
