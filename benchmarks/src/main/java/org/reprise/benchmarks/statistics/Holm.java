package org.reprise.benchmarks.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Adjusted p-values for many tests at once, so that the chance of any false alarm is at most alpha, however they depend on
 * each other (Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6, 1979).
 */
public final class Holm {

    private Holm() {}

    /** The adjusted p of each p, in the same order. A test rejects where its own is at most alpha. */
    public static double[] adjust(double... p) {
        int[] ascending = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[p.length];
        double largest = 0;
        for (int rank = 0; rank < ascending.length; rank++) {
            int i = ascending[rank];
            largest = Math.max(largest, Math.min(1, p[i] * (p.length - rank)));
            adjusted[i] = largest;
        }
        return adjusted;
    }

    /** The level at which the first test that does not reject was made, or the last one if all do. */
    public static double level(double alpha, double... adjusted) {
        long rejected = Arrays.stream(adjusted).filter(value -> value <= alpha).count();
        return alpha / Math.max(1, adjusted.length - rejected);
    }
}
