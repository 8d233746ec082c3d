package org.reprise.benchmarks.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What text and Markdown show of a comparison.
 *
 * @param headline the outcome in a line
 * @param headers of the columns
 * @param rows the cells of each row, the worst first
 * @param statuses of the rows
 * @param means the geometric mean of the ratios of each timing metric
 * @param footnotes what is to be known of the rows and the run
 */
record Summary(
        String headline,
        List<String> headers,
        List<List<String>> rows,
        List<Status> statuses,
        List<String> means,
        List<String> footnotes) {

    private static final int LEFT_COLUMNS = 3;

    static Summary of(Comparison comparison) {
        List<Row> rows = comparison.rows().stream()
                .sorted(Comparator.comparing(Row::status))
                .toList();
        Set<String> varying = varying(rows);
        boolean ambiguous = rows.stream()
                        .map(row -> row.key().shortName())
                        .distinct()
                        .count()
                < rows.stream().map(row -> row.key().benchmark()).distinct().count();
        Map<String, Integer> notes = new LinkedHashMap<>();
        List<List<String>> cells = new ArrayList<>();
        for (Row row : rows) {
            String mark = row.note().isEmpty()
                    ? ""
                    : " [" + notes.computeIfAbsent(row.note(), note -> notes.size() + 1) + "]";
            cells.add(List.of(
                    ambiguous ? row.key().benchmark() : row.key().shortName(),
                    params(row.key(), varying),
                    row.metric(),
                    Wording.value(row.base(), row.unit()),
                    Wording.value(row.cand(), row.unit()),
                    Wording.change(row),
                    Wording.p(row.adjustedP()),
                    Wording.forks(row),
                    Wording.visible(row.visible()),
                    row.status().label() + mark));
        }
        List<String> footnotes = new ArrayList<>();
        notes.forEach((note, number) -> footnotes.add("[" + number + "] " + note));
        footnotes.addAll(remarks(comparison));
        comparison.warnings().forEach(warning -> footnotes.add("Warning: " + warning));
        return new Summary(
                headline(comparison),
                List.of("benchmark", "params", "metric", "base", "candidate", "change", "p", "n", "visible", "verdict"),
                cells,
                rows.stream().map(Row::status).toList(),
                means(rows),
                footnotes);
    }

    /** Whether a column holds words. */
    boolean isText(int column) {
        return column < LEFT_COLUMNS || column == headers.size() - 1;
    }

    private static String headline(Comparison comparison) {
        Map<Status, Long> counts = new TreeMap<>(
                comparison.rows().stream().collect(Collectors.groupingBy(Row::status, Collectors.counting())));
        String outcome;
        if (counts.containsKey(Status.REGRESSION)) {
            outcome = "REGRESSION";
        } else if (counts.containsKey(Status.INCONCLUSIVE) || counts.containsKey(Status.NOT_JUDGED)) {
            outcome = "INCONCLUSIVE, no regression found";
        } else {
            outcome = "No regression";
        }
        return outcome + ": "
                + counts.entrySet().stream()
                        .map(entry -> counted(entry.getValue(), entry.getKey()))
                        .collect(Collectors.joining(", "))
                + " (threshold " + Wording.share(comparison.settings().threshold()) + ", alpha "
                + Wording.share(comparison.settings().alpha()) + ")";
    }

    private static String counted(long count, Status status) {
        boolean plural = count > 1 && (status == Status.REGRESSION || status == Status.IMPROVEMENT);
        return count + " " + status.label().toLowerCase(Locale.ROOT) + (plural ? "s" : "");
    }

    /** The names of the parameters that differ between rows; mode and threads likewise. */
    private static Set<String> varying(List<Row> rows) {
        Map<String, Set<String>> values = new LinkedHashMap<>();
        for (Row row : rows) {
            all(row.key())
                    .forEach((name, value) -> values.computeIfAbsent(name, key -> new LinkedHashSet<>())
                            .add(value));
        }
        return values.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1
                        || rows.stream().anyMatch(row -> !all(row.key()).containsKey(entry.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Map<String, String> all(BenchmarkKey key) {
        Map<String, String> all = new LinkedHashMap<>(key.params());
        all.put("mode", key.mode());
        all.put("threads", Integer.toString(key.threads()));
        return all;
    }

    static String params(BenchmarkKey key, Set<String> shown) {
        return all(key).entrySet().stream()
                .filter(entry -> shown.contains(entry.getKey()))
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }

    private static List<String> means(List<Row> rows) {
        Map<String, List<Double>> logs = new LinkedHashMap<>();
        rows.stream()
                .filter(row -> row.gate() == Gate.TIMING && row.ratio() != null)
                .forEach(row -> logs.computeIfAbsent(row.metric(), metric -> new ArrayList<>())
                        .add(Math.log(Objects.requireNonNull(row.ratio()))));
        return logs.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> "geometric mean of " + entry.getKey() + ": "
                        + Wording.percent(Math.exp(entry.getValue().stream()
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElseThrow()))
                        + " over " + entry.getValue().size() + " compared rows")
                .toList();
    }

    private static List<String> remarks(Comparison comparison) {
        List<String> remarks = new ArrayList<>();
        Design design = comparison.design();
        if (design.kind() == Design.Kind.FILES) {
            remarks.add(
                    "Saved files, not interleaved: what changed on the machine between the runs counts as a change too.");
        } else {
            remarks.add("Interleaved pairs of forks, orders drawn from seed " + design.seed() + " in blocks of "
                    + design.blockSize() + ".");
        }
        if (comparison.rows().stream().anyMatch(row -> row.better() == Better.HIGHER)) {
            remarks.add("The change of throughput is that of the time per operation: above 0 is slower.");
        }
        if (comparison.rows().stream().anyMatch(row -> row.visible() != null)) {
            remarks.add(
                    "p: Holm-adjusted. visible: the smallest true change that so many forks would most likely flag.");
        }
        return remarks;
    }
}
