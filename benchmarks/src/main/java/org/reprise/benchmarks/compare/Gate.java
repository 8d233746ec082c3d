package org.reprise.benchmarks.compare;

/** By which rule a metric is judged. */
public enum Gate {
    /** By a test against the threshold. */
    TIMING,
    /** By its minimum, of which any increase beyond the tolerance is a regression. */
    BYTES
}
