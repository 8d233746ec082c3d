package org.reprise.result;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was measured of one benchmark or objective, with one choice of parameters.
 *
 * @param benchmark its name, dotted, the last two parts a class and a method in benchmarks
 * @param mode JMH's short label of how it was measured: {@code thrpt}, {@code avgt} or {@code ss}
 * @param threads how many threads took part
 * @param params its parameters by name
 * @param primary the quantity that it is about
 * @param secondary further quantities by name
 */
public record Measurement(
        String benchmark,
        String mode,
        int threads,
        Map<String, String> params,
        Metric primary,
        Map<String, Metric> secondary) {

    /** JMH's fourth mode, {@code sample}, has histograms for results. */
    private static final Set<String> MODES = Set.of("thrpt", "avgt", "ss");

    /** @throws IllegalArgumentException if the mode is none of those */
    public Measurement {
        Objects.requireNonNull(benchmark, "benchmark");
        if (!MODES.contains(mode)) {
            throw new IllegalArgumentException("the mode of " + benchmark + " is '" + mode + "', allowed are "
                    + String.join(", ", new TreeSet<>(MODES)));
        }
        Objects.requireNonNull(primary, "primary");
        params = Map.copyOf(params);
        secondary = Map.copyOf(secondary);
    }
}
