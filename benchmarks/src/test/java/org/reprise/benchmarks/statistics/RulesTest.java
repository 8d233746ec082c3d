package org.reprise.benchmarks.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The unit of a fork, Holm's adjustment, the precedence test, the visible effect and futility. */
class RulesTest {

    private static final double THRESHOLD = Math.log(1.05);
    private static final double ALPHA = 0.05;

    @Test
    void fork_countsForTheLogOfTheMedianOfItsIterations() {
        assertThat(ForkUnit.of(3, 1, 2)).isEqualTo(Math.log(2));
        assertThat(ForkUnit.of(1, 2, 3, 1000)).isEqualTo(Math.log(2.5));
        assertThat(ForkUnit.median()).isNaN();
        assertThatIllegalArgumentException().isThrownBy(() -> ForkUnit.of(0)).withMessageContaining("is 0.0");
    }

    @Test
    void holm_adjustsAsInHisPaper() {
        assertThat(Holm.adjust(0.01, 0.04, 0.03, 0.005))
                .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
        assertThat(Holm.adjust()).isEmpty();
        assertThat(Holm.level(ALPHA, 0.03, 0.06, 0.06, 0.02)).isEqualTo(0.025);
        assertThat(Holm.level(ALPHA, 0.01)).isEqualTo(ALPHA);
    }

    @Property(tries = 200)
    void adjustedPs_keepTheirOrderAndAreNeverSmallerThanThePs(
            @ForAll @Size(min = 1, max = 12) List<@DoubleRange(min = 0, max = 1) Double> values) {
        double[] p = values.stream().mapToDouble(Double::doubleValue).toArray();
        double[] adjusted = Holm.adjust(p);

        for (int i = 0; i < p.length; i++) {
            assertThat(adjusted[i]).isBetween(p[i], 1.0);
            for (int j = 0; j < p.length; j++) {
                if (p[i] < p[j]) {
                    assertThat(adjusted[i]).isLessThanOrEqualTo(adjusted[j]);
                }
            }
        }
    }

    @Test
    void holmOverTrueHypotheses_raisesAnyFalseAlarmAtMostAsOftenAsAlpha() {
        Random random = new Random(10);
        int runs = 5_000;
        long alarms = IntStream.range(0, runs)
                .filter(run ->
                        Arrays.stream(Holm.adjust(random.doubles(20).toArray())).anyMatch(p -> p <= ALPHA))
                .count();

        assertThat((double) alarms / runs).isBetween(0.04, 0.06);
    }

    @Test
    void precedence_isTheChanceThatTheSmallestAreAllOfOneSide() {
        double[] low = {16, 16, 16, 16, 16};
        double[] high = {24, 24, 24, 24, 24};

        assertThat(PrecedenceTest.p(low, high, 4)).isEqualTo(1.0 / 252, within(1e-12));
        assertThat(PrecedenceTest.p(high, low, 4)).isEqualTo(1);
        assertThat(PrecedenceTest.p(low, new double[] {17, 24, 24, 24, 24}, 4)).isEqualTo(1);
        assertThat(PrecedenceTest.p(new double[] {0, 9, 9}, new double[] {5, 5, 5}, 4))
                .isEqualTo(0.5, within(1e-12));
    }

    @Test
    void visibleEffect_isFlaggedInAboutFourOfFiveRuns() {
        Random random = new Random(11);
        ReferenceOrders reference = ReferenceOrders.of(BlockedOrders.DEFAULT, 20);
        double effect = THRESHOLD + (1.729 + 0.861) * 0.1 / Math.sqrt(20);
        int runs = 400;
        int flagged = 0;
        double stated = 0;
        for (int run = 0; run < runs; run++) {
            List<Order> orders = BlockedOrders.DEFAULT.draw(random, 20);
            double[] logRatios = IntStream.range(0, 20)
                    .mapToDouble(i -> effect + 0.1 * random.nextGaussian())
                    .toArray();
            SignFlipTest test = SignFlipTest.of(logRatios, orders, reference);
            flagged += test.pAbove(THRESHOLD) <= ALPHA ? 1 : 0;
            stated += VisibleEffect.of(test, THRESHOLD, ALPHA) / runs;
        }

        assertThat((double) flagged / runs).isBetween(0.74, 0.86);
        assertThat(stated).isEqualTo(effect, within(0.005));
    }

    @Test
    void visibleEffectOfUnpairedForks_isFlaggedInAboutFourOfFiveRuns() {
        Random random = new Random(12);
        int runs = 1_000;
        double noise = 0.03;
        double effect = THRESHOLD + (1.734 + 0.862) * noise * Math.sqrt(0.2);
        int flagged = 0;
        for (int run = 0; run < runs; run++) {
            double[] baseline =
                    random.doubles(10).map(v -> noise * random.nextGaussian()).toArray();
            double[] candidate = random.doubles(10)
                    .map(v -> effect + noise * random.nextGaussian())
                    .toArray();
            flagged += MannWhitneyTest.of(baseline, candidate).pAbove(THRESHOLD) <= ALPHA ? 1 : 0;
        }

        assertThat((double) flagged / runs).isBetween(0.7, 0.86);
    }

    @Test
    void designWhoseSmallestPExceedsTheLevel_seesNothing() {
        MannWhitneyTest test =
                MannWhitneyTest.of(new double[] {0, 0.01, 0.02, 0.03, 0.04}, new double[] {1, 1.1, 1.2, 1.3, 1.4});

        assertThat(VisibleEffect.of(test, THRESHOLD, 1.0 / 253)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(VisibleEffect.of(test, THRESHOLD, 1.0 / 251)).isLessThan(1);
    }

    @Test
    void runOnTheEdgeOfTheThreshold_isFutileAndOthersAreNot() {
        assertThat(futile(THRESHOLD, 0.05, 20)).isTrue();
        assertThat(futile(0, 0.01, 10)).isFalse();
        assertThat(futile(0.2, 0.05, 10)).isFalse();
        assertThat(futile(-0.2, 0.05, 10)).isFalse();
        assertThat(futile(0, 0.5, 10)).isTrue();
        assertThat(futile(0, 0.01, 30))
                .as("at the last look nothing more can come")
                .isTrue();
    }

    private static boolean futile(double mean, double noise, int pairs) {
        double[] logRatios = IntStream.range(0, pairs)
                .mapToDouble(i -> mean + (i % 2 == 0 ? noise : -noise))
                .toArray();
        ReferenceOrders reference = ReferenceOrders.of(BlockedOrders.DEFAULT, 30);
        SignFlipTest test = SignFlipTest.of(logRatios, BlockedOrders.DEFAULT.draw(13, pairs), reference);
        return Futility.isFutile(test, 30, THRESHOLD, ALPHA / 10, 0.95);
    }
}
