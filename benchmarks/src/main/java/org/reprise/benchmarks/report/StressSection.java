package org.reprise.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.reprise.benchmarks.report.Chart.Axis;
import org.reprise.benchmarks.report.Chart.Draw;
import org.reprise.benchmarks.report.Chart.Line;
import org.reprise.benchmarks.report.Chart.Lines;
import org.reprise.benchmarks.report.Chart.Scale;
import org.reprise.benchmarks.report.Table.Cell;

/** What the stress runs measured: footprint and latency along reconnect cycles, and each reconnect. */
final class StressSection {

    private static final String BYTES = "B";
    private static final String CYCLES = "cycles";

    /** Of each reconnect, not of each cycle. */
    private static final String RESTORE = "restore";

    private final ResultFiles files;
    private final Map<ResultFiles.Subject, List<ResultFiles.Entry>> stress;
    private final Labels labels;

    /** Whether they are of several files. */
    private final boolean several;

    private StressSection(ResultFiles files) {
        this.files = files;
        stress = files.bySubject(
                measured -> measured.isStress() && !measured.raw().forks().isEmpty());
        labels = Labels.among(stress.keySet());
        several = stress.values().stream()
                        .flatMap(List::stream)
                        .map(ResultFiles.Entry::file)
                        .distinct()
                        .count()
                > 1;
    }

    /** Empty where there are no results of stress runs. */
    static Optional<Section> of(ResultFiles files) {
        StressSection section = new StressSection(files);
        return section.stress.isEmpty() ? Optional.empty() : Optional.of(section.section());
    }

    private Section section() {
        List<Figure> figures = new ArrayList<>();
        byFigure().forEach((drawn, entries) -> figures.add(along(drawn.title(), entries)));
        Map<String, Measured> latencies = new LinkedHashMap<>();
        stress.values().stream()
                .flatMap(List::stream)
                .filter(entry -> entry.measured().quantity().equals(RESTORE) && Percentiles.has(entry.measured()))
                .forEach(entry -> latencies.put(name(entry.measured().scenario(), entry), entry.measured()));
        figures.addAll(Percentiles.figures("Latency percentiles of restores", latencies));
        return new Section(
                "stress",
                "Reconnects under stress",
                List.of("A restore is the time from the intended start of a reconnect to having all of the context."),
                List.of(),
                figures);
    }

    /** What is drawn on the same axes. */
    private record Drawn(String title, String unit) {}

    private Map<Drawn, List<ResultFiles.Entry>> byFigure() {
        return stress.values().stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(
                        entry -> new Drawn(
                                title(entry.measured()), entry.measured().unit()),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    private static String title(Measured measured) {
        if (measured.quantity().equals(RESTORE)) {
            return "Latency of each restore, " + measured.scenario();
        }
        String what = measured.unit().equals(BYTES) ? "Footprint per session" : "Latency";
        return measured.scenario().equals(CYCLES)
                ? what + " per reconnect cycle"
                : what + " in order, " + measured.scenario();
    }

    /** What it is, with the parameters and the file where those differ. */
    private String name(String what, ResultFiles.Entry entry) {
        String params = labels.params(entry.measured().result().key());
        return what
                + (params.isEmpty() ? "" : " " + params)
                + (several ? ", " + files.names().get(entry.file()) : "");
    }

    private Figure along(String title, List<ResultFiles.Entry> entries) {
        Measured first = entries.get(0).measured();
        String unit = Numbers.unit(first.unit().replace("/op", ""));
        boolean each = first.quantity().equals(RESTORE);
        String x = each ? "reconnect" : first.scenario().equals(CYCLES) ? "reconnect cycle" : "measurement";
        List<Line> lines = new ArrayList<>();
        List<List<Cell>> rows = new ArrayList<>();
        for (ResultFiles.Entry entry : entries) {
            String name = name(entry.measured().quantity(), entry);
            int group = lines.size();
            entry.measured().raw().forks().forEach(trace -> {
                lines.add(new Line(name, group, each ? Draw.DOTS : Draw.LINE, Traces.along(trace)));
                rows.add(List.of(
                        Cell.prose(name),
                        Cell.number(Integer.toString(trace.iterations())),
                        Cell.prose(Traces.values(trace))));
            });
        }
        return Figure.card(
                title,
                Traces.thinned(entries),
                List.of(new Lines(title, new Axis(x, Scale.COUNT), new Axis(unit, Scale.FROM_ZERO), lines)),
                new Table(List.of(Cell.words("Series, " + unit), Cell.number("Values"), Cell.words("In order")), rows));
    }
}
