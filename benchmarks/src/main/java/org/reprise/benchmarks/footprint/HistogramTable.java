package org.reprise.benchmarks.footprint;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The objects of one graph by class, side by side for each way in which the JVM lays them out. */
final class HistogramTable {

    private static final String TOTAL = "(all)";
    private static final double LEAST_BYTES = 0.5;

    private HistogramTable() {}

    /**
     * The table, the most bytes first.
     *
     * @param layouts the counts and bytes of each class, by the name of the layout
     */
    static String of(Map<String, JsonNode> layouts) {
        List<Column> columns =
                new ArrayList<>(List.of(new Column().header("class").dataAlign(HorizontalAlign.LEFT)));
        columns.add(new Column().header("objects").dataAlign(HorizontalAlign.RIGHT));
        layouts.keySet()
                .forEach(layout -> columns.add(new Column()
                        .header("bytes" + (layout.isEmpty() ? "" : ", " + layout))
                        .dataAlign(HorizontalAlign.RIGHT)));
        List<String[]> rows = new ArrayList<>();
        rows.add(row(TOTAL, layouts.values().stream().map(HistogramTable::total).toList()));
        for (String name : names(layouts)) {
            rows.add(row(
                    name,
                    layouts.values().stream().map(layout -> layout.path(name)).toList()));
        }
        return AsciiTable.getTable(
                AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS,
                columns.toArray(Column[]::new),
                rows.toArray(String[][]::new));
    }

    private static List<String> names(Map<String, JsonNode> layouts) {
        JsonNode first = layouts.values().iterator().next();
        TreeSet<String> names = new TreeSet<>();
        layouts.values().forEach(layout -> names.addAll(layout.propertyNames()));
        return names.stream()
                .filter(name -> first.path(name).path("bytes").asDouble(0) >= LEAST_BYTES)
                .sorted(Comparator.comparingDouble(
                        name -> -first.path(name).path("bytes").asDouble(0)))
                .toList();
    }

    private static JsonNode total(JsonNode layout) {
        double count = 0;
        double bytes = 0;
        for (JsonNode type : layout) {
            count += type.path("count").asDouble();
            bytes += type.path("bytes").asDouble();
        }
        return JsonMapper.shared().createObjectNode().put("count", count).put("bytes", bytes);
    }

    private static String[] row(String name, List<JsonNode> sums) {
        List<String> cells =
                new ArrayList<>(List.of(name, number(sums.get(0).path("count").asDouble(0))));
        sums.forEach(sum -> cells.add(number(sum.path("bytes").asDouble(0))));
        return cells.toArray(String[]::new);
    }

    /** A session's share of what many have in common need not be whole. */
    private static String number(double value) {
        return String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%,.1f", value);
    }
}
