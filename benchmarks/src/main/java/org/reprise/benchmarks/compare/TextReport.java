package org.reprise.benchmarks.compare;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.Styler;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Help.Ansi;

/** A comparison as text for people, with colours where they are shown. */
final class TextReport {

    private TextReport() {}

    static String of(Comparison comparison, Ansi ansi) {
        Summary summary = Summary.of(comparison);
        List<String> lines = new ArrayList<>();
        lines.add(comparison.design().baseline() + " -> " + comparison.design().candidate());
        lines.add(summary.headline());
        lines.add(table(summary, ansi));
        lines.addAll(summary.means());
        lines.addAll(summary.footnotes());
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    private static String table(Summary summary, Ansi ansi) {
        // Without a parameter that varies, its column has nothing to show.
        List<Integer> shown = IntStream.range(0, summary.headers().size())
                .filter(column ->
                        summary.rows().stream().anyMatch(row -> !row.get(column).isEmpty()))
                .boxed()
                .toList();
        Column[] columns = shown.stream()
                .map(column -> new Column()
                        .header(summary.headers().get(column))
                        .dataAlign(summary.isText(column) ? HorizontalAlign.LEFT : HorizontalAlign.RIGHT))
                .toArray(Column[]::new);
        String[][] cells = summary.rows().stream()
                .map(row -> shown.stream().map(row::get).toArray(String[]::new))
                .toArray(String[][]::new);
        return AsciiTable.builder()
                .border(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS)
                .styler(new Colours(summary.statuses(), columns.length - 1, ansi))
                .data(columns, cells)
                .asString();
    }

    /** Colours the verdicts. */
    private record Colours(List<Status> statuses, int verdicts, Ansi ansi) implements Styler {

        @Override
        public List<String> styleCell(Column column, int row, int col, List<String> data) {
            return col == verdicts
                    ? data.stream()
                            .map(line -> coloured(statuses.get(row), line))
                            .toList()
                    : data;
        }

        private String coloured(Status status, String line) {
            String style = switch (status) {
                case REGRESSION -> "fg(red),bold";
                case INCONCLUSIVE, NOT_JUDGED, REMOVED -> "fg(yellow)";
                case IMPROVEMENT -> "fg(cyan)";
                case SAME, ADDED -> "faint";
            };
            return ansi.string("@|" + style + " " + line + "|@");
        }
    }
}
