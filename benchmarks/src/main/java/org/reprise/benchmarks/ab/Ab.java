package org.reprise.benchmarks.ab;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reprise.benchmarks.ruler.RulerBenchmark;

/**
 * Runs the cases of two jars in rounds: in each round one pair of forks of every case that is not decided yet, and one of
 * the ruler, until all are decided, or the pairs or the budget are spent. Runs once, in one thread.
 */
final class Ab {

    /** The case that is the same code on both sides. */
    static final BenchmarkCase RULER = BenchmarkCase.of(RulerBenchmark.class.getName() + ".mix", Map.of());

    private final AbPlan plan;
    private final Forks forks;
    private final Judge judge;
    private final AbProgress progress;
    private final InstantSource clock;
    private final Schedule schedule;

    private final List<MeasuredPair> pairs = new ArrayList<>();
    private final Map<BenchmarkCase, Integer> done = new LinkedHashMap<>();
    private final Map<BenchmarkCase, Duration> cost = new HashMap<>();
    private final Set<BenchmarkCase> running;
    private Instant deadline = Instant.MAX;

    Ab(AbPlan plan, Forks forks, Judge judge, AbProgress progress, InstantSource clock) {
        this.plan = plan;
        this.forks = forks;
        this.judge = judge;
        this.progress = progress;
        this.clock = clock;
        schedule = new Schedule(plan.seed());
        running = new LinkedHashSet<>(plan.benchmarks());
    }

    /** The pairs so far, in run order; those of a run that failed are kept. */
    List<MeasuredPair> pairs() {
        return List.copyOf(pairs);
    }

    /**
     * Runs.
     *
     * @throws ForkFailedException if a fork gives no result
     */
    AbOutcome run() {
        deadline = clock.instant().plus(plan.budget());
        for (int round = 0; round < plan.pairs(); round++) {
            if (!round(round)) {
                return outcome(AbOutcome.End.BUDGET);
            }
            int each = round + 1;
            if (plan.looks().isLook(each)) {
                drop(judge.decided(pairs()));
            }
            if (running.isEmpty()) {
                return outcome(AbOutcome.End.DECIDED);
            }
            foretell(each);
        }
        return outcome(AbOutcome.End.PAIRS);
    }

    /** Whether the budget sufficed for a pair of each. */
    private boolean round(int round) {
        List<BenchmarkCase> all = Stream.concat(
                        plan.benchmarks().stream(), plan.ruler().stream().map(jar -> RULER))
                .toList();
        for (BenchmarkCase benchmark : schedule.round(round, all)) {
            if (!benchmark.equals(RULER) && !running.contains(benchmark)) {
                continue;
            }
            Duration expected = cost.getOrDefault(benchmark, meanCost());
            Instant now = clock.instant();
            if (!now.isBefore(deadline) || now.plus(expected).isAfter(deadline)) {
                return false;
            }
            progress.pair(round, benchmark, pairsLeft(round), timeLeft(round));
            cost.put(benchmark, measure(benchmark, round));
            done.merge(benchmark, 1, Integer::sum);
        }
        return true;
    }

    /** What the pair took, without what it had to wait. */
    private Duration measure(BenchmarkCase benchmark, int pair) {
        boolean baselineFirst = schedule.baselineFirst(benchmark, pair);
        JmhJar baseline = benchmark.equals(RULER) ? plan.ruler().orElseThrow() : plan.baseline();
        JmhJar candidate = benchmark.equals(RULER) ? plan.ruler().orElseThrow() : plan.candidate();
        Map<String, Fork> first = byMode(forks.run(baselineFirst ? baseline : candidate, benchmark));
        Map<String, Fork> second = byMode(forks.run(baselineFirst ? candidate : baseline, benchmark));
        Map<String, Fork> ofBaseline = baselineFirst ? first : second;
        Map<String, Fork> ofCandidate = baselineFirst ? second : first;
        if (!ofBaseline.keySet().equals(ofCandidate.keySet())) {
            throw new ForkFailedException(benchmark + " cannot be paired: it is measured in " + ofBaseline.keySet()
                    + " by the baseline and in " + ofCandidate.keySet() + " by the candidate; -bm sets one for both");
        }
        ofBaseline.forEach((mode, fork) -> requireAsManyThreads(benchmark, fork, ofCandidate.get(mode)));
        ofBaseline.forEach((mode, fork) ->
                pairs.add(new MeasuredPair(benchmark, mode, pair, baselineFirst, fork, ofCandidate.get(mode))));
        return took(first).plus(took(second));
    }

