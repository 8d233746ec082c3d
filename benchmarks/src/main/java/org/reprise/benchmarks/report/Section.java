package org.reprise.benchmarks.report;

import java.util.List;

/**
 * A part of the page.
 *
 * @param id what links to it
 * @param heading its title
 * @param notes what is to be known first
 * @param tables figures that no chart shows
 * @param figures charts
 * @param folded further figures, to be unfolded by who wants them
 */
record Section(
        String id, String heading, List<String> notes, List<Table> tables, List<Figure> figures, List<Folded> folded) {

    /** A table under its title. */
    record Folded(String title, Table table) {}

    /** A part without further figures. */
    Section(String id, String heading, List<String> notes, List<Table> tables, List<Figure> figures) {
        this(id, heading, notes, tables, figures, List.of());
    }
}
