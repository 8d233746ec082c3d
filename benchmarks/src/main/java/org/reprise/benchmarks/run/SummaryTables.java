package org.reprise.benchmarks.run;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.reprise.benchmarks.codec.CodecType;
import org.reprise.benchmarks.codec.SerializationBenchmark;
import org.reprise.benchmarks.resume.AppendBenchmark;
import org.reprise.benchmarks.resume.RestorationBenchmark;

/** The tables at the end of a run that answer what the benchmarks ask. */
final class SummaryTables {

    private SummaryTables() {}

    static void print(Collection<RunResult> results, PrintStream out) {
        byGroup(results, SerializationBenchmark.class).forEach((corpus, group) -> {
            title(out, "How long does it take to serialize a context?", corpus, "times as long as BINARY in brackets");
            Pivot pivot = Pivot.of(
                    group, result -> param(result, "codec"), result -> param(result, "size") + " " + method(result));
            out.println(table("codec", pivot, CodecType.BINARY.name()));
        });
        byGroup(results, RestorationBenchmark.class).forEach((corpus, group) -> {
            title(
                    out,
                    "How long does it take to restore a session, from its token?",
                    corpus,
                    "server's share, no network");
            Pivot pivot = Pivot.of(
                    group,
                    result -> method(result) + " from " + param(result, "store"),
                    result -> param(result, "size"));
            out.println(table("what", pivot, ""));
        });
        byGroup(results, AppendBenchmark.class).forEach((corpus, group) -> {
            title(
                    out,
                    "How long does it take to append one more entry to a history?",
                    corpus,
                    "median, by entries before");
            Pivot pivot = Pivot.of(group, result -> param(result, "store"), result -> param(result, "history"));
            out.println(table("store", pivot, ""));
        });
    }

    private static void title(PrintStream out, String question, String corpus, String note) {
        out.println();
        out.println(question + "  [us, corpus " + corpus + ", " + note + "]");
    }

    private static Map<String, List<RunResult>> byGroup(Collection<RunResult> results, Class<?> benchmark) {
        Map<String, List<RunResult>> groups = new LinkedHashMap<>();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            if (name.startsWith(benchmark.getName() + ".")
                    && result.getPrimaryResult().getScoreUnit().equals("us/op")) {
                groups.computeIfAbsent(param(result, "corpus"), corpus -> new ArrayList<>())
                        .add(result);
            }
        }
        return groups;
    }

    private static String table(String rowTitle, Pivot pivot, String reference) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column().header(rowTitle).dataAlign(HorizontalAlign.LEFT));
        pivot.columns.forEach(column -> columns.add(new Column().header(column).dataAlign(HorizontalAlign.RIGHT)));
        String[][] rows = pivot.cells.entrySet().stream()
                .map(row -> {
                    List<String> cells = new ArrayList<>(List.of(row.getKey()));
                    pivot.columns.forEach(column -> cells.add(cell(pivot, row.getKey(), column, reference)));
                    return cells.toArray(String[]::new);
                })
                .toArray(String[][]::new);
        return AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, columns.toArray(Column[]::new), rows);
    }

    private static String cell(Pivot pivot, String row, String column, String reference) {
        Double score = pivot.cells.get(row).get(column);
        if (score == null) {
            return "-";
        }
        Double base = pivot.cells.getOrDefault(reference, Map.of()).get(column);
        return base == null || row.equals(reference)
                ? significant(score)
                : significant(score) + " (" + significant(score / base) + "x)";
    }

    /** Three significant digits, no exponent. */
    private static String significant(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** The mean, as JMH reports it; of single shots the median, since one collection would outweigh all the others. */
    private static double score(RunResult result) {
        return result.getParams().getMode() == Mode.SingleShotTime
                ? result.getPrimaryResult().getStatistics().getPercentile(50)
                : result.getPrimaryResult().getScore();
    }

    private static String param(RunResult result, String name) {
        return result.getParams().getParam(name);
    }

    private static String method(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        return benchmark.substring(benchmark.lastIndexOf('.') + 1);
    }

    /** Scores by row and column, both in the order in which they came. */
    private record Pivot(Map<String, Map<String, Double>> cells, Set<String> columns) {

        static Pivot of(List<RunResult> results, Function<RunResult, String> row, Function<RunResult, String> column) {
            Map<String, Map<String, Double>> cells = new LinkedHashMap<>();
            Set<String> columns = new LinkedHashSet<>();
            for (RunResult result : results) {
                cells.computeIfAbsent(row.apply(result), key -> new LinkedHashMap<>())
                        .put(column.apply(result), score(result));
                columns.add(column.apply(result));
            }
            return new Pivot(cells, columns);
        }
    }
}
