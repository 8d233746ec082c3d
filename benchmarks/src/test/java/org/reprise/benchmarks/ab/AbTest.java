package org.reprise.benchmarks.ab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.reprise.benchmarks.statistics.Looks;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** When what runs, on a clock of its own. */
class AbTest {

    private static final JmhJar OLD = new JmhJar("old", "old.jar", "Main");
    private static final JmhJar NEW = new JmhJar("new", "new.jar", "Main");
    private static final JmhJar OURS = new JmhJar("ours", "ours.jar", "Main");
    private static final BenchmarkCase A = BenchmarkCase.of("a.B.a", Map.of());
    private static final BenchmarkCase B = BenchmarkCase.of("a.B.b", Map.of("n", "1"));
    private static final Judge NEVER = soFar -> Set.of();

    private final List<String> ran = new ArrayList<>();
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private Instant now = Instant.EPOCH;

    @Test
    void everyRound_runsAPairOfEachCaseAndOfTheRulerDirectlyAfterEachOther() {
        AbOutcome outcome = run(plan(12, Duration.ofHours(1)), NEVER);

        assertThat(outcome.end()).isEqualTo(AbOutcome.End.PAIRS);
        assertThat(outcome.pairs()).hasSize(36);
        assertThat(ran).hasSize(72);
        for (int i = 0; i < 36; i++) {
            MeasuredPair pair = outcome.pairs().get(i);
            List<String> sides = pair.isRuler()
                    ? List.of("ours", "ours")
                    : pair.baselineFirst() ? List.of("old", "new") : List.of("new", "old");
            assertThat(pair.pair()).isEqualTo(i / 3);
            assertThat(ran.subList(2 * i, 2 * i + 2))
                    .containsExactly(sides.get(0) + " " + pair.benchmark(), sides.get(1) + " " + pair.benchmark());
            assertThat(pair.baselineFirst()).isEqualTo(new Schedule(5).baselineFirst(pair.benchmark(), pair.pair()));
            assertThat(pair.baseline().started().isBefore(pair.candidate().started()))
                    .isEqualTo(pair.baselineFirst());
        }
        assertThat(outcome.shortfall(Looks.upTo(12), Duration.ofHours(1))).isEmpty();
    }

    @Test
    void aDecidedCase_isRunNoFurtherWhileTheOthersGoOn() {
        List<Integer> looks = new ArrayList<>();
        AbOutcome outcome = run(plan(40, Duration.ofHours(10)), soFar -> {
            int pairs = pairsOf(B, soFar);
            looks.add(pairs);
            return pairs == 10 ? Set.of("a.B.a avgt") : pairs == 20 ? Set.of("a.B.b (n=1) avgt") : Set.of();
        });

        assertThat(looks).containsExactly(10, 15, 20);
        assertThat(outcome.end()).isEqualTo(AbOutcome.End.DECIDED);
        assertThat(outcome.undecided()).isEmpty();
        assertThat(counts(outcome)).isEqualTo(Map.of(A, 10L, B, 20L, Ab.RULER, 20L));
    }

    @Test
    void aSpentBudget_endsTheRunBeforeThePairThatWouldExceedItAndSaysWhatIsMissing() {
        Duration budget = Duration.ofSeconds(35);

        AbOutcome outcome = run(plan(30, budget), NEVER);

        assertThat(outcome.end()).isEqualTo(AbOutcome.End.BUDGET);
        assertThat(outcome.pairs()).hasSize(17);
        assertThat(Duration.between(Instant.EPOCH, now)).isLessThanOrEqualTo(budget);
        assertThat(outcome.shortfall(Looks.upTo(30), budget))
                .hasValueSatisfying(line -> assertThat(line)
                        .contains("the budget of 35s was spent before 30 pairs of each were run")
                        .contains("6 of a.B.a, 6 of a.B.b (n=1); 10 pairs of each would take another 24s"));
        assertThat(console.toString()).contains("the first look after 10 pairs, which needs about 1m;");
    }

