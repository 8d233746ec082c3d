package org.reprise.benchmarks.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.reprise.benchmarks.statistics.Order.BASELINE_FIRST;
import static org.reprise.benchmarks.statistics.Order.CANDIDATE_FIRST;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SignFlipTestTest {

    private static final double CONFIDENCE = 0.95;

    /** Two blocks of two: o' is (+-+-), (+--+), (-++-) or (-+-+), so s = o o' flips none, the 2nd, the 1st or both blocks. */
    @Test
    void twoBlocksOfTwo_haveTheFourFlipsOfAHandCount() {
        List<Order> orders = List.of(BASELINE_FIRST, CANDIDATE_FIRST, CANDIDATE_FIRST, BASELINE_FIRST);
        double[] logRatios = {0.1, 0.2, 0.3, 0.6};

        SignFlipTest test = SignFlipTest.of(logRatios, orders, ReferenceOrders.of(new BlockedOrders(2), 4));

        assertThat(test.estimate()).isEqualTo(0.3, within(1e-12));
        assertThat(test.smallestP()).isEqualTo(0.25);
        // The means of what is flipped: first block 0.15, both 0.3, second block 0.45.
        assertThat(test.pAbove(0)).isEqualTo(0.25);
        assertThat(test.pAbove(0.15)).isEqualTo(0.5);
        assertThat(test.pAbove(0.4)).isEqualTo(0.75);
        assertThat(test.pAbove(0.5)).isEqualTo(1);
        assertThat(test.pBelow(0.5)).isEqualTo(0.25);
        assertThat(test.pBelow(0.3)).isEqualTo(0.75);
        assertThat(test.interval(0.5).low()).isEqualTo(0.15, within(1e-12));
        assertThat(test.interval(0.5).high()).isEqualTo(0.45, within(1e-12));
        assertThat(test.interval(0.6)).isEqualTo(new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
    }

    /** A block of four cut after three: prefixes with two of a kind have one end each, so all of the six are alike. */
    @Test
    void cutBlock_weighsPrefixesByHowManyWholeBlocksBeginSo() {
        List<Order> orders = List.of(BASELINE_FIRST, BASELINE_FIRST);

        SignFlipTest test =
                SignFlipTest.of(new double[] {0.1, 0.2}, orders, ReferenceOrders.of(new BlockedOrders(4), 4));

        // Of six blocks, ++ and -- begin one each, +- and -+ two each.
        assertThat(test.smallestP()).isEqualTo(1.0 / 6, within(1e-12));
        assertThat(test.pAbove(0.1)).isEqualTo(3.0 / 6, within(1e-12));
        assertThat(test.pAbove(0.15)).isEqualTo(4.0 / 6, within(1e-12));
    }

    @Property(tries = 100)
    void pOfTheFlippedStatistic_isThatOfADirectCount(
            @ForAll @Size(8) List<@DoubleRange(min = -1, max = 1) Double> values,
            @ForAll @DoubleRange(min = -1, max = 1) double delta,
            @ForAll long seed) {
        double[] logRatios = values.stream().mapToDouble(Double::doubleValue).toArray();
        BlockedOrders design = new BlockedOrders(4);
        List<Order> orders = design.draw(seed, 8);
        SignFlipTest test = SignFlipTest.of(logRatios, orders, ReferenceOrders.of(design, 8));

        double observed = Arrays.stream(logRatios).map(r -> r - delta).sum();
        int reached = 0;
        byte[][] all = design.all(8);
        for (byte[] other : all) {
            double sum = 0;
            for (int i = 0; i < 8; i++) {
                sum += other[i] * orders.get(i).sign() * (logRatios[i] - delta);
            }
            reached += sum >= observed - 1e-9 ? 1 : 0;
        }

        assertThat(test.pAbove(delta)).isEqualTo((double) reached / all.length, within(1e-12));
    }

    @Property(tries = 100)
    void exchangingTheSides_mirrorsAll(
            @ForAll @Size(8) List<@DoubleRange(min = -1, max = 1) Double> values, @ForAll long seed) {
        double[] logRatios = values.stream().mapToDouble(Double::doubleValue).toArray();
        BlockedOrders design = new BlockedOrders(4);
        List<Order> orders = design.draw(seed, 8);
        ReferenceOrders reference = ReferenceOrders.of(design, 8);
        double[] negated = Arrays.stream(logRatios).map(r -> -r).toArray();

        SignFlipTest test = SignFlipTest.of(logRatios, orders, reference);
        SignFlipTest mirrored = SignFlipTest.of(negated, orders, reference);

        assertThat(mirrored.pBelow(-0.1)).isEqualTo(test.pAbove(0.1));
        assertThat(mirrored.interval(0.9).low()).isEqualTo(-test.interval(0.9).high(), within(1e-12));
        assertThat(mirrored.interval(0.9).high()).isEqualTo(-test.interval(0.9).low(), within(1e-12));
    }

    @Test
    void exhaustiveOrdersWithNoEffect_giveEachPExactlyAsOftenAsItSays() {
        BlockedOrders design = new BlockedOrders(4);
        ReferenceOrders reference = ReferenceOrders.of(design, 8);
        Random random = new Random(1);
        double[] secondMinusFirst = random.doubles(8, -1, 1).toArray();
        byte[][] all = design.all(8);

        int rejected = 0;
        for (byte[] vector : all) {
            rejected += test(secondMinusFirst, vector, reference).pAbove(0) <= 0.25 ? 1 : 0;
        }

        assertThat(rejected).isEqualTo(all.length / 4);
    }

    @Test
    void trendOverTheRunAndAnAdvantageOfTheSecond_raiseNoMoreFalseAlarmsThanAlpha() {
        BlockedOrders design = new BlockedOrders(4);
        ReferenceOrders reference = ReferenceOrders.of(design, 16);
        Random random = new Random(2);
        int runs = 2_000;
        int alarms = 0;
        int covered = 0;
        for (int run = 0; run < runs; run++) {
            List<Order> orders = design.draw(random, 16);
            double[] logRatios = new double[16];
            for (int i = 0; i < 16; i++) {
                double heavy = 0.03 * random.nextGaussian() / Math.max(0.2, random.nextDouble());
                logRatios[i] = 0.05 + orders.get(i).sign() * (-0.02 + 0.001 * i) + heavy;
            }
            SignFlipTest test = SignFlipTest.of(logRatios, orders, reference);
            Interval interval = test.interval(CONFIDENCE);
            alarms += test.pAbove(0.05) <= 0.05 ? 1 : 0;
            covered += interval.low() <= 0.05 && 0.05 <= interval.high() ? 1 : 0;
        }

        assertThat((double) alarms / runs).isBetween(0.035, 0.065);
        assertThat((double) covered / runs).isBetween(0.935, 0.965);
    }

    @Test
    void drawnReference_agreesWithTheWholeOne() {
        BlockedOrders design = BlockedOrders.DEFAULT;
        List<Order> orders = design.draw(3, 10);
        double[] logRatios = new Random(3).doubles(10, -0.1, 0.14).toArray();

        SignFlipTest whole = SignFlipTest.of(logRatios, orders, ReferenceOrders.of(design, 10));
        SignFlipTest drawn = SignFlipTest.of(logRatios, orders, ReferenceOrders.of(design, 30));

        assertThat(drawn.smallestP()).isEqualTo(whole.smallestP(), within(0.002));
        assertThat(drawn.pAbove(0)).isEqualTo(whole.pAbove(0), within(0.01));
        assertThat(drawn.interval(CONFIDENCE).low())
                .isEqualTo(whole.interval(CONFIDENCE).low(), within(0.003));
    }

    @Test
    void ordersThatTheDesignDoesNotGive_areRefused() {
        List<Order> orders = List.of(BASELINE_FIRST, BASELINE_FIRST);
        ReferenceOrders reference = ReferenceOrders.of(new BlockedOrders(2), 4);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignFlipTest.of(new double[] {0, 0}, orders, reference))
                .withMessageContaining("not the beginning of a run of at most 4 pairs in balanced blocks of 2");
    }

    private static SignFlipTest test(double[] secondMinusFirst, byte[] vector, ReferenceOrders reference) {
        Order[] orders = new Order[vector.length];
        double[] logRatios = new double[vector.length];
        for (int i = 0; i < vector.length; i++) {
            orders[i] = vector[i] > 0 ? BASELINE_FIRST : CANDIDATE_FIRST;
            logRatios[i] = vector[i] * secondMinusFirst[i];
        }
        return SignFlipTest.of(logRatios, List.of(orders), reference);
    }
}
