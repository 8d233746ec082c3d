package org.reprise.benchmarks.compare;

import org.reprise.benchmarks.statistics.Order;

/**
 * One benchmark in one pair of forks, run after each other.
 *
 * @param order which of them ran first
 * @param baseline the result of its single fork
 * @param candidate likewise
 */
public record ForkPair(Order order, JmhResult baseline, JmhResult candidate) {

    /** @throws IllegalArgumentException if the results are of different things or not of one fork each */
    public ForkPair {
        if (!baseline.key().equals(candidate.key())) {
            throw new IllegalArgumentException("a pair is of " + baseline.key() + " and of " + candidate.key());
        }
        if (baseline.forks() != 1 || candidate.forks() != 1) {
            throw new IllegalArgumentException("a pair of " + baseline.key() + " has " + baseline.forks() + " and "
                    + candidate.forks() + " forks with raw data, it needs one on each side");
        }
    }
}
