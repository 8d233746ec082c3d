package org.reprise.benchmarks.ab;

/**
 * A fork of the baseline and one of the candidate, run directly after each other.
 *
 * @param benchmark what was measured
 * @param mode in which mode, in JMH's short form
 * @param pair the number of the pair among those of its case, from 0
 * @param baselineFirst whether the baseline's fork ran first, as the {@link Schedule} had drawn it
 * @param baseline the baseline's fork
 * @param candidate the candidate's fork
 */
public record MeasuredPair(
        BenchmarkCase benchmark, String mode, int pair, boolean baselineFirst, Fork baseline, Fork candidate) {

    /** What the pair is one of: the same for all pairs of a case in one mode, and for no others. */
    public String key() {
        return benchmark + " " + mode;
    }

    /** Whether both forks are of the same code, the ruler's, so that their ratio must be 1. */
    public boolean isRuler() {
        return benchmark.equals(Ab.RULER);
    }
}
