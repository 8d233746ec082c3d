package org.reprise.benchmarks.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reprise.benchmarks.UsageException;

/** Collects in what results differ that must be alike, and refuses them or, where that is allowed, warns. */
final class Comparability {

    private final Settings settings;
    private final Map<String, List<BenchmarkKey>> differences = new LinkedHashMap<>();
    private final Map<String, Integer> versions = new TreeMap<>();

    Comparability(Settings settings) {
        this.settings = settings;
    }

    /** Compares the conditions and units of a result. */
    void check(JmhResult baseline, JmhResult candidate) {
        baseline.conditions().forEach((name, value) -> {
            String other = candidate.conditions().getOrDefault(name, value);
            differ(baseline.key(), name, value, other);
        });
        baseline.primary().forEach((name, series) -> {
            Series other = candidate.primary().getOrDefault(name, series);
            if (Units.factor(other.unit(), series.unit()).isEmpty()) {
                differ(baseline.key(), "unit", series.unit(), other.unit());
            }
        });
        String jmh = baseline.jmhVersion();
        if (jmh != null && candidate.jmhVersion() != null && !jmh.equals(candidate.jmhVersion())) {
            versions.merge(
                    "JMH is " + jmh + " in the baseline and " + candidate.jmhVersion() + " in the candidate",
                    1,
                    Integer::sum);
        }
    }

    /** Notes a difference, if there is one. */
    void differ(BenchmarkKey key, String what, String baseline, String candidate) {
        if (!baseline.equals(candidate)) {
            differences
                    .computeIfAbsent(
                            what + ": " + baseline + " in the baseline, " + candidate + " in the candidate",
                            difference -> new ArrayList<>())
                    .add(key);
        }
    }

    /**
     * What to warn of.
     *
     * @throws UsageException if there is a difference and none is allowed
     */
    List<String> warnings() {
        if (!differences.isEmpty() && !settings.allowIncomparable()) {
            Map.Entry<String, List<BenchmarkKey>> first =
                    differences.entrySet().iterator().next();
            int results = differences.values().stream().mapToInt(List::size).sum();
            throw new UsageException("incomparable: " + first.getValue().get(0) + ": " + first.getKey()
                    + (results > 1 ? " (and " + (results - 1) + " more differences)" : "")
                    + "; measure both alike, or give --allow-incomparable");
        }
        List<String> warnings = new ArrayList<>();
        differences.forEach((difference, keys) -> warnings.add("compared nevertheless: " + difference + ", "
                + keys.get(0) + (keys.size() > 1 ? " and " + (keys.size() - 1) + " more" : "")));
        warnings.addAll(versions.keySet());
        return warnings;
    }
}
