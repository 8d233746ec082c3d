package org.reprise.result;

import java.util.List;
import java.util.Objects;

/**
 * What was measured of one quantity.
 *
 * @param unit the unit of each value, such as {@code us/op} or {@code B}
 * @param forks the values by fork, in order: a list for each fork, with a value for each iteration
 */
public record Metric(String unit, List<List<Double>> forks) {

    /** @throws IllegalArgumentException if there is no fork, one has no value, or a value is not a finite number */
    public Metric {
        Objects.requireNonNull(unit, "unit");
        forks = forks.stream().map(List::copyOf).toList();
        if (forks.isEmpty() || forks.contains(List.<Double>of())) {
            throw new IllegalArgumentException("a metric in " + unit + " has the values " + forks
                    + ", at least 1 fork and in each at least 1 value are needed: the measurement failed");
        }
        for (double value : values(forks)) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a metric in " + unit + " has the value " + value
                        + ", only finite numbers are allowed: the measurement failed");
            }
        }
    }

    /** A quantity that was measured once and has no noise. */
    public static Metric exact(double value, String unit) {
        return new Metric(unit, List.of(List.of(value)));
    }

    /** All values, fork by fork. */
    public double[] values() {
        return values(forks);
    }

    private static double[] values(List<List<Double>> forks) {
        return forks.stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .toArray();
    }
}
