package org.reprise.benchmarks.ab;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.reprise.benchmarks.UsageException;

/**
 * What two jars have to be compared by; the ruler is not among them.
 *
 * @param common the cases of both, at least one
 * @param removed those of the baseline alone
 * @param added those of the candidate alone
 */
record CommonCases(List<BenchmarkCase> common, List<BenchmarkCase> removed, List<BenchmarkCase> added) {

    /**
     * Of these.
     *
     * @throws UsageException if there is nothing in common
     */
    static CommonCases of(Set<BenchmarkCase> baseline, Set<BenchmarkCase> candidate) {
        CommonCases cases = new CommonCases(
                those(baseline, candidate::contains),
                those(baseline, benchmark -> !candidate.contains(benchmark)),
                those(candidate, benchmark -> !baseline.contains(benchmark)));
        if (cases.common.isEmpty()) {
            throw new UsageException("the jars have no benchmark in common with the same parameters: the baseline has "
                    + few(cases.removed) + ", the candidate " + few(cases.added));
        }
        return cases;
    }

    private static List<BenchmarkCase> those(Set<BenchmarkCase> cases, Predicate<BenchmarkCase> chosen) {
        return cases.stream()
                .filter(chosen)
                .filter(benchmark -> !benchmark.equals(Ab.RULER))
                .toList();
    }

    private static String few(List<BenchmarkCase> cases) {
        return cases.isEmpty()
                ? "none"
                : cases.get(0) + (cases.size() == 1 ? "" : " and " + (cases.size() - 1) + " more");
    }
}