    @Test
    void aBudgetForLessThanAPair_stillMeasuresWhatOneCosts() {
        AbOutcome outcome = run(plan(30, Duration.ofSeconds(1)), NEVER);

        assertThat(outcome.pairs()).hasSize(1);
        assertThat(outcome.end()).isEqualTo(AbOutcome.End.BUDGET);
    }

    @Test
    void aCaseWithTwoModes_givesAPairOfEachAndIsDecidedWhenBothAre() {
        Forks forks = (jar, benchmark) -> List.of(fork(benchmark, "avgt"), fork(benchmark, "sample"));
        AbPlan plan = new AbPlan(OLD, NEW, Optional.empty(), List.of(A), Looks.upTo(30), Duration.ofDays(1), 5);

        AbOutcome outcome = run(
                plan,
                forks,
                soFar -> pairsOf(A, soFar) < 2 * 15 ? Set.of("a.B.a avgt") : Set.of("a.B.a avgt", "a.B.a sample"));

        assertThat(outcome.pairs()).hasSize(30);
        assertThat(outcome.pairs()).extracting(MeasuredPair::key).containsOnly("a.B.a avgt", "a.B.a sample");
    }

    @Test
    void aChangedMode_isRefused() {
        Forks forks = (jar, benchmark) -> List.of(fork(benchmark, jar.equals(OLD) ? "avgt" : "thrpt"));

        assertThatThrownBy(() -> run(plan(3, Duration.ofDays(1)), forks, NEVER))
                .isInstanceOf(ForkFailedException.class)
                .hasMessageContainingAll("avgt", "thrpt", "-bm");
    }

    @Test
    void aChangedNumberOfThreads_isRefusedAtTheFirstPair() {
        Forks forks = (jar, benchmark) -> {
            Fork fork = fork(benchmark, "avgt", jar);
            ((ObjectNode) fork.result()).put("threads", jar.equals(OLD) ? 1 : 4);
            return List.of(fork);
        };

        assertThatThrownBy(() -> run(plan(10, Duration.ofDays(1)), forks, NEVER))
                .isInstanceOf(ForkFailedException.class)
                .hasMessageContainingAll("1 threads", "4 in the candidate", "-t");
    }

    @Test
    void progress_tellsTheRoundAndTheTimeLeft() {
        run(plan(10, Duration.ofMinutes(10)), NEVER);

        assertThat(console.toString().lines())
                .hasSize(10)
                .first()
                .asString()
                .startsWith("pair 1 of at most 10: ")
                .endsWith("; at most 10m left");
        assertThat(console.toString()).contains("; at most 54s left");
    }

    private AbPlan plan(int pairs, Duration budget) {
        return new AbPlan(OLD, NEW, Optional.of(OURS), List.of(A, B), Looks.upTo(pairs), budget, 5);
    }

    private AbOutcome run(AbPlan plan, Judge judge) {
        return run(plan, (jar, benchmark) -> List.of(fork(benchmark, "avgt", jar)), judge);
    }

    private AbOutcome run(AbPlan plan, Forks forks, Judge judge) {
        AbProgress progress = AbProgress.lines(new PrintStream(console, true), plan.pairs(), () -> now);
        return new Ab(plan, forks, judge, progress, () -> now).run();
    }

    private Fork fork(BenchmarkCase benchmark, String mode, JmhJar jar) {
        ran.add(jar.name() + " " + benchmark);
        return fork(benchmark, mode);
    }

    /** Takes a second. */
    private Fork fork(BenchmarkCase benchmark, String mode) {
        Instant started = now;
        now = now.plusSeconds(1);
        return new Fork(
                started,
                Duration.ofSeconds(1),
                JsonMapper.shared()
                        .createObjectNode()
                        .put("benchmark", benchmark.benchmark())
                        .put("mode", mode));
    }

    private static int pairsOf(BenchmarkCase benchmark, List<MeasuredPair> pairs) {
        return (int) pairs.stream()
                .filter(pair -> pair.benchmark().equals(benchmark))
                .count();
    }

    private static Map<BenchmarkCase, Long> counts(AbOutcome outcome) {
        return outcome.pairs().stream().collect(Collectors.groupingBy(MeasuredPair::benchmark, Collectors.counting()));
    }
}
