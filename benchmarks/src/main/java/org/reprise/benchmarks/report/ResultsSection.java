package org.reprise.benchmarks.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reprise.benchmarks.compare.Series;
import org.reprise.benchmarks.report.Chart.Group;
import org.reprise.benchmarks.report.Chart.Groups;
import org.reprise.benchmarks.report.Chart.Strip;
import org.reprise.benchmarks.report.ResultFiles.Subject;
import org.reprise.benchmarks.report.Table.Cell;
import org.reprise.benchmarks.statistics.ForkUnit;

/** What was measured: scores, forks, traces and percentiles of all results. */
final class ResultsSection {

    private static final int MOST_CATEGORIES = 24;
    private static final int MOST_CARDS = 60;

    private final ResultFiles files;
    private final Map<Subject, List<ResultFiles.Entry>> all;
    private final Map<Subject, List<ResultFiles.Entry>> benchmarks;
    private final Labels labels;

    private ResultsSection(ResultFiles files) {
        this.files = files;
        all = files.bySubject(measured -> true);
        benchmarks = files.bySubject(measured -> !measured.isStress());
        labels = Labels.among(all.keySet());
    }

    /** Empty where there are no results. */
    static Optional<Section> of(ResultFiles files) {
        return files.all().findAny().isEmpty() ? Optional.empty() : Optional.of(new ResultsSection(files).section());
    }

    private Section section() {
        List<Figure> figures = new ArrayList<>();
        groups().forEach((name, subjects) -> figures.addAll(strips(name, subjects)));
        figures.addAll(percentiles());
        Map<String, Labels> ofOwner = new LinkedHashMap<>();
        benchmarks.keySet().stream()
                .collect(Collectors.groupingBy(ResultsSection::owner))
                .forEach((owner, subjects) -> ofOwner.put(owner, Labels.among(subjects)));
        List<Subject> traced = benchmarks.keySet().stream()
                .filter(subject -> benchmarks.get(subject).stream().anyMatch(entry -> Traces.has(entry.measured())))
                .toList();
        traced.stream()
                .limit(MOST_CARDS)
                .map(subject -> Traces.forks(
                        ofOwner.get(owner(subject)).full(subject.key()), files.names(), benchmarks.get(subject)))
                .forEach(figures::add);
        Table further = further();
        List<Section.Folded> folded = further.rows().isEmpty()
                ? List.of()
                : List.of(new Section.Folded(
                        "Further metrics, " + Numbers.count(further.rows().size(), "row"), further));
        List<String> notes = new ArrayList<>();
        if (!labels.common().isEmpty()) {
            notes.add("Alike for all: " + labels.common() + ".");
        }
        if (!traced.isEmpty()) {
            notes.add(
                    "Warm-up iterations are in no results file: where the iterations of a fork still drift, the warm-up"
                            + " was too short.");
        }
        if (traced.size() > MOST_CARDS) {
            notes.add("Iterations are drawn of the first " + MOST_CARDS + " of " + traced.size() + " results.");
        }
        return new Section("results", "Results", notes, List.of(scores()), figures, folded);
    }

    private Table scores() {
        List<Cell> head = new ArrayList<>();
        if (files.areSeveral()) {
            head.add(Cell.words("File"));
        }
        head.addAll(List.of(
                Cell.words("Benchmark"),
                Cell.words("Params"),
                Cell.number("Score"),
                Cell.number("\u00b1 99.9 %"),
                Cell.words("Unit"),
                Cell.number("Forks \u00d7 iterations")));
        List<List<Cell>> rows = new ArrayList<>();
        all.forEach((subject, entries) -> entries.forEach(entry -> {
            RawResult raw = entry.measured().raw();
            List<Cell> cells = new ArrayList<>();
            if (files.areSeveral()) {
                cells.add(Cell.prose(files.names().get(entry.file())));
            }
            cells.addAll(List.of(
                    Cell.prose(labels.name(subject.key())),
                    Cell.prose(labels.params(subject.key())),
                    Cell.number(Numbers.plain(raw.score())),
                    Cell.number(Numbers.plain(raw.error())),
                    Cell.words(Numbers.unit(entry.measured().unit())),
                    Cell.number(
                            raw.forks().isEmpty()
                                    ? "no raw data"
                                    : raw.forks().size() + " \u00d7 " + raw.iterations())));
            rows.add(cells);
        }));
        return new Table(head, rows).withoutEmptyColumns();
    }

    private Table further() {
        List<Cell> head = new ArrayList<>();
        if (files.areSeveral()) {
            head.add(Cell.words("File"));
        }
        head.addAll(List.of(
                Cell.words("Benchmark"),
                Cell.words("Params"),
                Cell.words("Further metric"),
                Cell.number("Median of the forks"),
                Cell.words("Unit")));
        List<List<Cell>> rows = new ArrayList<>();
        all.forEach((subject, entries) ->
                entries.forEach(entry -> entry.measured().result().secondary().forEach((name, series) -> {
                    List<Cell> cells = new ArrayList<>();
                    if (files.areSeveral()) {
                        cells.add(Cell.prose(files.names().get(entry.file())));
                    }
                    Double median = median(series);
                    cells.addAll(List.of(
                            Cell.prose(labels.name(subject.key())),
                            Cell.prose(labels.params(subject.key())),
                            Cell.prose(name),
                            Cell.number(Numbers.plain(median == null ? (Double) series.score() : median)),
                            Cell.words(Numbers.unit(series.unit()))));
                    rows.add(cells);
                })));
        return new Table(head, rows).withoutEmptyColumns();
    }