    private static void requireAsManyThreads(BenchmarkCase benchmark, Fork baseline, Fork candidate) {
        if (baseline.threads() != candidate.threads()) {
            throw new ForkFailedException(benchmark + " cannot be paired: it is measured by " + baseline.threads()
                    + " threads in the baseline and by " + candidate.threads()
                    + " in the candidate; -t sets one number for both");
        }
    }

    /** All modes of a run are measured in one process. */
    private static Duration took(Map<String, Fork> byMode) {
        return byMode.values().iterator().next().took();
    }

    private static Map<String, Fork> byMode(List<Fork> forks) {
        Map<String, Fork> byMode = new LinkedHashMap<>();
        forks.forEach(fork -> byMode.put(fork.mode(), fork));
        return byMode;
    }

    /** A case is decided when all its modes are. */
    private void drop(Set<String> decided) {
        Map<BenchmarkCase, Set<String>> keys = pairs.stream()
                .collect(Collectors.groupingBy(
                        MeasuredPair::benchmark, Collectors.mapping(MeasuredPair::key, Collectors.toSet())));
        running.removeIf(benchmark -> decided.containsAll(keys.get(benchmark)));
    }

    private void foretell(int each) {
        int first = plan.looks().first();
        Instant look = clock.instant().plus(roundCost().multipliedBy(first - each));
        if (each == 1 && look.isAfter(deadline)) {
            progress.notice("a round takes " + DurationText.of(roundCost()) + ", so the budget of "
                    + DurationText.of(plan.budget()) + " ends before the first look after " + first
                    + " pairs, which needs about "
                    + DurationText.of(roundCost().multipliedBy(first))
                    + "; choose fewer benchmarks, shorten the iterations or raise --budget");
        }
    }

    private Duration meanCost() {
        return cost.isEmpty() ? Duration.ZERO : sum(cost.values().stream()).dividedBy(cost.size());
    }

    /** What a pair of each takes that still runs. */
    private Duration roundCost() {
        return sum(Stream.concat(running.stream(), plan.ruler().stream().map(jar -> RULER))
                .map(benchmark -> cost.getOrDefault(benchmark, meanCost())));
    }

    private static Duration sum(Stream<Duration> durations) {
        return durations.reduce(Duration.ZERO, Duration::plus);
    }

    private int pairsLeft(int round) {
        int each = running.size() + (plan.ruler().isPresent() ? 1 : 0);
        long ofThisRound = done.values().stream().filter(count -> count > round).count();
        return (int) ((long) each * (plan.pairs() - round) - Math.min(each, ofThisRound));
    }

    /** At most; zero as long as nothing has been measured. */
    private Duration timeLeft(int round) {
        Duration budget = Duration.between(clock.instant(), deadline);
        Duration needed = roundCost().multipliedBy(plan.pairs() - round);
        return cost.isEmpty() || needed.compareTo(budget) > 0 ? budget : needed;
    }

    private AbOutcome outcome(AbOutcome.End end) {
        progress.end();
        Map<BenchmarkCase, Integer> undecided = new LinkedHashMap<>();
        running.forEach(benchmark -> undecided.put(benchmark, done.getOrDefault(benchmark, 0)));
        return new AbOutcome(pairs(), end, undecided, roundCost());
    }
}
