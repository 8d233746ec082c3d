package org.reprise.benchmarks.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.inference.TTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reprise.benchmarks.calibration.ForkCorpus.Case;
import org.reprise.benchmarks.compare.BytesTolerance;
import org.reprise.benchmarks.compare.Comparison;
import org.reprise.benchmarks.compare.Gate;
import org.reprise.benchmarks.compare.Row;
import org.reprise.benchmarks.compare.Settings;
import org.reprise.benchmarks.compare.Status;
import org.reprise.benchmarks.statistics.ForkUnit;
import org.reprise.benchmarks.statistics.Looks;

/** Whether a red build is to be believed, and a green one: {@code mvn verify -Pcalibration}. */
@Tag("calibration")
class CalibrationTest {

    /** On each of the two machines. */
    private static final int COMPARISONS = 500;

    private static final int INJECTED_COMPARISONS = 100;

    /** Of a run of {@code ab}. */
    private static final Looks USUAL = Looks.upTo(20);

    /** As many as anybody would wait for, drawn from those that the corpus has. */
    private static final Looks PATIENT = new Looks(400, 5, 400);

    private static final int PATIENT_COMPARISONS = 50;
    private static final double POWER = 0.95;

    /** Forks agree where so many of them allocate within a few bytes of the least. */
    private static final double AGREEING = 0.9;

    private static final double ALLOCATION_MARGIN = 4;
    private static final int POOLED_FORKS = 5;

    private static ForkCorpus corpus;

    @BeforeAll
    static void read() throws IOException {
        corpus = ForkCorpus.read();
    }

    @Test
    void corpus_hasSixtyForksOfTenBenchmarksFromAQuietMachineAndFromALoadedOne() {
        assertThat(corpus.machines()).containsOnlyKeys("quiet", "loaded");
        assertThat(corpus.machines().values())
                .allSatisfy(cases -> assertThat(cases)
                        .hasSizeGreaterThanOrEqualTo(10)
                        .allSatisfy(one -> assertThat(2 * one.pairs().size()).isGreaterThanOrEqualTo(30)));
        corpus.machines().get("quiet").forEach(quiet -> {
            Case loaded = find(corpus.machines().get("loaded"), quiet.name());
            assertThat(2 * (quiet.pairs().size() + loaded.pairs().size())).isGreaterThanOrEqualTo(60);
        });
    }

    @Test
    void identicalCode_isCalledARegressionInAtMostOneOfTwentyComparisons() {
        List<Comparison> comparisons = all(Settings.DEFAULT, COMPARISONS, 1, 0);

        long alarms = comparisons.stream()
                .filter(comparison -> !comparison.with(Status.REGRESSION).isEmpty())
                .count();
        long strict = all(new Settings(0, 0.05, BytesTolerance.NONE, false, false, false), COMPARISONS, 1, 0).stream()
                .filter(comparison -> comparison.rows().stream()
                        .anyMatch(row -> row.status() == Status.REGRESSION && row.gate() == Gate.TIMING))
                .count();

        tell(
                "A/A comparisons with any false alarm: %.1f %% of %d at a threshold of 5 %%, %.1f %% at 0 %%",
                100.0 * alarms / comparisons.size(), comparisons.size(), 100.0 * strict / comparisons.size());
        assertThat(comparisons).hasSizeGreaterThanOrEqualTo(1_000);
        assertThat((double) alarms / comparisons.size()).isLessThanOrEqualTo(0.05);
        assertThat((double) strict / comparisons.size()).isLessThanOrEqualTo(0.05);
    }

    /** The corpus has teeth: what most tools do fails on it. */
    @Test
    void testOfIterations_wouldCallIdenticalCodeDifferentFarTooOften() {
        List<Boolean> alarms = new ArrayList<>();
        corpus.machines().values().forEach(cases -> {
            for (long seed = 0; seed < COMPARISONS; seed++) {
                for (Case one : cases) {
                    double[][] samples = new Draw(cases, USUAL, seed, 1, 0).iterations(one, POOLED_FORKS);
                    alarms.add(TTest.withDefaults().test(samples[0], samples[1]).getPValue() < 0.05);
                }
            }
        });
        double share = share(alarms, alarm -> alarm);

        tell("Welch's test of the iterations of %d forks: %.1f %% false alarms", POOLED_FORKS, 100 * share);
        assertThat(share).isGreaterThan(0.10);
    }

    @Test
    void slowdownOfFivePercent_isFoundWhereItsPairsAreThereAndNeverCalledTheSame() {
        assertFound(1.05, 0.01);
    }

    @Test
    void slowdownOfTenPercent_isFoundWhereItsPairsAreThereAndNeverCalledTheSame() {
        assertFound(1.10, 0.05);
    }

    @Test
    void slowdownOfTwentyPercent_isFoundWhereItsPairsAreThereAndNeverCalledTheSame() {
        assertFound(1.20, 0.05);
    }

