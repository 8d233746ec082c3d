package org.reprise.benchmarks.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MannWhitneyTestTest {

    @Test
    void threeAgainstThree_hasThePsOfTheTwentyArrangements() {
        double[] baseline = {1, 2, 3};

        assertThat(MannWhitneyTest.of(baseline, new double[] {4, 5, 6}).pAbove(0))
                .isEqualTo(0.05, within(1e-12));
        assertThat(MannWhitneyTest.of(baseline, new double[] {2.5, 5, 6}).pAbove(0))
                .isEqualTo(0.1, within(1e-12));
        assertThat(MannWhitneyTest.of(baseline, new double[] {4, 5, 6}).pBelow(0))
                .isEqualTo(1, within(1e-12));
        assertThat(MannWhitneyTest.of(baseline, new double[] {-1, -2, -3}).pBelow(0))
                .isEqualTo(0.05, within(1e-12));
        assertThat(MannWhitneyTest.of(baseline, new double[] {4, 5, 6}).smallestP())
                .isEqualTo(0.05, within(1e-12));
    }

    @Test
    void ties_countAgainstTheRejection() {
        double[] baseline = {1, 2, 3};

        assertThat(MannWhitneyTest.of(baseline, new double[] {3, 5, 6}).pAbove(0))
                .isEqualTo(0.1, within(1e-12));
        assertThat(MannWhitneyTest.of(baseline, baseline).pAbove(0)).isGreaterThan(0.5);
        assertThat(MannWhitneyTest.of(baseline, baseline).pBelow(0)).isGreaterThan(0.5);
        assertThat(MannWhitneyTest.of(new double[] {7, 7, 7}, new double[] {7, 7, 7})
                        .pAbove(0))
                .isEqualTo(1);
    }

    @Test
    void interval_isThatOfTheTables() {
        // 5 against 5: P(U <= 2) = 4/252 and P(U <= 3) = 7/252, so at 95 % the third smallest and largest difference.
        double[] baseline = {0, 100, 200, 300, 400};
        double[] candidate = {1, 103, 207, 315, 431};
        double[] differences = Arrays.stream(candidate)
                .flatMap(c -> Arrays.stream(baseline).map(b -> c - b))
                .sorted()
                .toArray();

        MannWhitneyTest test = MannWhitneyTest.of(baseline, candidate);

        assertThat(test.interval(0.95)).isEqualTo(new Interval(differences[2], differences[22]));
        assertThat(test.interval(0.96)).isEqualTo(new Interval(differences[2], differences[22]));
        assertThat(test.interval(0.97)).isEqualTo(new Interval(differences[1], differences[23]));
        assertThat(test.estimate()).isEqualTo(differences[12]);
        assertThat(test.interval(0.999).low()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Property(tries = 200)
    void interval_isWhatTheTestDoesNotReject(
            @ForAll @Size(6) List<@IntRange(min = -1000, max = 1000) Integer> first,
            @ForAll @Size(7) List<@IntRange(min = -1000, max = 1000) Integer> second) {
        double[] baseline = first.stream().mapToDouble(Integer::doubleValue).toArray();
        double[] candidate = second.stream().mapToDouble(Integer::doubleValue).toArray();
        MannWhitneyTest test = MannWhitneyTest.of(baseline, candidate);

        Interval interval = test.interval(0.9);

        assertThat(test.pAbove(interval.low() - 0.5)).isLessThanOrEqualTo(0.05);
        assertThat(test.pAbove(interval.low() + 0.5)).isGreaterThan(0.05);
        assertThat(test.pBelow(interval.high() + 0.5)).isLessThanOrEqualTo(0.05);
        assertThat(test.pBelow(interval.high() - 0.5)).isGreaterThan(0.05);
    }

    @Property(tries = 100)
    void exchangingTheSides_mirrorsAll(
            @ForAll @Size(6) List<@IntRange(min = -50, max = 50) Integer> first,
            @ForAll @Size(5) List<@IntRange(min = -50, max = 50) Integer> second) {
        double[] baseline = first.stream().mapToDouble(Integer::doubleValue).toArray();
        double[] candidate = second.stream().mapToDouble(Integer::doubleValue).toArray();

        MannWhitneyTest test = MannWhitneyTest.of(baseline, candidate);
        MannWhitneyTest mirrored = MannWhitneyTest.of(candidate, baseline);

        assertThat(mirrored.pBelow(-3)).isEqualTo(test.pAbove(3), within(1e-12));
        assertThat(mirrored.interval(0.9).low()).isEqualTo(-test.interval(0.9).high());
        assertThat(mirrored.estimate()).isEqualTo(-test.estimate());
    }

    @Test
    void manyForks_areJudgedByTheNormalApproximationWhichContinuesTheExactOne() {
        double[] baseline = IntStream.range(0, 60).asDoubleStream().toArray();
        double[] candidate = Arrays.stream(baseline).map(value -> value + 9.5).toArray();
        double[] more = IntStream.range(0, 61).mapToDouble(i -> i * 59 / 60.0).toArray();

        MannWhitneyTest exact = MannWhitneyTest.of(baseline, candidate);
        MannWhitneyTest approximate = MannWhitneyTest.of(more, candidate);

        assertThat(approximate.pAbove(0)).isEqualTo(exact.pAbove(0), within(0.001));
        assertThat(approximate.interval(0.95).low())
                .isEqualTo(exact.interval(0.95).low(), within(0.5));
    }

    @Test
    void noDifference_isFlaggedAtMostAsOftenAsAlphaAndIsCovered() {
        Random random = new Random(9);
        int runs = 2_000;
        int alarms = 0;
        int covered = 0;
        for (int run = 0; run < runs; run++) {
            double[] baseline = random.doubles(10).map(Math::log).toArray();
            double[] candidate = random.doubles(10).map(v -> Math.log(v) + 0.05).toArray();
            MannWhitneyTest test = MannWhitneyTest.of(baseline, candidate);
            Interval interval = test.interval(0.95);
            alarms += test.pAbove(0.05) <= 0.05 ? 1 : 0;
            covered += interval.low() <= 0.05 && 0.05 <= interval.high() ? 1 : 0;
        }

        assertThat((double) alarms / runs).isBetween(0.03, 0.06);
        assertThat((double) covered / runs).isBetween(0.94, 0.97);
    }
}
