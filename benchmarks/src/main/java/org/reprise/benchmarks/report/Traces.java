package org.reprise.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.reprise.benchmarks.report.Chart.Axis;
import org.reprise.benchmarks.report.Chart.Draw;
import org.reprise.benchmarks.report.Chart.Line;
import org.reprise.benchmarks.report.Chart.Lines;
import org.reprise.benchmarks.report.Chart.Point;
import org.reprise.benchmarks.report.Chart.Scale;
import org.reprise.benchmarks.report.Table.Cell;

/** The iterations of a benchmark in the order in which they ran. */
final class Traces {

    /** How much of the room of a fork its iterations take. */
    private static final double STRETCH = 0.75;

    private Traces() {}

    /** Whether there is an order to see. */
    static boolean has(Measured measured) {
        return measured.raw().forks().stream().mapToInt(Trace::iterations).sum() > 1;
    }

    /** Iterations within the forks, which stand side by side with their medians; of several files in one chart. */
    static Figure forks(String title, List<String> files, List<ResultFiles.Entry> entries) {
        String unit = entries.get(0).measured().unit();
        boolean single = entries.stream()
                .allMatch(entry -> entry.measured().raw().forks().size() == 1);
        boolean several = entries.size() > 1;
        List<Line> lines = new ArrayList<>();
        List<List<Cell>> rows = new ArrayList<>();
        for (ResultFiles.Entry entry : entries) {
            List<Trace> forks = entry.measured().raw().forks();
            List<Double> medians = entry.measured().primary().getValue().forks();
            String name = files.get(entry.file());
            List<Point> points = new ArrayList<>();
            List<Point> levels = new ArrayList<>();
            for (int fork = 0; fork < forks.size(); fork++) {
                Trace trace = forks.get(fork);
                double from = single ? 1 : fork + 1 - STRETCH / 2;
                double width = single ? trace.iterations() - 1 : STRETCH;
                points.addAll(points(trace, from, width));
                points.add(new Point(from + width, null));
                Double median = fork < medians.size() ? Numbers.finite(medians.get(fork)) : null;
                levels.add(new Point(from, median));
                levels.add(new Point(from + width, median));
                levels.add(new Point(from + width, null));
                List<Cell> cells = new ArrayList<>();
                if (several) {
                    cells.add(Cell.prose(name));
                }
                cells.add(Cell.number(Integer.toString(fork + 1)));
                cells.add(Cell.number(Numbers.plain(median)));
                cells.add(Cell.prose(values(trace)));
                rows.add(cells);
            }
            lines.add(new Line(name, entry.file(), Draw.LINE, points));
            lines.add(new Line(name + ", median of the fork", entry.file(), Draw.LEVEL, levels));
        }
        List<Cell> head = new ArrayList<>();
        if (several) {
            head.add(Cell.words("File"));
        }
        head.addAll(List.of(
                Cell.number("Fork"),
                Cell.number("Median, " + Numbers.unit(unit)),
                Cell.words("Iterations in run order")));
        String axis = single ? "iteration" : "fork, in run order; within it its iterations";
        return Figure.card(
                title,
                ("The bar is the median of the fork. " + thinned(entries)).strip(),
                List.of(new Lines(
                        title + ": iterations in run order",
                        new Axis(axis, Scale.COUNT),
                        new Axis(Numbers.unit(unit), scale(lines)),
                        lines)),
                new Table(head, rows));
    }

    private static Scale scale(List<Line> lines) {
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (Line line : lines) {
            for (Point point : line.points()) {
                if (point.y() != null) {
                    least = Math.min(least, point.y());
                    most = Math.max(most, point.y());
                }
            }
        }
        return Axes.scale(least, most) == Scale.LOG ? Scale.LOG : Scale.LINEAR;
    }

    /** The values of a single fork along something, such as cycles. */
    static List<Point> along(Trace trace) {
        return points(trace, 1, trace.iterations() - 1);
    }

    /** Spread evenly over a stretch. */
    private static List<Point> points(Trace trace, double from, double width) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < trace.points().size(); i++) {
            double place = (double) i * trace.step() / Math.max(1, trace.iterations() - 1);
            double x = trace.iterations() == 1 ? from + width / 2 : from + place * width;
            points.add(new Point(x, Numbers.finite(trace.points().get(i))));
        }
        return points;
    }

    static String values(Trace trace) {
        return trace.points().stream().map(Numbers::plain).collect(Collectors.joining("  "));
    }

    /** Empty where all iterations are drawn. */
    static String thinned(List<ResultFiles.Entry> entries) {
        int step = entries.stream()
                .flatMap(entry -> entry.measured().raw().forks().stream())
                .mapToInt(Trace::step)
                .max()
                .orElse(1);
        return step == 1
                ? ""
                : "There are too many values to draw: each point is the median of up to " + Objects.toString(step)
                        + " consecutive ones.";
    }
}
