package org.reprise.benchmarks.ab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final int BLOCK = Schedule.ORDERS.blockSize();

    @Property
    void everyBlock_hasEachOrderEquallyOften(
            @ForAll long seed, @ForAll String name, @ForAll @IntRange(max = 50) int block) {
        Schedule schedule = new Schedule(seed);
        BenchmarkCase benchmark = BenchmarkCase.of(name, Map.of());

        long baselineFirst = IntStream.range(block * BLOCK, (block + 1) * BLOCK)
                .filter(pair -> schedule.baselineFirst(benchmark, pair))
                .count();

        assertThat(baselineFirst).isEqualTo(BLOCK / 2);
    }

    @Property
    void aRound_hasEveryCaseOnceInAnOrderThatDependsOnSeedAndRoundAlone(
            @ForAll long seed,
            @ForAll @IntRange(max = 100) int round,
            @ForAll @Size(max = 20) @UniqueElements List<String> names) {
        List<BenchmarkCase> cases = cases(names);
        List<BenchmarkCase> reversed = new ArrayList<>(cases);
        Collections.reverse(reversed);

        List<BenchmarkCase> order = new Schedule(seed).round(round, cases);

        assertThat(order).containsExactlyInAnyOrderElementsOf(cases);
        assertThat(new Schedule(seed).round(round, reversed)).isEqualTo(order);
    }

    @Property
    void sameSeed_givesTheSameOrderOfAPair(@ForAll long seed, @ForAll @IntRange(max = 100) int pair) {
        BenchmarkCase benchmark = BenchmarkCase.of("a.B.c", Map.of("size", "1"));

        assertThat(new Schedule(seed).baselineFirst(benchmark, pair))
                .isEqualTo(new Schedule(seed).baselineFirst(benchmark, pair));
    }

    /** Kept figures must stay reproducible, so a change of the drawing has to be noticed. */
    @Test
    void seed42_drawsWhatItAlwaysDrew() {
        Schedule schedule = new Schedule(42);
        BenchmarkCase benchmark = BenchmarkCase.of("a.B.c", Map.of("size", "1"));

        String orders = IntStream.range(0, 20)
                .mapToObj(pair -> schedule.baselineFirst(benchmark, pair) ? "b" : "c")
                .reduce("", String::concat);

        assertThat(orders).isEqualTo("bbccccbcbbbcccbccbbb");
        assertThat(schedule.round(3, cases(List.of("a", "b", "c", "d", "e"))))
                .extracting(BenchmarkCase::benchmark)
                .containsExactly("c", "b", "e", "d", "a");
    }

    @Test
    void ordersOfABlock_areAllDrawnAndAboutEquallyOften() {
        int blocks = 252 * 40;
        Map<String, Integer> counts = new HashMap<>();
        for (int seed = 0; seed < blocks; seed++) {
            Schedule schedule = new Schedule(seed);
            BenchmarkCase benchmark = BenchmarkCase.of("a.B.c", Map.of());
            String order = IntStream.range(0, BLOCK)
                    .mapToObj(pair -> schedule.baselineFirst(benchmark, pair) ? "b" : "c")
                    .reduce("", String::concat);
            counts.merge(order, 1, Integer::sum);
        }

        double chiSquare = counts.values().stream()
                .mapToDouble(count -> Math.pow(count - 40, 2) / 40)
                .sum();

        assertThat(counts).hasSize(252);
        assertThat(chiSquare).as("with 251 degrees of freedom").isBetween(170.0, 345.0);
    }

    @Test
    void rounds_differInTheirOrder() {
        List<BenchmarkCase> cases = cases(List.of("a", "b", "c", "d", "e", "f", "g", "h"));
        Set<List<BenchmarkCase>> orders = new HashSet<>();
        for (int round = 0; round < 20; round++) {
            orders.add(new Schedule(1).round(round, cases));
        }

        assertThat(orders).hasSize(20);
    }

    private static List<BenchmarkCase> cases(List<String> names) {
        return names.stream().map(name -> BenchmarkCase.of(name, Map.of())).toList();
    }
}
