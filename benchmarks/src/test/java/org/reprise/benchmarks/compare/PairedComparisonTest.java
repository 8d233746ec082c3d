package org.reprise.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reprise.benchmarks.UsageException;
import org.reprise.benchmarks.statistics.BlockedOrders;
import org.reprise.benchmarks.statistics.Looks;
import org.reprise.benchmarks.statistics.Order;

class PairedComparisonTest {

    private static final long SEED = 42;
    private static final Looks LOOKS = Looks.upTo(30);
    private static final BenchmarkKey GONE = new BenchmarkKey("a.Gone.gone", Map.of(), "avgt", 1);

    @TempDir
    private Path folder;

    @Test
    void realSlowdown_isARegressionDespiteADriftThatHidesIt() {
        Comparison comparison = PairedComparison.last(run(20, 1.15, 0.02, 0.05), Settings.DEFAULT);

        Row row = JmhFile.rows(comparison).get("A.a time");
        assertThat(row.status()).isEqualTo(Status.REGRESSION);
        assertThat(row.ratio()).isEqualTo(1.15, within(0.02));
        assertThat(row.orders()).isEqualTo(BlockedOrders.DEFAULT.draw(SEED, 20));
        assertThat(row.baseline()).hasSize(20);
        assertThat(comparison.design()).isEqualTo(new Design(Design.Kind.PAIRED, "old.jar", "new.jar", SEED, 10, 30));
        assertThat(comparison.settled()).isTrue();
        assertThat(comparison.exitCode()).isEqualTo(1);
    }

    @Test
    void sameCode_isTheSameAtTheLastLookAndSettled() {
        Comparison comparison = PairedComparison.interim(run(30, 1, 0.02, 0.05), Settings.DEFAULT);

        assertThat(JmhFile.rows(comparison).get("A.a time").status()).isEqualTo(Status.SAME);
        assertThat(JmhFile.rows(comparison).get("A.a gc.alloc.rate.norm").status())
                .isEqualTo(Status.SAME);
        assertThat(comparison.settled()).isTrue();
    }

    @Test
    void earlyLook_isNotYetSettledWhereMorePairsWillTell() {
        Comparison early = PairedComparison.interim(run(10, 1.15, 0.02, 0), Settings.DEFAULT);
        Comparison later = PairedComparison.interim(run(20, 1.15, 0.02, 0), Settings.DEFAULT);

        assertThat(JmhFile.rows(early).get("A.a time").status()).isEqualTo(Status.INCONCLUSIVE);
        assertThat(early.settled()).isFalse();
        assertThat(JmhFile.rows(later).get("A.a time").status()).isEqualTo(Status.REGRESSION);
        assertThat(later.settled()).isTrue();
    }

    @Test
    void endForWantOfTime_maySpendAllOfAlphaThatIsLeft() {
        PairedRun run = run(10, 1.15, 0.02, 0);

        assertThat(JmhFile.rows(PairedComparison.interim(run, Settings.DEFAULT))
                        .get("A.a time")
                        .status())
                .isEqualTo(Status.INCONCLUSIVE);
        assertThat(JmhFile.rows(PairedComparison.last(run, Settings.DEFAULT))
                        .get("A.a time")
                        .status())
                .isEqualTo(Status.REGRESSION);
    }

    @Test
    void hopelessNoise_isSettledAsInconclusive() {
        Comparison comparison = PairedComparison.interim(run(15, 1, 0.8, 0), Settings.DEFAULT);

        Row row = JmhFile.rows(comparison).get("A.a time");
        assertThat(row.status()).isEqualTo(Status.INCONCLUSIVE);
        assertThat(row.open()).isFalse();
        assertThat(row.visible()).isGreaterThan(1.5);
    }

    @Test
    void fewerThanFivePairs_areNotJudgedAndMoreMayTell() {
        Comparison comparison = PairedComparison.interim(run(4, 1, 0.02, 0), Settings.DEFAULT);

        assertThat(JmhFile.rows(comparison).get("A.a time").status()).isEqualTo(Status.NOT_JUDGED);
        assertThat(comparison.settled()).isFalse();
        assertThat(PairedComparison.last(run(4, 1, 0.02, 0), Settings.DEFAULT).settled())
                .isTrue();
    }

