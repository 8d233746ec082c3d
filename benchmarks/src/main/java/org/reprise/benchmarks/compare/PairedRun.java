package org.reprise.benchmarks.compare;

import java.util.List;
import org.reprise.benchmarks.statistics.BlockedOrders;
import org.reprise.benchmarks.statistics.Looks;

/**
 * A run of interleaved pairs, as far as it has come.
 *
 * @param baseline what it was, such as a jar
 * @param candidate likewise
 * @param seed that the orders were drawn from
 * @param orders the design that they were drawn from
 * @param looks when the run is looked at, and how many pairs it has at most
 * @param pairs of all benchmarks, those of each benchmark in the order in which they ran
 * @param removed benchmarks that only the baseline has
 * @param added benchmarks that only the candidate has
 */
public record PairedRun(
        String baseline,
        String candidate,
        long seed,
        BlockedOrders orders,
        Looks looks,
        List<ForkPair> pairs,
        List<BenchmarkKey> removed,
        List<BenchmarkKey> added) {

    public PairedRun {
        pairs = List.copyOf(pairs);
        removed = List.copyOf(removed);
        added = List.copyOf(added);
    }
}
