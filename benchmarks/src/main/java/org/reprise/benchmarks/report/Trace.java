package org.reprise.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reprise.benchmarks.statistics.ForkUnit;

/**
 * The iterations of a fork in the order in which they ran.
 *
 * @param points NaN where one gave no number
 * @param step how many consecutive iterations a point is the median of
 * @param iterations how many there are
 */
record Trace(List<Double> points, int step, int iterations) {

    /** More cannot be told apart on a screen. */
    static final int MOST_POINTS = 400;

    /** So many values in order, of which consecutive ones are taken together where there are too many to draw. */
    static Trace of(double[] values) {
        int step = (values.length + MOST_POINTS - 1) / MOST_POINTS;
        List<Double> points = new ArrayList<>();
        for (int from = 0; from < values.length; from += step) {
            double[] bucket = Arrays.stream(values, from, Math.min(from + step, values.length))
                    .filter(Double::isFinite)
                    .toArray();
            points.add(ForkUnit.median(bucket));
        }
        return new Trace(List.copyOf(points), Math.max(step, 1), values.length);
    }
}
