package org.reprise.benchmarks.compare;

/** Which values of a metric are good. */
public enum Better {
    /** Small ones, as of times. */
    LOWER,
    /** Large ones, as of throughput. */
    HIGHER
}
