package org.reprise.benchmarks.compare;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reprise.benchmarks.statistics.ForkUnit;

/** Rows of benchmarks that only one side has. */
final class Unmatched {

    private Unmatched() {}

    /** Where the values are not known. */
    static Row row(BenchmarkKey key, Status status) {
        return row(key, status, "", "", List.of());
    }

    static Row row(JmhResult result, Status status) {
        Map.Entry<String, Series> primary =
                result.primary().entrySet().iterator().next();
        Series series = primary.getValue();
        return row(result.key(), status, primary.getKey(), series.unit(), series.forks());
    }

    private static Row row(BenchmarkKey key, Status status, String metric, String unit, List<Double> forks) {
        boolean removed = status == Status.REMOVED;
        Double typical = median(forks);
        return new Row(
                key,
                metric,
                Units.isBytes(unit) ? Gate.BYTES : Gate.TIMING,
                unit,
                unit.startsWith("ops/") ? Better.HIGHER : Better.LOWER,
                removed ? forks : List.of(),
                removed ? List.of() : forks,
                List.of(),
                removed ? typical : null,
                removed ? null : typical,
                null,
                null,
                null,
                null,
                null,
                null,
                status,
                false,
                "");
    }

    private static @Nullable Double median(List<Double> forks) {
        double median =
                ForkUnit.median(forks.stream().mapToDouble(Double::doubleValue).toArray());
        return Double.isFinite(median) ? (Double) median : null;
    }
}
