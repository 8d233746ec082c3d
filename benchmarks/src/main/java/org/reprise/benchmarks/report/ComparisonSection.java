package org.reprise.benchmarks.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reprise.benchmarks.compare.Comparison;
import org.reprise.benchmarks.compare.Design;
import org.reprise.benchmarks.compare.Gate;
import org.reprise.benchmarks.compare.Row;
import org.reprise.benchmarks.compare.Settings;
import org.reprise.benchmarks.compare.Status;
import org.reprise.benchmarks.report.Chart.Axis;
import org.reprise.benchmarks.report.Chart.Draw;
import org.reprise.benchmarks.report.Chart.Forest;
import org.reprise.benchmarks.report.Chart.Group;
import org.reprise.benchmarks.report.Chart.Line;
import org.reprise.benchmarks.report.Chart.Lines;
import org.reprise.benchmarks.report.Chart.Links;
import org.reprise.benchmarks.report.Chart.Mark;
import org.reprise.benchmarks.report.Chart.Point;
import org.reprise.benchmarks.report.Chart.Scale;
import org.reprise.benchmarks.report.Chart.Sides;
import org.reprise.benchmarks.report.Table.Cell;
import org.reprise.benchmarks.statistics.ForkUnit;
import org.reprise.benchmarks.statistics.Order;

/** A comparison: all its rows, their ratios, and the forks behind them. */
final class ComparisonSection {

    /** Higher charts do not fit a printed page. */
    private static final int MOST_MARKS = 30;

    static final int MOST_CARDS = 40;

    /** Beyond these, an interval ends at the edge. */
    private static final double LEAST_RATIO = 1.0 / 16;

    private static final double MOST_RATIO = 16;
    private static final double MARGIN = 0.06;

    private final Comparison comparison;
    private final List<Row> rows;
    private final Labels labels;

    private ComparisonSection(Comparison comparison) {
        this.comparison = comparison;
        rows = comparison.rows().stream()
                .sorted(Comparator.comparing(Row::status))
                .toList();
        labels = new Labels(rows.stream().map(Row::key).distinct().toList());
    }

    static Section of(Comparison comparison, int number, int of) {
        return new ComparisonSection(comparison).section(number, of);
    }

    private Section section(int number, int of) {
        List<Row> withForks = rows.stream().filter(ComparisonSection::hasForks).toList();
        List<Figure> figures = new ArrayList<>(forests());
        withForks.stream().limit(MOST_CARDS).map(this::forks).forEach(figures::add);
        return new Section(
                "comparison-" + number,
                of == 1 ? "Comparison" : "Comparison " + number,
                notes(withForks.size()),
                List.of(table()),
                figures);
    }

    private List<String> notes(int withForks) {
        List<String> notes = new ArrayList<>();
        if (!labels.common().isEmpty()) {
            notes.add("Alike for all: " + labels.common() + ".");
        }
        if (rows.stream().anyMatch(row -> row.visible() != null)) {
            notes.add(
                    "p is Holm-adjusted over all metrics. \u201cVisible\u201d is the smallest true change that so many forks"
                            + " would most likely flag.");
        }
        if (withForks > MOST_CARDS) {
            notes.add("Forks are drawn of the " + MOST_CARDS + " worst of " + withForks + " metrics.");
        }
        return notes;
    }

    private Table table() {
        List<Cell> head = List.of(
                Cell.words("Verdict"),
                Cell.words("Benchmark"),
                Cell.words("Params"),
                Cell.words("Metric"),
                Cell.number("Baseline"),
                Cell.number("Candidate"),
                Cell.number("Change"),
                Cell.number("Interval"),
                Cell.number("p"),
                Cell.number("Forks"),
                Cell.number("Visible"));
        return new Table(
                        head,
                        rows.stream()
                                .map(row -> List.of(
                                        Cell.status(row.status(), verdict(row)),
                                        Cell.prose(labels.name(row.key())),
                                        Cell.prose(labels.params(row.key())),
                                        Cell.words(row.metric()),
                                        Cell.number(Numbers.withUnit(row.base(), row.unit())),
                                        Cell.number(Numbers.withUnit(row.cand(), row.unit())),
                                        Cell.number(change(row)),
                                        Cell.number(interval(row)),
                                        Cell.number(Numbers.p(row.adjustedP())),
                                        Cell.number(forkCount(row)),
                                        Cell.number(visible(row.visible()))))
                                .toList())
                .withoutEmptyColumns();
    }

