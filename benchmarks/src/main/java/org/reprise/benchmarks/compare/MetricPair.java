package org.reprise.benchmarks.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reprise.benchmarks.statistics.ForkUnit;
import org.reprise.benchmarks.statistics.Order;

/**
 * The values of one metric on both sides.
 *
 * @param baseline by fork, the score alone where there is no raw data
 * @param candidate likewise, in the baseline's unit
 * @param orders of the pairs, empty where there are none
 * @param unjudged why they cannot be judged, null if they can
 */
record MetricPair(
        BenchmarkKey key,
        String metric,
        Gate gate,
        String unit,
        Better better,
        double[] baseline,
        double[] candidate,
        List<Order> orders,
        @Nullable String unjudged) {

    /** Fewer forks tell nothing of the noise between forks. */
    static final int LEAST_FORKS = 5;

    /** The names under which time on the processor is found. */
    private static final Set<String> CPU_TIMES = Set.of("cpu.time", "cpu.time.norm");

    /** All gated metrics of a benchmark. */
    static List<MetricPair> of(Matching.Match match, List<Order> orders) {
        List<MetricPair> pairs = new ArrayList<>();
        Map<String, Series> baseline = match.baseline().primary();
        Map<String, Series> candidate = match.candidate().primary();
        for (String name : names(baseline, candidate)) {
            pairs.add(of(match.baseline().key(), name, baseline.get(name), candidate.get(name), orders));
        }
        Map<String, Series> before = match.baseline().secondary();
        Map<String, Series> after = match.candidate().secondary();
        for (String name : names(before, after)) {
            if (isGated(name, before.get(name)) || isGated(name, after.get(name))) {
                pairs.add(of(match.baseline().key(), name, before.get(name), after.get(name), orders));
            }
        }
        return pairs;
    }

    private static Set<String> names(Map<String, Series> baseline, Map<String, Series> candidate) {
        Set<String> names = new LinkedHashSet<>(baseline.keySet());
        names.addAll(candidate.keySet());
        return names;
    }

    private static boolean isGated(String name, @Nullable Series series) {
        return series != null
                && (CPU_TIMES.contains(name)
                        || name.equals(JmhReader.ALLOCATED)
                        || Units.isBytes(series.unit()) && !name.startsWith("gc."));
    }

    private static MetricPair of(
            BenchmarkKey key, String name, @Nullable Series baseline, @Nullable Series candidate, List<Order> orders) {
        Series known = baseline == null ? candidate : baseline;
        if (known == null) {
            throw new IllegalArgumentException(name + " of " + key + " is on neither side");
        }
        String unit = known.unit();
        Gate gate = Units.isBytes(unit) ? Gate.BYTES : Gate.TIMING;
        Better better = unit.startsWith("ops/") ? Better.HIGHER : Better.LOWER;
        double[] before = baseline == null ? new double[0] : baseline.forksOrScore();
        double[] after = candidate == null
                ? new double[0]
                : Arrays.stream(candidate.forksOrScore())
                        .map(value -> Units.convert(value, candidate.unit(), unit))
                        .toArray();
        String unjudged = baseline == null
                ? "the baseline lacks it"
                : candidate == null ? "the candidate lacks it" : unjudged(gate, baseline, candidate, before, after);
        return new MetricPair(key, name, gate, unit, better, before, after, orders, unjudged);
    }

    private static @Nullable String unjudged(
            Gate gate, Series baseline, Series candidate, double[] before, double[] after) {
        if (gate == Gate.BYTES) {
            return hasGap(before) || hasGap(after) ? "a fork has no value" : null;
        }
        if (baseline.forks().isEmpty() || candidate.forks().isEmpty()) {
            return "no raw data in the " + (baseline.forks().isEmpty() ? "baseline" : "candidate");
        }
        int forks = Math.min(before.length, after.length);
        if (hasGap(before) || hasGap(after)) {
            return "a fork has no value";
        }
        if (forks < LEAST_FORKS) {
            return forks + (forks == 1 ? " fork" : " forks") + ", at least " + LEAST_FORKS + " are needed";
        }
        boolean positive = Arrays.stream(before).allMatch(value -> value > 0)
                && Arrays.stream(after).allMatch(value -> value > 0);
        return positive ? null : "a value is not positive, so there is no ratio";
    }

    private static boolean hasGap(double[] values) {
        return Arrays.stream(values).anyMatch(value -> !Double.isFinite(value));
    }

    /** What each fork of the baseline counts for: the larger the worse. */
    double[] baselineLogs() {
        return logs(baseline);
    }

    /** What each fork of the candidate counts for: the larger the worse. */
    double[] candidateLogs() {
        return logs(candidate);
    }

    private double[] logs(double[] values) {
        int sign = better == Better.HIGHER ? -1 : 1;
        return Arrays.stream(values).map(value -> sign * ForkUnit.of(value)).toArray();
    }
}
