package org.reprise.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.reprise.benchmarks.compare.Comparison;
import org.reprise.benchmarks.compare.Design;
import org.reprise.benchmarks.compare.Gate;
import org.reprise.benchmarks.compare.Row;
import org.reprise.benchmarks.compare.Ruler;
import org.reprise.benchmarks.compare.Status;

/**
 * What stands at the top of the page.
 *
 * @param looks the class of its style
 * @param headline the outcome
 * @param subject of what
 * @param counts how many metrics have each status, or what there is
 * @param warnings what speaks against trusting it
 * @param remarks what else is to be known
 */
record Verdict(
        String looks,
        String headline,
        String subject,
        List<Count> counts,
        List<String> warnings,
        List<String> remarks) {

    /** So many of a kind. */
    record Count(String looks, String text) {}

    /** The verdict of a comparison. */
    static Verdict of(Comparison comparison) {
        Map<Status, Long> counts = new TreeMap<>(
                comparison.rows().stream().collect(Collectors.groupingBy(Row::status, Collectors.counting())));
        Status outcome = outcome(counts);
        return new Verdict(
                Table.looks(outcome),
                headline(outcome, counts),
                comparison.design().baseline() + " \u2192 "
                        + comparison.design().candidate(),
                counts.entrySet().stream()
                        .map(entry -> new Count(
                                Table.looks(entry.getKey()),
                                entry.getValue() + " " + entry.getKey().label().toLowerCase(Locale.ROOT)))
                        .toList(),
                comparison.warnings(),
                remarks(comparison));
    }

    /** What was measured, where nothing was compared. */
    static Verdict ofResults(ResultFiles files) {
        List<Measured> all = files.all().toList();
        int forks = all.stream().mapToInt(measured -> measured.result().forks()).sum();
        long benchmarks = all.stream()
                .map(measured -> measured.result().key().benchmark())
                .distinct()
                .count();
        return new Verdict(
                "status-none",
                all.isEmpty() ? "Nothing measured in these files" : "Measured, not compared: there is no verdict",
                String.join(", ", files.names()),
                all.isEmpty()
                        ? List.of()
                        : List.of(
                                new Count(
                                        "status-none",
                                        Numbers.count(files.names().size(), "file")),
                                new Count("status-none", Numbers.count(benchmarks, "benchmark")),
                                new Count("status-none", Numbers.count(all.size(), "result")),
                                new Count("status-none", Numbers.count(forks, "fork"))),
                List.of(),
                List.of());
    }

    private static Status outcome(Map<Status, Long> counts) {
        if (counts.containsKey(Status.REGRESSION)) {
            return Status.REGRESSION;
        }
        return counts.containsKey(Status.INCONCLUSIVE) || counts.containsKey(Status.NOT_JUDGED)
                ? Status.INCONCLUSIVE
                : Status.SAME;
    }

    private static String headline(Status outcome, Map<Status, Long> counts) {
        return switch (outcome) {
            case REGRESSION -> "Regression in " + Numbers.count(counts.get(Status.REGRESSION), "metric");
            case INCONCLUSIVE -> "Inconclusive: no regression found, but not all could be told";
            default -> "No regression";
        };
    }

    private static List<String> remarks(Comparison comparison) {
        List<String> remarks = new ArrayList<>();
        Design design = comparison.design();
        remarks.add("A regression is significantly worse than the threshold of "
                + Numbers.share(comparison.settings().threshold()) + " (bytes: than their tolerance); the chance of any"
                + " false alarm is at most "
                + Numbers.share(comparison.settings().alpha()) + ".");
        remarks.add(
                design.kind() == Design.Kind.FILES
                        ? "Saved files, not interleaved: what changed on the machine between the runs counts as a change"
                                + " too."
                        : "Interleaved pairs of forks, orders drawn from seed " + design.seed() + " in blocks of "
                                + design.blockSize() + ".");
        means(comparison.rows()).forEach(remarks::add);
        Ruler ruler = comparison.ruler();
        if (ruler != null) {
            remarks.add("The ruler, the same code on both sides, changed by " + Numbers.change(ruler.ratio())
                    + "; its bound is " + Numbers.share(ruler.bound()) + ".");
        }
        return remarks;
    }

    private static List<String> means(List<Row> rows) {
        Map<String, List<Double>> logs = new LinkedHashMap<>();
        rows.stream()
                .filter(row -> row.gate() == Gate.TIMING && row.ratio() != null)
                .forEach(row -> logs.computeIfAbsent(row.metric(), metric -> new ArrayList<>())
                        .add(Math.log(Objects.requireNonNull(row.ratio()))));
        return logs.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .map(entry -> "Geometric mean of " + entry.getKey() + ": "
                        + Numbers.change(Math.exp(entry.getValue().stream()
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElseThrow()))
                        + " over " + entry.getValue().size() + " compared rows.")
                .toList();
    }
}
