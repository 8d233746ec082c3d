package org.reprise.benchmarks.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.reprise.benchmarks.statistics.Order.BASELINE_FIRST;
import static org.reprise.benchmarks.statistics.Order.CANDIDATE_FIRST;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BlockedOrdersTest {

    @Property(tries = 200)
    void drawnOrders_areBalancedInEachBlockAndBeginTheSameForFewerPairs(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 6) int half,
            @ForAll @IntRange(min = 1, max = 40) int pairs) {
        BlockedOrders design = new BlockedOrders(2 * half);

        List<Order> orders = design.draw(seed, pairs);

        assertThat(orders).hasSize(pairs);
        assertThat(design.allows(orders)).isTrue();
        for (int start = 0; start + 2 * half <= pairs; start += 2 * half) {
            assertThat(Collections.frequency(orders.subList(start, start + 2 * half), BASELINE_FIRST))
                    .isEqualTo(half);
        }
        assertThat(design.draw(seed, pairs - 1)).isEqualTo(orders.subList(0, pairs - 1));
    }

    @Test
    void blocksOfFour_haveSixOrdersEachAndSoManyPrefixes() {
        byte[][] all = new BlockedOrders(4).all(5);

        Set<List<Byte>> different = new HashSet<>();
        for (byte[] vector : all) {
            different.add(List.of(vector[0], vector[1], vector[2], vector[3], vector[4]));
        }
        assertThat(all).hasDimensions(36, 5);
        assertThat(different).hasSize(12);
    }

    @Test
    void ordersThatAreOutOfBalance_areNotOfTheDesign() {
        BlockedOrders design = new BlockedOrders(4);

        assertThat(design.allows(List.of(BASELINE_FIRST, BASELINE_FIRST, BASELINE_FIRST)))
                .isFalse();
        assertThat(design.allows(List.of(BASELINE_FIRST, BASELINE_FIRST, CANDIDATE_FIRST, BASELINE_FIRST)))
                .isFalse();
        assertThat(design.allows(List.of(BASELINE_FIRST, BASELINE_FIRST))).isTrue();
    }

    @Test
    void oddBlock_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BlockedOrders(5))
                .withMessage("a block has 5 pairs, it needs an even number, at least 2");
    }
}
