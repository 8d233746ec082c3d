package org.reprise.benchmarks.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The randomization test of pairs that are looked at more than once, so that a run may end as soon as its verdict is known.
 *
 * <p>One-sided alpha spending, {@link Spending}, realised in the randomization distribution itself and not in a normal
 * approximation of it: along each re-randomized vector of signs the statistic is computed at every look, as if it were the
 * one observed. At look k those vectors cross that did not cross before and whose statistic is among the largest, as many as
 * alpha*(t_k) less what has crossed before allows; unspent alpha is carried on. The observation is rejected when it crosses.
 *
 * <p>Valid: under the hypothesis the observed vector is equally likely to be any one of the reference (or exchangeable with
 * the drawn ones), and which vectors cross does not depend on which of them was observed. Those that ever cross are at most
 * alpha*(1) = alpha of them, so the type I error over all looks is at most alpha, for any distribution of times, any number
 * of looks, and however a run is ended early. A p is the smallest alpha at which the observation has crossed by now (Liu and
 * Anderson, "On adaptive extensions of group sequential trials for clinical investigations", JASA 103, 2008): the last of a
 * descending ladder of levels that all reject, which a p of at most any level implies at that level too. So Holm's
 * adjustment applies to it at each look (Ye, Li, Liu and Yao, "A group sequential Holm procedure with multiple primary
 * endpoints", Statistics in Medicine 32, 2013).
 *
 * <p>The interval is that of {@link SignFlipTest} at the present look, not widened for the looks before.
 */
public final class GroupSequential implements ShiftTest {

    /** The highest level that is tried; a p above it is 1. */
    private static final double HIGHEST = 0.5;

    /** From one level of the ladder to the next: a p is at most 2 % too large. */
    private static final double STEP = 0.98;

    private static final double ROUNDING = 1e-9;
    private static final int INDEX_BITS = 20;
    private static final double RESOLUTION = 1L << 40;

    private final SignFlipTest fixed;
    private final Looks.Schedule schedule;
    /** The sums of flipped log ratios, by look and vector, over the look's number of pairs. */
    private final double[][] means;
    /** The means of the signs alone, likewise. */
    private final double[][] signs;
    /** How many vectors equal the observed one at each look. */
    private final int[] identities;
    /** The index of a vector that equals the observed one at all looks. */
    private final int observed;

    private GroupSequential(
            SignFlipTest fixed,
            Looks.Schedule schedule,
            double[][] means,
            double[][] signs,
            int[] identities,
            int observed) {
        this.fixed = fixed;
        this.schedule = schedule;
        this.means = means;
        this.signs = signs;
        this.identities = identities;
        this.observed = observed;
    }

    /**
     * The test of these pairs at the present look.
     *
     * @param logRatios log(candidate / baseline) of each pair, at least 2
     * @param orders in which the pairs were run
     * @param reference the orders that could have been, up to the most pairs of the run
     * @param schedule the looks up to now
     * @throws IllegalArgumentException if the numbers differ, or the orders are not of that design
     */
    public static GroupSequential of(
            double[] logRatios, List<Order> orders, ReferenceOrders reference, Looks.Schedule schedule) {
        List<Integer> sizes = schedule.sizes();
        int looks = sizes.size();
        if (sizes.get(looks - 1) != logRatios.length) {
            throw new IllegalArgumentException("the look is at " + sizes.get(looks - 1) + " pairs, " + logRatios.length
                    + " log ratios were given");
        }
        reference.check(logRatios.length, orders);
        double[][] means = new double[looks][];
        double[][] signs = new double[looks][];
        int[] identities = new int[looks];
        double[] sum = new double[reference.size()];
        double[] signSum = new double[reference.size()];
        int pair = 0;
        for (int look = 0; look < looks; look++) {
            int size = sizes.get(look);
            for (; pair < size; pair++) {
                reference.addSigned(logRatios[pair], pair, orders.get(pair), sum);
                reference.addSigned(1, pair, orders.get(pair), signSum);
            }
            means[look] = Arrays.stream(sum).map(value -> value / size).toArray();
            signs[look] = Arrays.stream(signSum).map(value -> value / size).toArray();
            identities[look] =
                    (int) Arrays.stream(signSum).filter(value -> value == size).count();
        }
        return new GroupSequential(
                SignFlipTest.of(logRatios, sum, signSum),
                schedule,
                means,
                signs,
                identities,
                observed(signs[looks - 1]));
    }

    /** A vector that equals the observed one; which of them does not matter, as they cross together. */
    private static int observed(double[] signs) {
        int j = 0;
        while (signs[j] < 1) {
            j++;
        }
        return j;
    }

    @Override
    public double estimate() {
        return fixed.estimate();
    }

    @Override
    public double pAbove(double delta) {
        return p(delta, 1);
    }

    @Override
    public double pBelow(double delta) {
        return p(delta, -1);
    }

    @Override
    public Interval interval(double confidence) {
        return fixed.interval(confidence);
    }

    @Override
    public double smallestP() {
        double smallest = 1;
        for (int look = 0; look < means.length; look++) {
            double share = (double) identities[look] / means[look].length;
            smallest = Math.min(smallest, Spending.alpha(share, schedule.fraction(look)));
        }
        return smallest;
    }

    @Override
    public Precision precision() {
        return fixed.precision();
    }

    @Override
    public double spent(double alpha) {
        return Spending.spent(alpha, schedule.fraction(means.length - 1));
    }

    private double p(double delta, int direction) {
        if (means.length == 1) {
            double share = direction > 0 ? fixed.pAbove(delta) : fixed.pBelow(delta);
            return Spending.alpha(share, schedule.fraction(0));
        }
        if (IntStream.range(0, means.length).allMatch(look -> direction * (means[look][observed] - delta) <= 0)) {
            return 1;
        }
        long[][] ranked = new long[means.length][];
        for (int look = 0; look < ranked.length; look++) {
            ranked[look] = ranked(look, delta, direction);
        }
        double p = 1;
        int[] crossedIn = new int[ranked[0].length];
        int round = 1;
        for (double level = HIGHEST; crosses(ranked, level, crossedIn, round); level *= STEP) {
            p = level;
            round++;
        }
        return p;
    }

    /** The vectors in ascending order of their statistic, which stands in the upper bits, their indices in the lower. */
    private long[] ranked(int look, double delta, int direction) {
        double[] statistics = new double[means[look].length];
        double largest = Double.MIN_NORMAL;
        for (int j = 0; j < statistics.length; j++) {
            statistics[j] = direction * (means[look][j] - delta * signs[look][j]);
            largest = Math.max(largest, Math.abs(statistics[j]));
        }
        long[] ranked = new long[statistics.length];
        for (int j = 0; j < ranked.length; j++) {
            ranked[j] = Math.round(statistics[j] / largest * RESOLUTION) << INDEX_BITS | j;
        }
        Arrays.sort(ranked);
        return ranked;
    }

    /** Whether the observation crosses at {@code level}; vectors that do are marked with {@code round}. */
    private boolean crosses(long[][] ranked, double level, int[] crossedIn, int round) {
        int total = ranked[0].length;
        int spent = 0;
        for (int look = 0; look < ranked.length; look++) {
            int budget = (int) Math.floor(Spending.spent(level, schedule.fraction(look)) * total + ROUNDING) - spent;
            long[] ascending = ranked[look];
            int end = total;
            while (end > 0) {
                int start = end - 1;
                int open = 0;
                long value = ascending[start] >> INDEX_BITS;
                while (start >= 0 && ascending[start] >> INDEX_BITS == value) {
                    open += crossedIn[index(ascending[start])] == round ? 0 : 1;
                    start--;
                }
                if (open > budget) {
                    break;
                }
                for (int i = start + 1; i < end; i++) {
                    crossedIn[index(ascending[i])] = round;
                }
                budget -= open;
                spent += open;
                end = start + 1;
            }
            if (crossedIn[observed] == round) {
                return true;
            }
        }
        return false;
    }

    private static int index(long ranked) {
        return (int) (ranked & (1 << INDEX_BITS) - 1);
    }
}
