package org.reprise.benchmarks.compare;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reprise.benchmarks.statistics.Order;

/**
 * One metric of one benchmark, compared.
 *
 * <p>Ratios are of cost, candidate to baseline, whichever direction the metric has: of times and bytes the ratio of values,
 * of throughput its inverse. So above 1 is worse.
 *
 * @param key the benchmark
 * @param metric such as {@code time}, {@code p99} or {@code gc.alloc.rate.norm}
 * @param gate by which rule it is judged
 * @param unit of the values, the baseline's
 * @param better which values are good
 * @param baseline the value of each fork, in the order of the pairs where there are any
 * @param candidate likewise
 * @param orders which side of each pair ran first; empty where there are no pairs
 * @param base the median of the baseline's forks, of bytes their minimum; null where there is none
 * @param cand likewise of the candidate
 * @param ratio the estimate, null where there is none
 * @param low the lower bound of its interval, null where there is none, 0 where the data bound nothing
 * @param high the upper bound, null where there is none, infinity where the data bound nothing
 * @param p of the test in the verdict's direction (an improvement's of being better, all others' of being worse), null
 *     where there was no test
 * @param adjustedP the same after Holm's adjustment over all metrics
 * @param visible the smallest true ratio that would most likely have been flagged; infinity where none; null without a test
 * @param status the verdict
 * @param open whether more pairs could still decide it
 * @param note what else is to be said, empty where nothing is
 */
public record Row(
        BenchmarkKey key,
        String metric,
        Gate gate,
        String unit,
        Better better,
        List<Double> baseline,
        List<Double> candidate,
        List<Order> orders,
        @Nullable Double base,
        @Nullable Double cand,
        @Nullable Double ratio,
        @Nullable Double low,
        @Nullable Double high,
        @Nullable Double p,
        @Nullable Double adjustedP,
        @Nullable Double visible,
        Status status,
        boolean open,
        String note) {

    public Row {
        baseline = List.copyOf(baseline);
        candidate = List.copyOf(candidate);
        orders = List.copyOf(orders);
    }

    Row inconclusive(String why) {
        return new Row(
                key,
                metric,
                gate,
                unit,
                better,
                baseline,
                candidate,
                orders,
                base,
                cand,
                ratio,
                low,
                high,
                p,
                adjustedP,
                visible,
                Status.INCONCLUSIVE,
                false,
                why);
    }
}