    @Test
    void benchmarkThatIsLeftOutOnceItIsSettled_spendsNoMoreThanItHadAtThatLook() {
        List<Order> orders = BlockedOrders.DEFAULT.draw(SEED, 20);
        Random random = new Random(4);
        List<ForkPair> pairs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            pairs.add(
                    new ForkPair(orders.get(i), result("A.long", 1), result("A.long", 1 + 0.01 * random.nextDouble())));
            if (i < 10) {
                pairs.add(new ForkPair(orders.get(i), result("A.short", 1), result("A.short", 1.3)));
            }
        }

        Comparison comparison = PairedComparison.last(run(pairs), Settings.DEFAULT);

        Row left = JmhFile.rows(comparison).get("A.short time");
        assertThat(left.candidate()).hasSize(10);
        assertThat(left.status())
                .as("a third of the run may not reject by 252 orders")
                .isEqualTo(Status.INCONCLUSIVE);
        assertThat(JmhFile.rows(comparison).get("A.long time").status()).isEqualTo(Status.SAME);
    }

    @Test
    void eightBytesMore_areFoundAtOnce() {
        List<ForkPair> pairs = new ArrayList<>();
        for (Order order : BlockedOrders.DEFAULT.draw(SEED, 4)) {
            pairs.add(new ForkPair(order, single(10, 24), single(10, 32.002)));
        }

        Comparison comparison = PairedComparison.interim(run(pairs), Settings.DEFAULT);

        assertThat(JmhFile.rows(comparison).get("A.a gc.alloc.rate.norm").status())
                .isEqualTo(Status.REGRESSION);
    }

    @Test
    void eightBytesMoreWhereAForkDiffers_keepTheRunGoingUntilTheyAreFound() {
        List<ForkPair> pairs = new ArrayList<>();
        for (Order order : BlockedOrders.DEFAULT.draw(SEED, 20)) {
            boolean differs = pairs.size() % 10 == 9;
            pairs.add(new ForkPair(order, single(10, differs ? 480 : 24), single(10, differs ? 488 : 32)));
        }

        Row early = JmhFile.rows(PairedComparison.interim(run(pairs.subList(0, 10)), Settings.DEFAULT))
                .get("A.a gc.alloc.rate.norm");
        Row late = JmhFile.rows(PairedComparison.last(run(pairs), Settings.DEFAULT))
                .get("A.a gc.alloc.rate.norm");

        assertThat(early.status()).isEqualTo(Status.INCONCLUSIVE);
        assertThat(early.open()).isTrue();
        assertThat(late.status()).isEqualTo(Status.REGRESSION);
        assertThat(late.open()).isFalse();
    }

    @Test
    void movedRuler_makesVerdictsOnTimeInconclusiveButNotThoseOnBytes() {
        Comparison comparison = PairedComparison.last(run(20, 1.15, 0.02, 0), Settings.DEFAULT);

        Comparison doubted = comparison.withRuler(new Ruler(1.04, 0.03));
        Comparison trusted = comparison.withRuler(new Ruler(0.98, 0.03));

        assertThat(JmhFile.rows(doubted).get("A.a time").status()).isEqualTo(Status.INCONCLUSIVE);
        assertThat(JmhFile.rows(doubted).get("A.a time").ratio())
                .as("results are never divided by it")
                .isEqualTo(JmhFile.rows(comparison).get("A.a time").ratio());
        assertThat(JmhFile.rows(doubted).get("A.a gc.alloc.rate.norm").status()).isEqualTo(Status.SAME);
        assertThat(doubted.warnings()).singleElement().asString().contains("+4.0 %, more than 3.0 %");
        assertThat(doubted.exitCode()).isZero();
        assertThat(trusted.rows()).isEqualTo(comparison.rows());
        assertThat(trusted.ruler()).isEqualTo(new Ruler(0.98, 0.03));
        assertThat(new Ruler(Double.NaN, 0.03).moved()).isTrue();
    }

    @Test
    void comparison_isReadBackFromItsJsonAsItWas() throws Exception {
        PairedRun run = run(10, 1.15, 0.02, 0);
        PairedRun more = new PairedRun(
                run.baseline(), run.candidate(), SEED, run.orders(), LOOKS, run.pairs(), List.of(), List.of(GONE));
        Comparison comparison = PairedComparison.interim(more, Settings.DEFAULT).withRuler(new Ruler(1.2, 0.03));
        Path file = Files.writeString(folder.resolve("comparison.json"), comparison.toJson());

        assertThat(Comparison.read(file)).isEqualTo(comparison);
        assertThat(comparison.rows().get(0).visible()).isInfinite();
    }

    @Test
    void whatIsNoComparison_isRefused() throws Exception {
        Path results = new JmhFile().time("A.a", 1).write(folder.resolve("results.json"));
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"format\"");

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Comparison.read(results))
                .withMessageContaining(
                        "results.json holds no comparison (its field 'format' is not 'reprise-comparison-1')");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Comparison.read(broken))
                .withMessageContaining("broken.json cannot be read as a comparison");
    }

    @Test
    void removedBenchmarks_areRefusedUnlessAllowed() {
        PairedRun run = run(5, 1, 0.02, 0);
        PairedRun without = new PairedRun(
                run.baseline(), run.candidate(), SEED, run.orders(), LOOKS, run.pairs(), List.of(GONE), List.of());

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> PairedComparison.last(without, Settings.DEFAULT))
                .withMessageStartingWith("the candidate lacks a.Gone.gone");
        assertThat(PairedComparison.last(without, new Settings(0.05, 0.05, BytesTolerance.NONE, true, false, false))
                        .removed())
                .containsExactly(GONE);
    }

    @Test
    void pairOfDifferentThingsOrOfManyForks_isRefused() {
        JmhResult one = single(10, 24);
        JmhResult other = read(new JmhFile().time("B.b", 10));
        JmhResult many = read(new JmhFile().time("A.a", 10, 11));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ForkPair(Order.BASELINE_FIRST, one, other))
                .withMessageStartingWith("a pair is of com.example.A.a");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ForkPair(Order.BASELINE_FIRST, one, many))
                .withMessageContaining("has 1 and 2 forks");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedComparison.last(run(List.of()), Settings.DEFAULT))
                .withMessage("the run has no pair, nothing can be compared");
    }

    @Tag("once")
    @Test
    void sameCodeOfTwentyBenchmarks_raisesAnyFalseAlarmAtMostAsOftenAsAlpha() {
        Random random = new Random(3);
        int runs = 100;
        int alarms = 0;
        for (int i = 0; i < runs; i++) {
            List<ForkPair> pairs = new ArrayList<>();
            List<Order> orders = BlockedOrders.DEFAULT.draw(random.nextLong(), 10);
            for (int benchmark = 0; benchmark < 20; benchmark++) {
                for (Order order : orders) {
                    pairs.add(new ForkPair(
                            order,
                            result("A.a" + benchmark, Math.exp(0.05 * random.nextGaussian())),
                            result("A.a" + benchmark, 1.05 * Math.exp(0.05 * random.nextGaussian()))));
                }
            }
            alarms += PairedComparison.last(run(pairs), Settings.DEFAULT).exitCode();
        }

        assertThat((double) alarms / runs).isLessThanOrEqualTo(0.08);
    }

    /** Pairs whose times drift upwards along the run, with this ratio and this noise of each fork. */
    private PairedRun run(int count, double ratio, double noise, double drift) {
        Random random = new Random(1);
        List<ForkPair> pairs = new ArrayList<>();
        List<Order> orders = BlockedOrders.DEFAULT.draw(SEED, count);
        for (int i = 0; i < count; i++) {
            double trend = 10 * Math.exp(drift * i);
            pairs.add(new ForkPair(
                    orders.get(i),
                    single(trend * Math.exp(noise * random.nextGaussian()), 24),
                    single(trend * ratio * Math.exp(noise * random.nextGaussian()), 24.001)));
        }
        return run(pairs);
    }

    private static PairedRun run(List<ForkPair> pairs) {
        return new PairedRun("old.jar", "new.jar", SEED, BlockedOrders.DEFAULT, LOOKS, pairs, List.of(), List.of());
    }

    private JmhResult single(double time, double bytes) {
        return read(new JmhFile().time("A.a", time).secondary("gc.alloc.rate.norm", "B/op", bytes));
    }

    private static JmhResult result(String benchmark, double time) {
        return new JmhResult(
                new BenchmarkKey("com.example." + benchmark, Map.of(), "avgt", 1),
                "1.37",
                Map.of(),
                Map.of("time", new Series("us/op", time, List.of(time))),
                Map.of());
    }

    private JmhResult read(JmhFile file) {
        return JmhReader.read(file.write(folder.resolve("single.json"))).get(0);
    }
}
