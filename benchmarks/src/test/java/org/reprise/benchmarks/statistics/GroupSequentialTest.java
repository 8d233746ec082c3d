package org.reprise.benchmarks.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.reprise.benchmarks.statistics.Order.BASELINE_FIRST;
import static org.reprise.benchmarks.statistics.Order.CANDIDATE_FIRST;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GroupSequentialTest {

    private static final double ALPHA = 0.05;

    @Test
    void singleLook_hasThePOfTheFixedTest() {
        BlockedOrders design = new BlockedOrders(4);
        ReferenceOrders reference = ReferenceOrders.of(design, 8);
        Looks.Schedule schedule = new Looks(8, 5, 8).last(8);
        Random random = new Random(4);
        for (int run = 0; run < 50; run++) {
            List<Order> orders = design.draw(random, 8);
            double[] logRatios = random.doubles(8, -0.5, 1).toArray();
            SignFlipTest fixed = SignFlipTest.of(logRatios, orders, reference);

            GroupSequential sequential = GroupSequential.of(logRatios, orders, reference, schedule);

            assertThat(sequential.pAbove(0)).isEqualTo(fixed.pAbove(0), within(1e-9));
            assertThat(sequential.pBelow(0)).isEqualTo(fixed.pBelow(0), within(1e-9));
            assertThat(sequential.interval(0.9)).isEqualTo(fixed.interval(0.9));
            assertThat(sequential.smallestP()).isEqualTo(fixed.smallestP(), within(1e-9));
        }
    }

    /** Every order that could have been is observed in turn: those that ever cross are at most alpha of them. */
    @Test
    void overAllOrdersOfTheDesign_thoseThatCrossAtAnyLookAreAtMostAlpha() {
        BlockedOrders design = new BlockedOrders(4);
        ReferenceOrders reference = ReferenceOrders.of(design, 12);
        Looks looks = new Looks(4, 4, 12);
        double[] secondMinusFirst = new Random(5).doubles(12, -1, 1).toArray();
        byte[][] all = design.all(12);
        for (double alpha : new double[] {0.05, 0.2, 0.4}) {
            int crossed = 0;
            int atTheEnd = 0;
            for (byte[] vector : all) {
                boolean rejects = false;
                for (int pairs : new int[] {4, 8, 12}) {
                    double p = observe(secondMinusFirst, vector, pairs, reference, looks)
                            .pAbove(0);
                    rejects |= p <= alpha;
                    atTheEnd += pairs == 12 && p <= alpha ? 1 : 0;
                }
                crossed += rejects ? 1 : 0;
            }
            assertThat((double) crossed / all.length).isBetween(alpha - 0.03, alpha);
            assertThat(atTheEnd).isEqualTo(crossed);
        }
    }

    @Tag("once")
    @Test
    void threeLooks_raiseNoMoreFalseAlarmsThanAlphaWhereUncorrectedOnesDo() {
        BlockedOrders design = new BlockedOrders(4);
        ReferenceOrders reference = ReferenceOrders.of(design, 16);
        Looks looks = new Looks(8, 4, 16);
        Random random = new Random(6);
        int runs = 3_000;
        int alarms = 0;
        int uncorrected = 0;
        for (int run = 0; run < runs; run++) {
            List<Order> orders = design.draw(random, 16);
            double[] logRatios = IntStream.range(0, 16)
                    .mapToDouble(i -> 0.05 + 0.1 * random.nextGaussian())
                    .toArray();
            boolean alarm = false;
            boolean naive = false;
            for (int pairs = 8; pairs <= 16; pairs += 4) {
                GroupSequential test = GroupSequential.of(
                        Arrays.copyOf(logRatios, pairs),
                        orders.subList(0, pairs),
                        reference,
                        pairs == 16 ? looks.last(16) : looks.interim(pairs));
                alarm |= test.pAbove(0.05) <= ALPHA;
                naive |= SignFlipTest.of(Arrays.copyOf(logRatios, pairs), orders.subList(0, pairs), reference)
                                .pAbove(0.05)
                        <= ALPHA;
            }
            alarms += alarm ? 1 : 0;
            uncorrected += naive ? 1 : 0;
        }

        assertThat((double) alarms / runs).isBetween(0.03, 0.06);
        assertThat((double) uncorrected / runs).isGreaterThan(0.07);
    }

    @Test
    void largeEffect_isFoundBeforeTheLastLook() {
        BlockedOrders design = BlockedOrders.DEFAULT;
        ReferenceOrders reference = ReferenceOrders.of(design, 30);
        Random random = new Random(7);
        double[] logRatios = IntStream.range(0, 15)
                .mapToDouble(i -> 0.3 + 0.02 * random.nextGaussian())
                .toArray();

        GroupSequential test = GroupSequential.of(
                logRatios, design.draw(7, 15), reference, Looks.upTo(30).interim(15));

        assertThat(test.pAbove(0.05)).isLessThan(ALPHA).isCloseTo(test.smallestP(), within(0.001));
        assertThat(test.pBelow(0.05)).isEqualTo(1);
    }

    @Test
    void earlyLook_mayNotRejectWhereTheDesignHasTooFewOrders() {
        BlockedOrders design = BlockedOrders.DEFAULT;
        double[] logRatios = new double[10];
        Arrays.fill(logRatios, 1);

        GroupSequential test = GroupSequential.of(
                logRatios,
                design.draw(8, 10),
                ReferenceOrders.of(design, 30),
                Looks.upTo(30).interim(10));

        assertThat(test.smallestP()).isGreaterThan(ALPHA);
        assertThat(test.pAbove(0)).isGreaterThan(ALPHA);
        assertThat(test.spent(ALPHA)).isLessThan(0.001);
    }

    @Test
    void spending_growsFromNothingToAlphaAndIsInverted() {
        // By hand from tables of Phi: z(0.025) = 1.95996, over sqrt(0.2) 4.3826 and over sqrt(0.5) 2.7718.
        assertThat(Spending.spent(0.05, 0.2)).isEqualTo(2 * 5.86e-6, within(1e-7));
        assertThat(Spending.spent(0.05, 0.5)).isEqualTo(0.005575, within(1e-5));
        assertThat(Spending.spent(0.05, 1)).isEqualTo(0.05, within(1e-12));
        assertThat(Spending.alpha(Spending.spent(0.03, 0.4), 0.4)).isEqualTo(0.03, within(1e-12));
    }

    @Test
    void looks_comeAt10And15AndSoOnAndAtTheEnd() {
        Looks looks = Looks.upTo(22);

        assertThat(IntStream.rangeClosed(1, 25).filter(looks::isLook)).containsExactly(10, 15, 20, 22);
        assertThat(looks.interim(15).sizes()).containsExactly(10, 15);
        assertThat(looks.last(17).sizes()).containsExactly(10, 15, 17);
        assertThat(looks.last(7).sizes()).containsExactly(7);
    }

    private static GroupSequential observe(
            double[] secondMinusFirst, byte[] vector, int pairs, ReferenceOrders reference, Looks looks) {
        Order[] orders = new Order[pairs];
        double[] logRatios = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            orders[i] = vector[i] > 0 ? BASELINE_FIRST : CANDIDATE_FIRST;
            logRatios[i] = vector[i] * secondMinusFirst[i];
        }
        return GroupSequential.of(logRatios, List.of(orders), reference, looks.interim(pairs));
    }
}
