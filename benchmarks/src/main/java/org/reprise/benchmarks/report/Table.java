package org.reprise.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.reprise.benchmarks.compare.Status;

/** Figures to read, the first row its head. */
record Table(List<Cell> head, List<List<Cell>> rows) {

    Table {
        head = List.copyOf(head);
        rows = List.copyOf(rows);
    }

    /** The same without the columns in which nothing stands. */
    Table withoutEmptyColumns() {
        List<Integer> filled = IntStream.range(0, head.size())
                .filter(column ->
                        rows.stream().anyMatch(row -> !row.get(column).text().isEmpty()))
                .boxed()
                .toList();
        return new Table(
                filled.stream().map(head::get).toList(),
                rows.stream().map(row -> filled.stream().map(row::get).toList()).toList());
    }

    /**
     * A cell.
     *
     * @param looks the classes of its style
     * @param link where its text leads to, empty for nowhere
     */
    record Cell(String looks, String text, String link) {

        private Cell(String looks, String text) {
            this(looks, text, "");
        }

        static Cell words(String text) {
            return new Cell("words", text);
        }

        static Cell number(String text) {
            return new Cell("number", text);
        }

        /** Words that need not be on one line. */
        static Cell prose(String text) {
            return new Cell("prose", text);
        }

        static Cell link(String text, String link) {
            return new Cell("prose", text, link);
        }

        static Cell status(Status status, String text) {
            return new Cell("prose " + Table.looks(status), text);
        }

        static Cell differing(String text) {
            return new Cell("prose differs", text);
        }
    }

    /** The class of what has a status. */
    static String looks(Status status) {
        return "status-" + status.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
