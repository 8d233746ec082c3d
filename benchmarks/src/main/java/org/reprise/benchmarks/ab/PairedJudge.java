package org.reprise.benchmarks.ab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.reprise.benchmarks.UsageException;
import org.reprise.benchmarks.compare.BenchmarkKey;
import org.reprise.benchmarks.compare.Comparison;
import org.reprise.benchmarks.compare.ForkPair;
import org.reprise.benchmarks.compare.JmhReader;
import org.reprise.benchmarks.compare.JmhResult;
import org.reprise.benchmarks.compare.PairedComparison;
import org.reprise.benchmarks.compare.PairedRun;
import org.reprise.benchmarks.compare.Row;
import org.reprise.benchmarks.compare.Ruler;
import org.reprise.benchmarks.compare.Settings;
import org.reprise.benchmarks.statistics.Interval;
import org.reprise.benchmarks.statistics.Order;
import org.reprise.benchmarks.statistics.ReferenceOrders;
import org.reprise.benchmarks.statistics.SignFlipTest;

/**
 * Compares what a run has measured. Each fork is read once, however often it is looked at.
 *
 * <p>For one thread.
 */
final class PairedJudge implements Judge {

    private static final double RULER_CONFIDENCE = 0.95;

    private final AbPlan plan;
    private final Settings settings;
    private final CommonCases cases;
    private final Map<MeasuredPair, ForkPair> read = new LinkedHashMap<>();

    PairedJudge(AbPlan plan, Settings settings, CommonCases cases) {
        this.plan = plan;
        this.settings = settings;
        this.cases = cases;
    }

    @Override
    public Set<String> decided(List<MeasuredPair> soFar) {
        Map<BenchmarkKey, String> names = new LinkedHashMap<>();
        soFar.stream()
                .filter(pair -> !pair.isRuler())
                .forEach(pair -> names.put(forks(pair).baseline().key(), pair.key()));
        Set<String> decided = new TreeSet<>(names.values());
        PairedComparison.interim(run(soFar), settings).rows().stream()
                .filter(Row::open)
                .forEach(row -> decided.remove(names.get(row.key())));
        return decided;
    }

    /**
     * The comparison that the run ends with.
     *
     * @throws UsageException if the budget did not suffice for a single pair
     */
    Comparison conclude(AbOutcome outcome) {
        if (outcome.pairs().stream().allMatch(MeasuredPair::isRuler)) {
            throw new UsageException("the budget of " + DurationText.of(plan.budget())
                    + " was spent before the first pair of a benchmark: raise --budget or shorten the iterations");
        }
        PairedRun run = run(outcome.pairs());
        Comparison comparison = outcome.end() == AbOutcome.End.BUDGET
                ? PairedComparison.last(run, settings)
                : PairedComparison.interim(run, settings);
        return withRuler(comparison, outcome.pairs());
    }

    /** The ruler has moved as far as its interval says at the least: noise alone is no movement. */
    private Comparison withRuler(Comparison comparison, List<MeasuredPair> pairs) {
        List<ForkPair> ruler =
                pairs.stream().filter(MeasuredPair::isRuler).map(this::forks).toList();
        if (ruler.size() < 2) {
            return comparison;
        }
        double[] logRatios = ruler.stream().mapToDouble(PairedJudge::logRatio).toArray();
        List<Order> orders = ruler.stream().map(ForkPair::order).toList();
        Interval moved = SignFlipTest.of(logRatios, orders, ReferenceOrders.of(Schedule.ORDERS, ruler.size()))
                .interval(RULER_CONFIDENCE);
        double least = moved.low() > 0 ? moved.low() : Math.min(moved.high(), 0);
        return comparison.withRuler(new Ruler(Math.exp(least), settings.threshold()));
    }

    private static double logRatio(ForkPair pair) {
        return Math.log(time(pair.candidate()) / time(pair.baseline()));
    }

    private static double time(JmhResult result) {
        return result.primary().values().iterator().next().forks().get(0);
    }

    private PairedRun run(List<MeasuredPair> pairs) {
        List<ForkPair> forks = new ArrayList<>();
        pairs.stream().filter(pair -> !pair.isRuler()).forEach(pair -> forks.add(forks(pair)));
        return new PairedRun(
                plan.baseline().name(),
                plan.candidate().name(),
                plan.seed(),
                Schedule.ORDERS,
                plan.looks(),
                forks,
                keys(cases.removed()),
                keys(cases.added()));
    }

    /** In which modes they would have been run is not known. */
    private static List<BenchmarkKey> keys(List<BenchmarkCase> cases) {
        return cases.stream()
                .map(missing -> new BenchmarkKey(missing.benchmark(), missing.params(), "", 1))
                .toList();
    }

    private ForkPair forks(MeasuredPair pair) {
        return read.computeIfAbsent(
                pair,
                measured -> new ForkPair(
                        measured.baselineFirst() ? Order.BASELINE_FIRST : Order.CANDIDATE_FIRST,
                        JmhReader.read(
                                plan.baseline().name() + ", " + measured.key(),
                                measured.baseline().result()),
                        JmhReader.read(
                                plan.candidate().name() + ", " + measured.key(),
                                measured.candidate().result())));
    }
}
