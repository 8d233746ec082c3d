package org.reprise.benchmarks.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reprise.benchmarks.UsageException;
import org.reprise.benchmarks.statistics.Order;
import org.reprise.benchmarks.statistics.ReferenceOrders;

/**
 * Compares a run of interleaved pairs.
 *
 * <p>A run draws its orders by {@link org.reprise.benchmarks.statistics.BlockedOrders#draw}, the same for all benchmarks or
 * for each its own, calls {@link #interim} at each {@link org.reprise.benchmarks.statistics.Looks#isLook look}, and goes on
 * until {@link Comparison#settled} or its pairs or its time are spent. Where it ends for a reason that is not in the data,
 * such as its time, {@link #last} judges what there is by all of alpha that is left; where it ends because all is settled,
 * the interim comparison is the result. What {@link #last} may spend is found for the benchmarks that have the most pairs
 * alone, so a run may leave out benchmarks that are settled.
 */
public final class PairedComparison {

    private PairedComparison() {}

    /**
     * The comparison at a look, after which the run may go on.
     *
     * @throws UsageException in a line, if results are incomparable or benchmarks are gone, and the settings do not allow it
     * @throws IllegalArgumentException if there is no pair, or the orders are not of the run's design
     */
    public static Comparison interim(PairedRun run, Settings settings) {
        Map<BenchmarkKey, List<ForkPair>> byKey = byKey(run);
        return compare(
                run,
                settings,
                byKey,
                mostPairs(byKey) == run.looks().most() ? run.looks().most() : PairTesting.GOES_ON);
    }

    /**
     * The comparison after which no further pairs come.
     *
     * @throws UsageException in a line, if results are incomparable or benchmarks are gone, and the settings do not allow it
     * @throws IllegalArgumentException if there is no pair, or the orders are not of the run's design
     */
    public static Comparison last(PairedRun run, Settings settings) {
        Map<BenchmarkKey, List<ForkPair>> byKey = byKey(run);
        return compare(run, settings, byKey, mostPairs(byKey));
    }

    private static Map<BenchmarkKey, List<ForkPair>> byKey(PairedRun run) {
        if (run.pairs().isEmpty()) {
            throw new IllegalArgumentException("the run has no pair, nothing can be compared");
        }
        Map<BenchmarkKey, List<ForkPair>> byKey = new LinkedHashMap<>();
        run.pairs()
                .forEach(pair -> byKey.computeIfAbsent(pair.baseline().key(), key -> new ArrayList<>())
                        .add(pair));
        return byKey;
    }

    private static int mostPairs(Map<BenchmarkKey, List<ForkPair>> byKey) {
        return byKey.values().stream().mapToInt(List::size).max().orElseThrow();
    }

    private static Comparison compare(
            PairedRun run, Settings settings, Map<BenchmarkKey, List<ForkPair>> byKey, int lastAt) {
        Comparability comparability = new Comparability(settings);
        run.pairs().forEach(pair -> comparability.check(pair.baseline(), pair.candidate()));
        List<String> warnings = comparability.warnings();
        if (!run.removed().isEmpty()) {
            Matching.refuseRemoved(run.removed(), settings);
        }
        List<MetricPair> metrics = new ArrayList<>();
        byKey.values().forEach(pairs -> {
            List<Order> orders = pairs.stream().map(ForkPair::order).toList();
            metrics.addAll(MetricPair.of(
                    new Matching.Match(
                            JmhResult.join(
                                    pairs.stream().map(ForkPair::baseline).toList()),
                            JmhResult.join(
                                    pairs.stream().map(ForkPair::candidate).toList())),
                    orders));
        });
        ReferenceOrders reference = ReferenceOrders.of(run.orders(), run.looks().most());
        List<Row> rows =
                new ArrayList<>(new Judge(settings, new PairTesting(reference, run.looks(), lastAt)).judge(metrics));
        run.removed().forEach(key -> rows.add(Unmatched.row(key, Status.REMOVED)));
        run.added().forEach(key -> rows.add(Unmatched.row(key, Status.ADDED)));
        Design design = new Design(
                Design.Kind.PAIRED,
                run.baseline(),
                run.candidate(),
                run.seed(),
                run.orders().blockSize(),
                run.looks().most());
        return new Comparison(design, settings, rows, warnings, null);
    }
}
