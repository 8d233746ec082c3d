package org.reprise.benchmarks.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One result of a JMH run: of one benchmark with one choice of parameters, over all its forks.
 *
 * @param key what it is a result of
 * @param jmhVersion which wrote it, null where it is not stated
 * @param conditions what must be alike for two results to be comparable: the stated ones by their names
 * @param primary {@code time}, {@code throughput} or {@code bytes}; of sample mode {@code p50} and {@code p99}
 * @param secondary further metrics by name, without the prefix that older versions of JMH put before it
 */
public record JmhResult(
        BenchmarkKey key,
        @Nullable String jmhVersion,
        Map<String, String> conditions,
        Map<String, Series> primary,
        Map<String, Series> secondary) {

    public JmhResult {
        conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
        primary = Collections.unmodifiableMap(new LinkedHashMap<>(primary));
        secondary = Collections.unmodifiableMap(new LinkedHashMap<>(secondary));
    }

    /** How many forks the result is of, 0 without raw data. */
    public int forks() {
        return primary.values().iterator().next().forks().size();
    }

    /** One result of many forks, in this order, from results of a single fork each. */
    static JmhResult join(List<JmhResult> singles) {
        JmhResult first = singles.get(0);
        return new JmhResult(
                first.key,
                first.jmhVersion,
                first.conditions,
                joinMetrics(singles.stream().map(JmhResult::primary).toList()),
                joinMetrics(singles.stream().map(JmhResult::secondary).toList()));
    }

    private static Map<String, Series> joinMetrics(List<Map<String, Series>> singles) {
        Map<String, Series> joined = new LinkedHashMap<>();
        singles.forEach(metrics -> metrics.forEach((name, series) -> joined.putIfAbsent(name, series)));
        joined.replaceAll((name, series) -> {
            List<Double> forks = new ArrayList<>();
            for (Map<String, Series> metrics : singles) {
                Series single = metrics.get(name);
                forks.add(
                        single == null
                                ? Double.NaN
                                : Units.convert(single.forksOrScore()[0], single.unit(), series.unit()));
            }
            return new Series(series.unit(), Double.NaN, forks);
        });
        return joined;
    }
}
