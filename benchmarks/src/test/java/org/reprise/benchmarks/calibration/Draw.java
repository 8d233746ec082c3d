package org.reprise.benchmarks.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.reprise.benchmarks.calibration.ForkCorpus.Case;
import org.reprise.benchmarks.calibration.ForkCorpus.Fork;
import org.reprise.benchmarks.calibration.ForkCorpus.Pair;
import org.reprise.benchmarks.compare.BenchmarkKey;
import org.reprise.benchmarks.compare.Comparison;
import org.reprise.benchmarks.compare.ForkPair;
import org.reprise.benchmarks.compare.JmhResult;
import org.reprise.benchmarks.compare.PairedComparison;
import org.reprise.benchmarks.compare.PairedRun;
import org.reprise.benchmarks.compare.Series;
import org.reprise.benchmarks.compare.Settings;
import org.reprise.benchmarks.statistics.BlockedOrders;
import org.reprise.benchmarks.statistics.ForkUnit;
import org.reprise.benchmarks.statistics.Looks;
import org.reprise.benchmarks.statistics.Order;

/**
 * A run of {@code ab} as it might have gone: pairs of the corpus in an order that is drawn, of which one fork is the
 * baseline and one the candidate as the design draws it, the candidate's changed by what is injected.
 */
final class Draw {

    private static final Map<String, String> UNITS =
            Map.of("time", "us/op", "cpu.time", "ns/op", "gc.alloc.rate.norm", "B/op");

    private final List<Case> cases;
    private final Looks looks;
    private final long seed;
    private final Map<String, List<ForkPair>> pairs = new LinkedHashMap<>();

    /**
     * Draws a run.
     *
     * @param slowdown what the candidate's times are multiplied by
     * @param bytes what is added to what it allocates
     */
    Draw(List<Case> cases, Looks looks, long seed, double slowdown, double bytes) {
        this.cases = cases;
        this.looks = looks;
        this.seed = seed;
        Random random = new Random(seed);
        for (Case one : cases) {
            List<Pair> drawn = new ArrayList<>(one.pairs());
            Collections.shuffle(drawn, random);
            List<Order> orders = BlockedOrders.DEFAULT.draw(random.nextLong(), looks.most());
            List<ForkPair> made = new ArrayList<>();
            for (int i = 0; i < looks.most(); i++) {
                Pair pair = drawn.get(i % drawn.size());
                boolean baselineFirst = orders.get(i) == Order.BASELINE_FIRST;
                made.add(new ForkPair(
                        orders.get(i),
                        result(one.name(), baselineFirst ? pair.first() : pair.second(), 1, 0),
                        result(one.name(), baselineFirst ? pair.second() : pair.first(), slowdown, bytes)));
            }
            pairs.put(one.name(), made);
        }
    }

    /** The comparison that the run ends with: looked at as {@code ab} does, until all is settled. */
    Comparison compare(Settings settings) {
        for (int count = looks.first(); ; count = looks.after(count)) {
            Comparison comparison = PairedComparison.interim(run(count), settings);
            if (comparison.settled() || count == looks.most()) {
                return comparison;
            }
        }
    }

    /** The comparison of all pairs, looked at once. */
    Comparison compareAtTheEnd(Settings settings) {
        return PairedComparison.interim(run(looks.most()), settings);
    }

    private PairedRun run(int count) {
        List<ForkPair> all = new ArrayList<>();
        for (Case one : cases) {
            all.addAll(pairs.get(one.name()).subList(0, count));
        }
        return new PairedRun("a", "b", seed, BlockedOrders.DEFAULT, looks, all, List.of(), List.of());
    }

    private static JmhResult result(String name, Fork fork, double factor, double bytes) {
        Map<String, Series> primary = new LinkedHashMap<>();
        Map<String, Series> secondary = new LinkedHashMap<>();
        fork.metrics().forEach((metric, values) -> {
            double median = ForkUnit.median(values);
            boolean isBytes = metric.startsWith("gc.");
            Series series =
                    new Series(UNITS.get(metric), Double.NaN, List.of(isBytes ? median + bytes : median * factor));
            (metric.equals("time") ? primary : secondary).put(metric, series);
        });
        return new JmhResult(new BenchmarkKey(name, Map.of(), "avgt", 1), "1.37", Map.of(), primary, secondary);
    }

    /** The iterations of {@code forks} forks of either side as one sample each, as many tools take them. */
    double[][] iterations(Case one, int forks) {
        Random random = new Random(seed);
        List<Fork> all = new ArrayList<>();
        one.pairs().forEach(pair -> all.addAll(List.of(pair.first(), pair.second())));
        Collections.shuffle(all, random);
        return new double[][] {
            pooled(all.subList(0, forks)), pooled(all.subList(forks, 2 * forks)),
        };
    }

    private static double[] pooled(List<Fork> forks) {
        return forks.stream()
                .flatMapToDouble(fork -> Arrays.stream(fork.metrics().get("time")))
                .toArray();
    }
}
