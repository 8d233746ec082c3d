package org.reprise.stress.oracle;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The slope of a series over its index, as a share of the series' median: Theil and Sen's estimate, the median of the
 * slopes between all pairs, with the distribution-free interval of P. K. Sen, "Estimates of the regression coefficient
 * based on Kendall's tau", JASA 63 (1968).
 *
 * @param median the median of the values
 * @param slope the estimate, a share of the median per step
 * @param low the lower end of the 95 % interval
 * @param high the upper end
 */
public record Trend(double median, double slope, double low, double high) {

    private static final double CONFIDENCE = 0.95;
    private static final int LEAST_VALUES = 5;

    /** @throws IllegalArgumentException for fewer than five values, or a median that is not positive */
    public static Trend of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double median = values.length == 0 ? 0 : middle(sorted);
        if (values.length < LEAST_VALUES || median <= 0) {
            throw new IllegalArgumentException("a trend of " + values.length + " values with median " + median
                    + ", at least " + LEAST_VALUES + " with a positive median are needed");
        }
        double[] slopes = IntStream.range(0, values.length)
                .boxed()
                .flatMapToDouble(
                        i -> IntStream.range(i + 1, values.length).mapToDouble(j -> (values[j] - values[i]) / (j - i)))
                .sorted()
                .toArray();
        int n = values.length;
        double deviation = Math.sqrt(n * (n - 1.0) * (2.0 * n + 5) / 18);
        double half = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - CONFIDENCE) / 2) * deviation;
        int low = (int) Math.max(0, Math.floor((slopes.length - half) / 2) - 1);
        int high = (int) Math.min(slopes.length - 1.0, Math.ceil((slopes.length + half) / 2));
        return new Trend(median, middle(slopes) / median, slopes[low] / median, slopes[high] / median);
    }

    private static double middle(double[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