    private static String verdict(Row row) {
        return row.note().isEmpty() ? row.status().label() : row.status().label() + ": " + row.note();
    }

    private static String change(Row row) {
        Double base = row.base();
        Double cand = row.cand();
        if (row.gate() == Gate.BYTES && base != null && cand != null) {
            double bytes = cand - base;
            return (bytes > 0 ? "+" : "") + Numbers.plain(bytes) + " B"
                    + (bytes == 0 || row.ratio() == null ? "" : " (" + Numbers.change(row.ratio()) + ")");
        }
        return Numbers.change(row.ratio());
    }

    private static String interval(Row row) {
        return row.low() == null && row.high() == null
                ? Numbers.NONE
                : "[" + Numbers.bound(row.low()) + ", " + Numbers.bound(row.high()) + "]";
    }

    private static String visible(@Nullable Double ratio) {
        return ratio != null && ratio.isInfinite() ? "none" : Numbers.change(ratio);
    }

    private static String forkCount(Row row) {
        int before = row.baseline().size();
        int after = row.candidate().size();
        return before == after ? Integer.toString(before) : before + " + " + after;
    }

    private List<Figure> forests() {
        List<Row> compared = rows.stream()
                .filter(row -> row.ratio() != null && Double.isFinite(row.ratio()) && row.ratio() > 0)
                .toList();
        Settings settings = comparison.settings();
        double[] range = range(compared, settings.threshold());
        List<Figure> figures = new ArrayList<>();
        for (int from = 0; from < compared.size(); from += MOST_MARKS) {
            List<Row> part = compared.subList(from, Math.min(from + MOST_MARKS, compared.size()));
            String title = "Cost of the candidate relative to the baseline"
                    + (from == 0 && part.size() == compared.size()
                            ? ""
                            : ", rows " + (from + 1) + " to " + (from + part.size()));
            figures.add(Figure.wide(
                    title,
                    "Time or bytes per operation; of throughput its inverse. Right is worse. The bar is the "
                            + Numbers.share(1 - settings.alpha()) + " interval, an arrow where it goes on; the band is"
                            + " the threshold of " + Numbers.share(settings.threshold()) + ".",
                    new Forest(title, settings.threshold(), range[0], range[1], marks(part)),
                    forestTable(part)));
        }
        return figures;
    }

    private List<Mark> marks(List<Row> part) {
        return part.stream()
                .map(row -> new Mark(
                        name(row),
                        Objects.requireNonNull(row.ratio()),
                        row.low(),
                        Numbers.finite(row.high()),
                        row.status(),
                        Numbers.withUnit(row.base(), row.unit()) + " \u2192 "
                                + Numbers.withUnit(row.cand(), row.unit()) + "\n" + change(row)
                                + (row.low() == null ? "" : " " + interval(row)) + "\n" + verdict(row)))
                .toList();
    }

    private Table forestTable(List<Row> part) {
        return new Table(
                List.of(
                        Cell.words("Metric"),
                        Cell.number("Change"),
                        Cell.number("Lower"),
                        Cell.number("Upper"),
                        Cell.words("Verdict")),
                part.stream()
                        .map(row -> List.of(
                                Cell.prose(name(row)),
                                Cell.number(Numbers.change(row.ratio())),
                                Cell.number(row.low() == null ? Numbers.NONE : Numbers.bound(row.low())),
                                Cell.number(row.high() == null ? Numbers.NONE : Numbers.bound(row.high())),
                                Cell.status(row.status(), row.status().label())))
                        .toList());
    }

    private String name(Row row) {
        return labels.full(row.key()) + ", " + row.metric();
    }

