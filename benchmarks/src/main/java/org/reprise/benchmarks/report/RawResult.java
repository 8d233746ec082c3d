package org.reprise.benchmarks.report;

import java.util.List;
import java.util.SortedMap;

/**
 * What {@link org.reprise.benchmarks.compare.JmhResult} does not keep of a result's primary metric.
 *
 * @param forks the iterations of each
 * @param percentiles values by their percentile, 0 to 100; empty where none are stated
 * @param values how many single values the percentiles are of
 * @param score NaN where there is none
 * @param error half the width of the score's interval, NaN where there is none
 */
record RawResult(List<Trace> forks, SortedMap<Double, Double> percentiles, long values, double score, double error) {

    /** How many iterations a fork has; the most where that differs. */
    int iterations() {
        return forks.stream().mapToInt(Trace::iterations).max().orElse(0);
    }
}
