package org.reprise.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.reprise.benchmarks.report.Chart.Axis;
import org.reprise.benchmarks.report.Chart.Draw;
import org.reprise.benchmarks.report.Chart.Line;
import org.reprise.benchmarks.report.Chart.Lines;
import org.reprise.benchmarks.report.Chart.Point;
import org.reprise.benchmarks.report.Chart.Scale;
import org.reprise.benchmarks.report.Table.Cell;

/** Latencies by percentile: how long the slowest take. */
final class Percentiles {

    /** As many as have a colour of their own. */
    private static final int MOST_LINES = 6;

    private static final double ALL = 100;
    private static final int LEAST_VALUES = 20;

    private Percentiles() {}

    /** Whether a result has percentiles that say more than its forks do. */
    static boolean has(Measured measured) {
        return measured.isOfSingleOperations()
                && measured.raw().values() >= LEAST_VALUES
                && !measured.raw().percentiles().isEmpty();
    }

    /** Charts of what has the same unit, by the name of each line. */
    static List<Figure> figures(String title, Map<String, Measured> named) {
        Map<String, Map<String, Measured>> byUnit = new LinkedHashMap<>();
        named.forEach((name, measured) -> byUnit.computeIfAbsent(
                        measured.unit().replace("/op", ""), unit -> new LinkedHashMap<>())
                .put(name, measured));
        List<Figure> figures = new ArrayList<>();
        byUnit.forEach((unit, all) -> {
            List<String> names = List.copyOf(all.keySet());
            for (int from = 0; from < names.size(); from += MOST_LINES) {
                Map<String, Measured> part = new LinkedHashMap<>();
                names.subList(from, Math.min(from + MOST_LINES, names.size()))
                        .forEach(name -> part.put(name, all.get(name)));
                figures.add(figure(title, unit, part));
            }
        });
        return figures;
    }

    private static Figure figure(String title, String unit, Map<String, Measured> named) {
        List<Line> lines = new ArrayList<>();
        List<List<Cell>> rows = new ArrayList<>();
        TreeSet<Double> columns = new TreeSet<>();
        named.values()
                .forEach(measured -> columns.addAll(supported(measured.raw()).keySet()));
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (Map.Entry<String, Measured> entry : named.entrySet()) {
            RawResult raw = entry.getValue().raw();
            SortedMap<Double, Double> supported = supported(raw);
            List<Point> points = new ArrayList<>();
            supported.forEach((percentile, value) -> points.add(new Point(place(percentile, raw.values()), value)));
            lines.add(new Line(entry.getKey(), lines.size(), Draw.LINE, points));
            least = Math.min(least, supported.get(supported.firstKey()));
            most = Math.max(most, supported.get(supported.lastKey()));
            List<Cell> cells = new ArrayList<>(
                    List.of(Cell.prose(entry.getKey()), Cell.number(String.format(Locale.ROOT, "%,d", raw.values()))));
            columns.forEach(percentile -> cells.add(Cell.number(Numbers.plain(supported.get(percentile)))));
            rows.add(cells);
        }
        List<Cell> head = new ArrayList<>(List.of(Cell.words("Latency, " + Numbers.unit(unit)), Cell.number("Values")));
        columns.forEach(percentile -> head.add(Cell.number(name(percentile))));
        return Figure.wide(
                title,
                "The last point of a line is the longest of all; percentiles that so few values do not support are left out.",
                new Lines(
                        title,
                        new Axis("share of operations that took no longer", Scale.PERCENTILE),
                        new Axis(Numbers.unit(unit), Axes.scale(least, most)),
                        lines),
                new Table(head, rows));
    }

    /** Those beyond which at least one value lies. */
    private static SortedMap<Double, Double> supported(RawResult raw) {
        TreeMap<Double, Double> supported = new TreeMap<>(raw.percentiles());
        supported.keySet().removeIf(percentile -> percentile < ALL && raw.values() * (ALL - percentile) < ALL);
        return supported;
    }

    private static double place(double percentile, long values) {
        return percentile < ALL ? Math.log10(ALL) - Math.log10(ALL - percentile) : Math.log10(values);
    }

    private static String name(double percentile) {
        if (percentile == 0) {
            return "min";
        }
        return percentile == ALL
                ? "max"
                : "p" + String.format(Locale.ROOT, "%.4f", percentile).replaceAll("\\.?0+$", "");
    }
}
