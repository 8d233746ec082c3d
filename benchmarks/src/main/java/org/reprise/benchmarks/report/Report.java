package org.reprise.benchmarks.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.reprise.benchmarks.compare.Comparison;

/**
 * What the page says.
 *
 * @param verdicts of each comparison; without one, what was measured
 * @param sections in their order
 */
record Report(List<Verdict> verdicts, List<Section> sections) {

    /** A report of all that there is, for a page in {@code folder}. */
    static Report of(Inputs inputs, Path folder) {
        List<Verdict> verdicts = new ArrayList<>();
        List<Section> sections = new ArrayList<>();
        for (Comparison comparison : inputs.comparisons().values()) {
            verdicts.add(Verdict.of(comparison));
            sections.add(ComparisonSection.of(
                    comparison, verdicts.size(), inputs.comparisons().size()));
        }
        ResultFiles files = new ResultFiles(inputs.results());
        if (verdicts.isEmpty()) {
            verdicts.add(Verdict.ofResults(files));
        }
        StressSection.of(files).ifPresent(sections::add);
        ResultsSection.of(files).ifPresent(sections::add);
        ProfilesSection.of(inputs.results().keySet(), folder).ifPresent(sections::add);
        EnvironmentSection.of(inputs).ifPresent(sections::add);
        return new Report(verdicts, sections);
    }

    /** The charts in the order of the page. */
    List<Chart> charts() {
        return sections.stream()
                .flatMap(section -> section.figures().stream())
                .flatMap(figure -> figure.charts().stream())
                .toList();
    }
}
