package org.reprise.benchmarks.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.reprise.benchmarks.report.Table.Cell;

/** Where and how the files were measured, and in what that differs. */
final class EnvironmentSection {

    /** Differs whenever something is run twice. */
    private static final String WHEN = "at";

    private EnvironmentSection() {}

    /** Empty where nothing is known. */
    static Optional<Section> of(Inputs inputs) {
        Map<String, Map<String, String>> columns = new LinkedHashMap<>();
        inputs.environments().forEach((file, environment) -> columns.put(file.toString(), environment.fields()));
        inputs.results().forEach((file, results) -> columns.put(file.toString(), conditions(results)));
        columns.values().removeIf(Map::isEmpty);
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        Table environments = table(inputs.environments().keySet(), columns);
        Table conditions = table(inputs.results().keySet(), columns);
        List<Table> tables = new ArrayList<>();
        List.of(environments, conditions).stream()
                .filter(table -> !table.rows().isEmpty())
                .forEach(tables::add);
        long differing = tables.stream()
                .flatMap(table -> table.rows().stream())
                .filter(row -> row.stream().anyMatch(cell -> cell.looks().contains("differs")))
                .count();
        String note = columns.size() == tables.size()
                ? "Nothing to compare with: of each kind there is one file."
                : differing == 0
                        ? "The files do not differ in anything but the time."
                        : "\u2260 marks the " + Numbers.count(differing, "line") + " in which the files differ.";
        return Optional.of(new Section("environment", "Environment", List.of(note), tables, List.of()));
    }

    /** Each condition with all values that it has among the results. */
    private static Map<String, String> conditions(List<Measured> results) {
        Map<String, Set<String>> values = new LinkedHashMap<>();
        for (Measured measured : results) {
            String version = measured.result().jmhVersion();
            if (version != null) {
                values.computeIfAbsent("JMH", any -> new TreeSet<>()).add(version);
            }
            measured.result()
                    .conditions()
                    .forEach((name, value) ->
                            values.computeIfAbsent(name, any -> new TreeSet<>()).add(value));
        }
        Map<String, String> conditions = new LinkedHashMap<>();
        values.forEach((name, all) -> conditions.put(name, String.join("; ", all)));
        return conditions;
    }

    private static Table table(Set<Path> files, Map<String, Map<String, String>> all) {
        List<String> names =
                files.stream().map(Path::toString).filter(all::containsKey).toList();
        List<Cell> head = new ArrayList<>(List.of(Cell.words("")));
        names.forEach(name -> head.add(Cell.prose(name)));
        Set<String> fields = new LinkedHashSet<>();
        names.forEach(name -> fields.addAll(all.get(name).keySet()));
        List<List<Cell>> rows = new ArrayList<>();
        for (String field : fields) {
            List<String> values = names.stream()
                    .map(name -> all.get(name).getOrDefault(field, Numbers.NONE))
                    .toList();
            boolean differs = !field.equals(WHEN) && values.stream().distinct().count() > 1;
            List<Cell> cells = new ArrayList<>(List.of(Cell.words(differs ? "\u2260 " + field : field)));
            values.forEach(value -> cells.add(differs ? Cell.differing(value) : Cell.prose(value)));
            rows.add(cells);
        }
        return new Table(head, rows);
    }
}