    /** What is drawn on one axis: results of a class, metric and unit. */
    private Map<String, List<Subject>> groups() {
        Map<String, List<Subject>> groups = new LinkedHashMap<>();
        benchmarks.forEach((subject, entries) -> {
            Measured first = entries.get(0).measured();
            groups.computeIfAbsent(
                            owner(subject) + " " + first.primary().getKey() + " " + first.unit(),
                            any -> new ArrayList<>())
                    .add(subject);
        });
        return groups;
    }

    /** The class, with its package. */
    private static String owner(Subject subject) {
        String benchmark = subject.key().benchmark();
        return benchmark.substring(0, Math.max(0, benchmark.lastIndexOf('.')));
    }

    private List<Figure> strips(String name, List<Subject> subjects) {
        List<Figure> figures = new ArrayList<>();
        Labels among = Labels.among(subjects);
        boolean one = subjects.stream()
                        .map(subject -> subject.key().benchmark())
                        .distinct()
                        .count()
                == 1;
        String first = subjects.get(0).key().shortName();
        String owner = one || !first.contains(".") ? first : first.substring(0, first.indexOf('.'));
        Measured measured = benchmarks.get(subjects.get(0)).get(0).measured();
        String unit = measured.unit();
        for (int from = 0; from < subjects.size(); from += MOST_CATEGORIES) {
            List<Subject> part = subjects.subList(from, Math.min(from + MOST_CATEGORIES, subjects.size()));
            List<String> categories = part.stream()
                    .map(subject -> one && !among.params(subject.key()).isEmpty()
                            ? among.params(subject.key())
                            : among.full(subject.key())
                                    .substring(
                                            one || !among.full(subject.key()).startsWith(owner + ".")
                                                    ? 0
                                                    : owner.length() + 1))
                    .toList();
            figures.add(strip(owner + ": " + measured.primary().getKey() + " of each fork", unit, part, categories));
        }
        figures.removeIf(figure -> figure.table().rows().isEmpty());
        return figures;
    }

    private Figure strip(String title, String unit, List<Subject> subjects, List<String> categories) {
        List<Groups> groups = new ArrayList<>();
        List<List<Cell>> rows = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (int file = 0; file < files.names().size(); file++) {
            List<Group> ofFile = new ArrayList<>();
            for (Subject subject : subjects) {
                ofFile.add(group(file, subject));
            }
            if (ofFile.stream().anyMatch(group -> group.median() != null)) {
                groups.add(new Groups(files.names().get(file), file, ofFile));
            }
        }
        for (int i = 0; i < subjects.size(); i++) {
            for (Groups group : groups) {
                List<Double> forks = group.groups().get(i).forks().stream()
                        .filter(fork -> fork != null)
                        .toList();
                Double median = group.groups().get(i).median();
                if (median == null) {
                    continue;
                }
                values.add(median);
                values.addAll(forks);
                rows.add(List.of(
                        Cell.prose(categories.get(i)),
                        Cell.prose(group.name()),
                        Cell.number(Numbers.plain(median)),
                        Cell.number(forks.isEmpty() ? Numbers.NONE : Numbers.plain(Collections.min(forks))),
                        Cell.number(forks.isEmpty() ? Numbers.NONE : Numbers.plain(Collections.max(forks))),
                        Cell.number(Integer.toString(forks.size()))));
            }
        }
        Chart.Scale scale =
                values.isEmpty() ? Chart.Scale.FROM_ZERO : Axes.scale(Collections.min(values), Collections.max(values));
        return Figure.wide(
                title,
                "A point is the median of a fork's iterations, the bar the median of the forks."
                        + (scale == Chart.Scale.LOG ? " Logarithmic axis." : ""),
                new Strip(title, Numbers.unit(unit), scale, categories, groups),
                new Table(
                        List.of(
                                Cell.words("Result"),
                                Cell.words("File"),
                                Cell.number("Median, " + Numbers.unit(unit)),
                                Cell.number("Lowest"),
                                Cell.number("Highest"),
                                Cell.number("Forks")),
                        rows));
    }

    private Group group(int file, Subject subject) {
        for (ResultFiles.Entry entry : benchmarks.get(subject)) {
            if (entry.file() == file) {
                Series series = entry.measured().primary().getValue();
                List<Double> forks = series.forks().stream()
                        .map(fork -> Numbers.finite(fork))
                        .toList();
                Double median = median(series);
                return new Group(
                        files.names().get(file), forks, median == null ? Numbers.finite(series.score()) : median);
            }
        }
        return new Group(files.names().get(file), List.of(), null);
    }

    private static @Nullable Double median(Series series) {
        return Numbers.finite(ForkUnit.median(series.forks().stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .toArray()));
    }

    private List<Figure> percentiles() {
        Labels among = Labels.among(benchmarks.keySet().stream()
                .filter(subject ->
                        benchmarks.get(subject).stream().anyMatch(entry -> Percentiles.has(entry.measured())))
                .toList());
        Map<String, Measured> named = new LinkedHashMap<>();
        benchmarks.forEach((subject, entries) -> entries.stream()
                .filter(entry -> Percentiles.has(entry.measured()))
                .forEach(entry -> named.put(
                        among.full(subject.key())
                                + (files.areSeveral() ? ", " + files.names().get(entry.file()) : ""),
                        entry.measured())));
        return Percentiles.figures("Latency percentiles", named);
    }
}
