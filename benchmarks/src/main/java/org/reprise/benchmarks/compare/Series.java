package org.reprise.benchmarks.compare;

import java.util.List;

/**
 * What was measured of one metric.
 *
 * @param unit as JMH states it
 * @param score over all forks, NaN where there is none
 * @param forks a value for each fork: the median of its iterations, NaN where it has none; empty without raw data
 */
public record Series(String unit, double score, List<Double> forks) {

    public Series {
        forks = List.copyOf(forks);
    }

    /** The forks; the score alone where there is no raw data. */
    double[] forksOrScore() {
        return forks.isEmpty()
                ? new double[] {score}
                : forks.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
