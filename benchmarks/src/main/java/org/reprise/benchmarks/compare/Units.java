package org.reprise.benchmarks.compare;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JMH's units and how one becomes another. */
final class Units {

    private static final String PER_OPERATION = "/op";
    private static final String OPERATIONS_PER = "ops/";
    private static final Set<String> BYTES = Set.of("B", "bytes", "B/op", "bytes/op");

    /** Seconds in each unit of time, as JMH writes them. */
    private static final Map<String, Double> SECONDS = Map.of(
            "ns", 1e-9,
            "us", 1e-6,
            "\u03bcs", 1e-6,
            "\u00b5s", 1e-6,
            "ms", 1e-3,
            "s", 1.0,
            "min", 60.0,
            "hr", 3600.0,
            "day", 86400.0);

    private Units() {}

    static boolean isBytes(String unit) {
        return BYTES.contains(unit);
    }

    /** A value in another unit; NaN where it has none there. */
    static double convert(double value, String from, String to) {
        return value * factor(from, to).orElse(Double.NaN);
    }

    /** What a value in {@code from} is multiplied with to be in {@code to}; empty where they measure different things. */
    static OptionalDouble factor(String from, String to) {
        if (from.equals(to) || isBytes(from) && isBytes(to)) {
            return OptionalDouble.of(1);
        }
        Double fromTime = seconds(from, PER_OPERATION, "");
        Double toTime = seconds(to, PER_OPERATION, "");
        if (fromTime != null && toTime != null) {
            return OptionalDouble.of(fromTime / toTime);
        }
        Double fromRate = seconds(from, "", OPERATIONS_PER);
        Double toRate = seconds(to, "", OPERATIONS_PER);
        return fromRate != null && toRate != null ? OptionalDouble.of(toRate / fromRate) : OptionalDouble.empty();
    }

    private static @Nullable Double seconds(String unit, String suffix, String prefix) {
        return unit.startsWith(prefix) && unit.endsWith(suffix)
                ? SECONDS.get(unit.substring(prefix.length(), unit.length() - suffix.length()))
                : null;
    }
}