    private static void assertFound(double slowdown, double threshold) {
        Settings settings = new Settings(threshold, 0.05, BytesTolerance.NONE, false, false, false);
        List<Row> promised = new ArrayList<>();
        List<Row> others = new ArrayList<>();
        corpus.machines()
                .forEach((machine, cases) -> draws(cases, PATIENT, PATIENT_COMPARISONS, slowdown, 0)
                        .map(draw -> draw.compareAtTheEnd(settings))
                        .toList()
                        .forEach(comparison -> comparison.rows().stream()
                                .filter(row -> row.gate() == Gate.TIMING)
                                .forEach(row ->
                                        (isPromised(cases, row, slowdown, threshold) ? promised : others).add(row))));
        double found = share(promised, row -> row.status() == Status.REGRESSION);
        long same = others.stream().filter(row -> row.status() == Status.SAME).count()
                + promised.stream().filter(row -> row.status() == Status.SAME).count();

        tell(
                "+%.0f %% at a threshold of %.0f %%: %.2f %% of %d found where %d pairs suffice; of %d others %.1f %% found,"
                        + " the rest inconclusive, %d called the same",
                100 * (slowdown - 1),
                100 * threshold,
                100 * found,
                promised.size(),
                PATIENT.most(),
                others.size(),
                100 * share(others, row -> row.status() == Status.REGRESSION),
                same);
        assertThat(promised).isNotEmpty();
        assertThat(found).isGreaterThanOrEqualTo(POWER);
        assertThat(same).isZero();
    }

    /** Whether so many pairs suffice by the noise that the machine has, for the most severe level of Holm. */
    private static boolean isPromised(List<Case> cases, Row row, double slowdown, double threshold) {
        Case one = find(cases, row.key().benchmark());
        double[] logRatios = one.pairs().stream()
                .mapToDouble(pair -> Math.log(median(pair.second(), row.metric()) / median(pair.first(), row.metric())))
                .toArray();
        NormalDistribution normal = NormalDistribution.of(0, 1);
        double level = 0.05 / (2 * cases.size());
        double quantiles = normal.inverseSurvivalProbability(level / 2) + normal.inverseCumulativeProbability(0.99);
        double needed = quantiles
                * StandardDeviation.of(logRatios).getAsDouble()
                / (Math.log(slowdown) - Math.log1p(threshold));
        return needed * needed <= PATIENT.most();
    }

    private static Case find(List<Case> cases, String name) {
        return cases.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static double median(ForkCorpus.Fork fork, String metric) {
        return ForkUnit.median(fork.metrics().get(metric));
    }

    @Test
    void intervals_coverWhatWasInjectedAsOftenAsTheySay() {
        List<Row> rows = new ArrayList<>();
        corpus.machines()
                .forEach((machine, cases) -> draws(cases, USUAL, INJECTED_COMPARISONS, 1.07, 0)
                        .map(draw -> draw.compareAtTheEnd(Settings.DEFAULT))
                        .toList()
                        .forEach(comparison -> comparison.rows().stream()
                                .filter(row -> row.gate() == Gate.TIMING)
                                .forEach(rows::add)));
        double covered = share(rows, row -> row.low() <= 1.07 && 1.07 <= row.high());

        tell("95 %% intervals that cover the true ratio: %.1f %% of %d", 100 * covered, rows.size());
        assertThat(covered).isBetween(0.93, 0.97);
    }

    @Test
    void eightMoreBytes_areAlwaysFoundWhereForksAgree() {
        List<Row> agreeing = new ArrayList<>();
        List<Row> others = new ArrayList<>();
        corpus.machines()
                .forEach((machine, cases) -> draws(cases, USUAL, INJECTED_COMPARISONS, 1, 8)
                        .map(draw -> draw.compare(Settings.DEFAULT))
                        .toList()
                        .forEach(comparison -> comparison.rows().stream()
                                .filter(row -> row.gate() == Gate.BYTES)
                                .forEach(row -> (forksAgree(
                                                        find(cases, row.key().benchmark()), row.metric())
                                                ? agreeing
                                                : others)
                                        .add(row))));
        double found = share(agreeing, row -> row.status() == Status.REGRESSION);

        tell(
                "+8 B: %.2f %% of %d found where nine of ten forks agree, %.1f %% of %d others",
                100 * found,
                agreeing.size(),
                100 * share(others, row -> row.status() == Status.REGRESSION),
                others.size());
        assertThat(agreeing).isNotEmpty();
        assertThat(found).isEqualTo(1);
    }

    private static boolean forksAgree(Case one, String metric) {
        double[] values = one.pairs().stream()
                .flatMap(pair -> Stream.of(pair.first(), pair.second()))
                .mapToDouble(fork -> median(fork, metric))
                .toArray();
        double least = Arrays.stream(values).min().orElseThrow();
        return Arrays.stream(values)
                        .filter(value -> value - least < ALLOCATION_MARGIN)
                        .count()
                >= AGREEING * values.length;
    }

    private static List<Comparison> all(Settings settings, int comparisons, double slowdown, double bytes) {
        return corpus.machines().values().stream()
                .flatMap(cases -> draws(cases, USUAL, comparisons, slowdown, bytes))
                .map(draw -> draw.compare(settings))
                .toList();
    }

    private static Stream<Draw> draws(List<Case> cases, Looks looks, int comparisons, double slowdown, double bytes) {
        return LongStream.range(0, comparisons)
                .parallel()
                .mapToObj(seed -> new Draw(cases, looks, seed, slowdown, bytes));
    }

    private static <T> double share(List<T> all, Function<T, Boolean> which) {
        return all.stream().filter(which::apply).count() / (double) all.size();
    }

    /** For the README. */
    private static void tell(String format, Object... values) {
        System.out.println("calibration: " + String.format(Locale.ROOT, format, values));
    }
}
