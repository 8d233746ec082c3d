package org.reprise.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A comparison as Markdown, for the summary page of a CI step. */
final class MarkdownReport {

    private MarkdownReport() {}

    static String of(Comparison comparison) {
        Summary summary = Summary.of(comparison);
        List<String> lines = new ArrayList<>();
        lines.add("### " + escaped(summary.headline()));
        lines.add("");
        lines.add(escaped(
                comparison.design().baseline() + " -> " + comparison.design().candidate()));
        lines.add("");
        lines.add(line(summary.headers()));
        lines.add(IntStream.range(0, summary.headers().size())
                .mapToObj(column -> summary.isText(column) ? "---" : "---:")
                .collect(Collectors.joining(" | ", "| ", " |")));
        summary.rows().forEach(row -> lines.add(line(row)));
        lines.add("");
        summary.means().forEach(mean -> lines.add("- " + escaped(mean)));
        summary.footnotes().forEach(footnote -> lines.add("- " + escaped(footnote)));
        return String.join("\n", lines) + "\n";
    }

    private static String line(List<String> cells) {
        return cells.stream().map(MarkdownReport::escaped).collect(Collectors.joining(" | ", "| ", " |"));
    }

    /** Names and parameters are anybody's, so none of them may become markup. */
    private static String escaped(String text) {
        return text.replaceAll("[\\\\`*_\\[\\]|~#]", "\\\\$0")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replaceAll("\\R", " ");
    }
}
