package org.reprise.benchmarks.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reprise.benchmarks.UsageException;

/**
 * Which results of two sides are of the same thing.
 *
 * @param matched baseline and candidate
 * @param removed what only the baseline has
 * @param added what only the candidate has
 * @param warnings of differences that were allowed
 */
record Matching(List<Match> matched, List<JmhResult> removed, List<JmhResult> added, List<String> warnings) {

    /** The same benchmark on both sides. */
    record Match(JmhResult baseline, JmhResult candidate) {}

    /** @throws UsageException in a line, where the sides cannot be compared and the settings do not allow it */
    static Matching of(List<JmhResult> baseline, List<JmhResult> candidate, Settings settings) {
        Map<BenchmarkKey, JmhResult> left = new LinkedHashMap<>();
        candidate.forEach(result -> left.put(result.key(), result));
        List<Match> matched = new ArrayList<>();
        List<JmhResult> removed = new ArrayList<>();
        for (JmhResult result : baseline) {
            JmhResult other = left.remove(result.key());
            if (other == null) {
                removed.add(result);
            } else {
                matched.add(new Match(result, other));
            }
        }
        List<JmhResult> added = List.copyOf(left.values());
        Comparability comparability = new Comparability(settings);
        List<BenchmarkKey> gone = new ArrayList<>();
        for (JmhResult result : removed) {
            Optional<JmhResult> changed = added.stream()
                    .filter(other -> other.key().isSameBenchmark(result.key()))
                    .findFirst();
            if (changed.isPresent()) {
                BenchmarkKey key = changed.get().key();
                comparability.differ(result.key(), "mode", result.key().mode(), key.mode());
                comparability.differ(
                        result.key(),
                        "threads",
                        Integer.toString(result.key().threads()),
                        Integer.toString(key.threads()));
            } else {
                gone.add(result.key());
            }
        }
        matched.forEach(match -> comparability.check(match.baseline, match.candidate));
        List<String> warnings = comparability.warnings();
        if (matched.isEmpty()) {
            throw new UsageException(
                    "nothing in common: the baseline has " + baseline.get(0).key()
                            + more(baseline.size()) + ", the candidate "
                            + candidate.get(0).key() + more(candidate.size())
                            + "; compare results of the same benchmarks");
        }
        if (!gone.isEmpty()) {
            refuseRemoved(gone, settings);
        }
        return new Matching(matched, removed, added, warnings);
    }

    /** @throws UsageException if the settings do not allow that these are gone */
    static void refuseRemoved(List<BenchmarkKey> gone, Settings settings) {
        if (!settings.allowRemoved()) {
            throw new UsageException("the candidate lacks " + gone.get(0) + more(gone.size())
                    + "; measure it too, or give --allow-removed");
        }
    }

    private static String more(int count) {
        return count > 1 ? " and " + (count - 1) + " more" : "";
    }
}
