package org.reprise.benchmarks.compare;

import org.jspecify.annotations.Nullable;

/**
 * How the compared results were measured.
 *
 * @param kind whether there are pairs
 * @param baseline what it was, such as a file
 * @param candidate likewise
 * @param seed that the orders of the pairs were drawn from, null without pairs
 * @param blockSize pairs in a balanced block, null without pairs
 * @param mostPairs after which the run was to end, null without pairs
 */
public record Design(
        Kind kind,
        String baseline,
        String candidate,
        @Nullable Long seed,
        @Nullable Integer blockSize,
        @Nullable Integer mostPairs) {

    /** How forks of both sides are related. */
    public enum Kind {
        /** A pair of forks after each other, in an order that was drawn. */
        PAIRED,
        /** Two saved files, not interleaved. */
        FILES
    }

    static Design ofFiles(String baseline, String candidate) {
        return new Design(Kind.FILES, baseline, candidate, null, null, null);
    }
}
