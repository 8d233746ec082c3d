package org.reprise.benchmarks.report;

import java.util.List;

/**
 * Charts that show one thing, and its figures.
 *
 * @param title what one sees
 * @param note how to read it, empty where that needs no words
 * @param looks {@code wide} over the whole page, {@code card} beside others
 * @param charts beside each other
 * @param table the same as figures
 */
record Figure(String title, String note, String looks, List<Chart> charts, Table table) {

    static Figure wide(String title, String note, Chart chart, Table table) {
        return new Figure(title, note, "wide", List.of(chart), table);
    }

    static Figure card(String title, String note, List<Chart> charts, Table table) {
        return new Figure(title, note, "card", charts, table);
    }
}
