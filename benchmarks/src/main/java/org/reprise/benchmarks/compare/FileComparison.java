package org.reprise.benchmarks.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.reprise.benchmarks.UsageException;

/** Compares two saved files, whose forks were not interleaved. */
public final class FileComparison {

    private FileComparison() {}

    /**
     * The comparison of two files.
     *
     * @throws UsageException in a line, if a file cannot be read, or the files cannot be compared
     */
    public static Comparison of(Path baseline, Path candidate, Settings settings) {
        Matching matching = Matching.of(JmhReader.read(baseline), JmhReader.read(candidate), settings);
        List<MetricPair> metrics = matching.matched().stream()
                .flatMap(match -> MetricPair.of(match, List.of()).stream())
                .toList();
        List<Row> rows = new ArrayList<>(new Judge(settings, new FileTesting()).judge(metrics));
        matching.removed().forEach(result -> rows.add(Unmatched.row(result, Status.REMOVED)));
        matching.added().forEach(result -> rows.add(Unmatched.row(result, Status.ADDED)));
        List<String> warnings = new ArrayList<>(matching.warnings());
        warnings.addAll(Machines.differences(baseline, candidate));
        return new Comparison(
                Design.ofFiles(baseline.toString(), candidate.toString()), settings, rows, warnings, null);
    }
}
