package org.reprise.benchmarks.compare;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What makes two results ones of the same thing.
 *
 * @param benchmark its full name
 * @param params its parameters, sorted by name
 * @param mode JMH's short label, such as {@code avgt}
 * @param threads how many take part
 */
public record BenchmarkKey(String benchmark, Map<String, String> params, String mode, int threads) {

    public BenchmarkKey {
        params = Collections.unmodifiableMap(new TreeMap<>(params));
    }

    /** Class and method, without the package. */
    public String shortName() {
        int method = benchmark.lastIndexOf('.');
        return benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1);
    }

    /** Whether the other is the same benchmark with the same parameters, run in whatever mode by however many threads. */
    boolean isSameBenchmark(BenchmarkKey other) {
        return benchmark.equals(other.benchmark) && params.equals(other.params);
    }

    @Override
    public String toString() {
        return benchmark + (params.isEmpty() ? "" : " " + params) + ", " + mode + ", " + threads
                + (threads == 1 ? " thread" : " threads");
    }
}
