package org.reprise.benchmarks.compare;

/**
 * What a benchmark of the JDK alone, which is the same code on both sides, showed along the run.
 *
 * @param ratio of candidate to baseline
 * @param bound how far from 1 it may be, as a share
 */
public record Ruler(double ratio, double bound) {

    /** Whether the machine was not the same for both sides. */
    public boolean moved() {
        return !(Math.abs(Math.log(ratio)) <= Math.log1p(bound));
    }
}