    /** From the smallest to the largest that is to be seen, with some room. */
    private static double[] range(List<Row> compared, double threshold) {
        List<Double> seen = new ArrayList<>(List.of(1 / (1 + threshold), 1 + threshold));
        compared.stream()
                .flatMap(row -> Stream.of(row.ratio(), row.low(), row.high()))
                .filter(ratio -> ratio != null && ratio > 0 && Double.isFinite(ratio))
                .map(ratio -> Math.min(MOST_RATIO, Math.max(LEAST_RATIO, ratio)))
                .forEach(seen::add);
        double low = Math.log(seen.stream().min(Double::compare).orElseThrow());
        double high = Math.log(seen.stream().max(Double::compare).orElseThrow());
        double room = MARGIN * Math.max(high - low, Math.log1p(threshold));
        return new double[] {Math.exp(low - room), Math.exp(high + room)};
    }

    /** Bytes that are alike in all forks show nothing beyond the table, unless they are why a build is red. */
    private static boolean hasForks(Row row) {
        if (row.baseline().isEmpty() || row.candidate().isEmpty()) {
            return false;
        }
        return row.gate() == Gate.TIMING
                || row.status() == Status.REGRESSION
                || Stream.of(row.baseline(), row.candidate())
                        .anyMatch(forks -> forks.stream().distinct().count() > 1);
    }

    private Figure forks(Row row) {
        boolean paired = isPaired(row);
        String title = name(row);
        Axis x = new Axis(paired ? "fork, in run order" : "fork of each file, in run order", Scale.COUNT);
        return Figure.card(
                title,
                row.status().label()
                        + (row.ratio() == null ? "" : ", " + Numbers.change(row.ratio()))
                        + (paired
                                ? ". Left: pairs of forks, joined; right: in run order."
                                : ". Left: forks side by side; right: in run order."),
                List.of(
                        new Sides(
                                title + ": forks of both sides",
                                Numbers.unit(row.unit()),
                                paired ? Links.PAIRS : Links.NONE,
                                List.of(group("baseline", row.baseline()), group("candidate", row.candidate()))),
                        new Lines(
                                title + ": forks in run order",
                                x,
                                new Axis(Numbers.unit(row.unit()), Scale.LINEAR),
                                List.of(
                                        new Line("baseline", 0, Draw.LINE, runOrder(row, Order.BASELINE_FIRST)),
                                        new Line("candidate", 1, Draw.LINE, runOrder(row, Order.CANDIDATE_FIRST))))),
                forkTable(row, paired));
    }

    private boolean isPaired(Row row) {
        return comparison.design().kind() == Design.Kind.PAIRED
                && row.orders().size() == row.baseline().size()
                && row.orders().size() == row.candidate().size();
    }

    /** The forks of the side that the order names, by the place at which they ran. */
    private List<Point> runOrder(Row row, Order side) {
        List<Double> forks = side == Order.BASELINE_FIRST ? row.baseline() : row.candidate();
        boolean paired = isPaired(row);
        return IntStream.range(0, forks.size())
                .mapToObj(i -> new Point(
                        paired ? 2 * i + (row.orders().get(i) == side ? 1 : 2) : i + 1, Numbers.finite(forks.get(i))))
                .toList();
    }

    private static Group group(String name, List<Double> forks) {
        double median = ForkUnit.median(finite(forks));
        return new Group(name, forks.stream().map(fork -> Numbers.finite(fork)).toList(), Numbers.finite(median));
    }

    private static double[] finite(List<Double> forks) {
        return forks.stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .toArray();
    }

    private static Table forkTable(Row row, boolean paired) {
        List<Cell> head = new ArrayList<>(List.of(
                Cell.number(paired ? "Pair" : "Fork"),
                Cell.number("Baseline, " + Numbers.unit(row.unit())),
                Cell.number("Candidate, " + Numbers.unit(row.unit()))));
        if (paired) {
            head.add(Cell.words("Ran first"));
        }
        int count = Math.max(row.baseline().size(), row.candidate().size());
        List<List<Cell>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Cell> cells = new ArrayList<>(
                    List.of(Cell.number(Integer.toString(i + 1)), value(row.baseline(), i), value(row.candidate(), i)));
            if (paired) {
                cells.add(Cell.words(row.orders().get(i) == Order.BASELINE_FIRST ? "baseline" : "candidate"));
            }
            rows.add(cells);
        }
        return new Table(head, rows);
    }

    private static Cell value(List<Double> forks, int i) {
        return Cell.number(i < forks.size() ? Numbers.plain(forks.get(i)) : Numbers.NONE);
    }
}
