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
import java.util.function.Predicate;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.reprise.benchmarks.codec.CodecType;
import org.reprise.benchmarks.codec.ColdBenchmark;
import org.reprise.benchmarks.codec.FloorBenchmark;
import org.reprise.benchmarks.codec.ReusedBufferBenchmark;
import org.reprise.benchmarks.codec.SerializationBenchmark;
import org.reprise.benchmarks.codec.ViewBenchmark;
import org.reprise.benchmarks.resume.AppendBenchmark;
import org.reprise.benchmarks.resume.FrameBenchmark;
import org.reprise.benchmarks.resume.MissedBenchmark;
import org.reprise.benchmarks.resume.ParkingBenchmark;
import org.reprise.benchmarks.resume.RestorationBenchmark;
import org.reprise.store.uri.Stores;

/** The tables at the end of a run that answer what the benchmarks ask. */
final class SummaryTables {

    private static final String SIZE = "size";
    private static final String CODEC = "codec";
    private static final String STORE = "store";
    private static final String HISTORY = "history";
    private static final String FLOOR = "(floor)";
    private static final String SHORT_HISTORY = "10";
    private static final String COPY_AGAIN = "copyAgain";

    /**
     * A question, and how its answers become a table.
     *
     * @param text the question
     * @param unit of the times
     * @param note what else to know
     * @param isAnswer whether a result belongs to it
     * @param rowTitle the heading of the rows
     * @param row names a result's row
     * @param column names a result's column
     * @param reference the row that the others are compared to; empty if none
     */
    private record Question(
            String text,
            String unit,
            String note,
            Predicate<RunResult> isAnswer,
            String rowTitle,
            Function<RunResult, String> row,
            Function<RunResult, String> column,
            String reference) {}

    private static final List<Question> QUESTIONS = List.of(
            new Question(
                    "How long does it take to serialize a context?",
                    "us",
                    "times as long as BINARY in brackets; the floor: copying the bytes, making the strings",
                    result -> isOf(result, SerializationBenchmark.class)
                            || isOf(result, FloorBenchmark.class)
                                    && !method(result).equals(COPY_AGAIN),
                    CODEC,
                    result -> isOf(result, FloorBenchmark.class) ? FLOOR : param(result, CODEC),
                    result -> param(result, SIZE) + " " + direction(method(result)),
                    CodecType.BINARY.name()),
            new Question(
                    "How long does it take to encode a context into a buffer that is used again?",
                    "us",
                    "times as long as BINARY in brackets",
                    result -> isOf(result, ReusedBufferBenchmark.class)
                            || isOf(result, FloorBenchmark.class)
                                    && method(result).equals(COPY_AGAIN),
                    CODEC,
                    result -> isOf(result, FloorBenchmark.class) ? FLOOR : param(result, CODEC),
                    result -> param(result, SIZE),
                    CodecType.BINARY.name()),
            new Question(
                    "How long does it take to see the end of an encoded context?",
                    "us",
                    "without decoding the rest",
                    result -> isOf(result, ViewBenchmark.class),
                    "what",
                    SummaryTables::method,
                    result -> param(result, SIZE),
                    ""),
            new Question(
                    "How long does the first round trip take in a new JVM?",
                    "ms",
                    "median, times as long as BINARY in brackets",
                    result -> isOf(result, ColdBenchmark.class),
                    CODEC,
                    result -> param(result, CODEC),
                    result -> param(result, SIZE),
                    CodecType.BINARY.name()),
            new Question(
                    "How long does it take to restore a session, from its token?",
                    "us",
                    "server's share, no network",
                    result -> isOf(result, RestorationBenchmark.class),
                    "what",
                    result -> method(result) + " from " + Stores.withoutPassword(param(result, STORE)),
                    result -> param(result, SIZE),
                    ""),
            new Question(
                    "How long does it take to give a client the last ten entries that it lacks?",
                    "us",
                    "no network, by entries in all",
                    result -> isOf(result, MissedBenchmark.class),
                    "what",
                    result -> method(result) + " from " + Stores.withoutPassword(param(result, STORE)),
                    result -> param(result, HISTORY),
                    ""),
            new Question(
                    "How long does it take to put a whole stored context into frames?",
                    "us",
                    "times as long as copying its bytes in brackets",
                    result -> isOf(result, FrameBenchmark.class),
                    "what",
                    SummaryTables::method,
                    result -> param(result, SIZE),
                    "copied"),
            new Question(
                    "How long does it take to park a session's entries, and to unpark them?",
                    "us",
                    "packing alone, without the store",
                    result -> isOf(result, ParkingBenchmark.class),
                    "what, by which dictionary",
                    result -> method(result) + ", " + param(result, "dictionary"),
                    result -> param(result, SIZE),
                    ""),
            new Question(
                    "How long does it take to append one more entry to a history?",
                    "us",
                    "median, by entries before",
                    result -> isOf(result, AppendBenchmark.class),
                    STORE,
                    result -> Stores.withoutPassword(param(result, STORE)),
                    result -> param(result, HISTORY),
                    ""));

    private SummaryTables() {}

    static void print(Collection<RunResult> results, PrintStream out) {
        for (Question question : QUESTIONS) {
            byCorpus(results, question).forEach((corpus, group) -> {
                out.println();
                out.println(question.text + "  [" + question.unit + ", corpus " + corpus + ", " + question.note + "]");
                out.println(
                        table(question.rowTitle, Pivot.of(group, question.row, question.column), question.reference));
            });
        }
        printRewriting(results, out);
    }

    /** What it would cost to write the whole context anew with each message, as most services do, where both are known. */
    private static void printRewriting(Collection<RunResult> results, PrintStream out) {
        for (RunResult append : results) {
            if (!isOf(append, AppendBenchmark.class) || !param(append, HISTORY).equals(SHORT_HISTORY)) {
                continue;
            }
            for (RunResult encode : results) {
                if (isOf(encode, SerializationBenchmark.class)
                        && method(encode).equals("encode")
                        && param(encode, CODEC).equals(CodecType.JACKSON.name())
                        && areTimes(encode, append)
                        && param(encode, "corpus").equals(param(append, "corpus"))) {
                    out.printf(
                            Locale.ROOT,
                            "Encoding a %s context as JSON with every message takes %,.0f x as long as an append (%s).%n",
                            param(encode, SIZE),
                            score(encode) / score(append),
                            Stores.withoutPassword(param(append, STORE)));
                }
            }
        }
    }

    /** Of one unit, so that their ratio says how many times as long. */
    private static boolean areTimes(RunResult one, RunResult other) {
        String unit = one.getPrimaryResult().getScoreUnit();
        return unit.endsWith("/op") && unit.equals(other.getPrimaryResult().getScoreUnit());
    }

    private static Map<String, List<RunResult>> byCorpus(Collection<RunResult> results, Question question) {
        Map<String, List<RunResult>> groups = new LinkedHashMap<>();
        for (RunResult result : results) {
            if (question.isAnswer.test(result)
                    && result.getPrimaryResult().getScoreUnit().equals(question.unit + "/op")) {
                groups.computeIfAbsent(param(result, "corpus"), corpus -> new ArrayList<>())
                        .add(result);
            }
        }
        return groups;
    }

    private static boolean isOf(RunResult result, Class<?> benchmark) {
        return result.getParams().getBenchmark().startsWith(benchmark.getName() + ".");
    }

    private static String direction(String method) {
        return switch (method) {
            case "copy" -> "encode";
            case "strings" -> "decode";
            default -> method;
        };
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
