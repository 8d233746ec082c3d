package org.reprise.benchmarks.ab;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one run of a jar measures: a benchmark method with one value for each of its parameters.
 *
 * @param benchmark the method's full name
 * @param params the parameters' values by name, may be empty
 */
public record BenchmarkCase(String benchmark, SortedMap<String, String> params) {

    /** Keeps a copy of the parameters. */
    public BenchmarkCase {
        params = Collections.unmodifiableSortedMap(new TreeMap<>(params));
    }

    /** A case of a benchmark with these parameters. */
    public static BenchmarkCase of(String benchmark, Map<String, String> params) {
        return new BenchmarkCase(benchmark, new TreeMap<>(params));
    }

    /** The name, and the parameters in brackets where there are any: unique to the case. */
    @Override
    public String toString() {
        return params.isEmpty()
                ? benchmark
                : benchmark
                        + params.entrySet().stream()
                                .map(param -> param.getKey() + "=" + param.getValue())
                                .collect(Collectors.joining(", ", " (", ")"));
    }
}
