package org.reprise.benchmarks.statistics;

import java.util.Arrays;
import org.apache.commons.numbers.combinatorics.BinomialCoefficientDouble;

/**
 * The exact precedence test: are so many of one side's smallest values ahead of the other side's first by chance?
 *
 * <p>For quantities that are at least their true value, such as the bytes allocated by an operation, whose minimum is
 * telling and whose larger values are not. Where both sides are alike, the k smallest of all values are all of the first side
 * with probability C(n, k) / C(n + m, k) (Epstein, "Tables for the distribution of the number of exceedances", 1954; Nelson,
 * "Tables for a precedence life test", Technometrics 5, 1963).
 */
public final class PrecedenceTest {

    private PrecedenceTest() {}

    /**
     * The p of the hypothesis that {@code first} is not smaller than {@code second}.
     *
     * @param margin a value is ahead only if it is smaller by at least this
     */
    public static double p(double[] first, double[] second, double margin) {
        double least = Arrays.stream(second).min().orElseThrow();
        int ahead = (int)
                Arrays.stream(first).filter(value -> least - value >= margin).count();
        return BinomialCoefficientDouble.value(first.length, ahead)
                / BinomialCoefficientDouble.value(first.length + second.length, ahead);
    }
}
