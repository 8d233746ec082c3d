package org.reprise.stress.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkerTest {

    private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

    @Test
    void failureThatNeedsTwoSteps_isShrunkToThoseInTheirOrder() {
        assertThat(Shrinker.shrink(HUNDRED, list -> list.containsAll(List.of(17, 83)), () -> true))
                .containsExactly(17, 83);
    }

    @Test
    void failureThatNeedsNothing_isShrunkToNothing() {
        assertThat(Shrinker.shrink(HUNDRED, list -> true, () -> true)).isEmpty();
    }

    @Test
    void failureThatNeedsEverything_isLeftAsItIs() {
        assertThat(Shrinker.shrink(HUNDRED, list -> list.size() == 100, () -> true))
                .isEqualTo(HUNDRED);
    }

    @Test
    void whenTriesAreUsedUp_theBestSoFarIsAnswered() {
        AtomicInteger tries = new AtomicInteger();
        List<List<Integer>> failing = new ArrayList<>();

        List<Integer> shrunk = Shrinker.shrink(
                HUNDRED,
                list -> {
                    boolean fails = list.contains(42);
                    if (fails) {
                        failing.add(list);
                    }
                    return fails;
                },
                () -> tries.incrementAndGet() <= 4);

        assertThat(failing).isNotEmpty();
        assertThat(shrunk).isEqualTo(failing.get(failing.size() - 1)).hasSizeLessThan(100);
    }

    @Test
    void listOfOne_isShrunkToNothingOrLeft() {
        assertThat(Shrinker.shrink(List.of(1), list -> true, () -> true)).isEmpty();
        assertThat(Shrinker.shrink(List.of(1), List::isEmpty, () -> true)).isEmpty();
        assertThat(Shrinker.shrink(List.of(1), list -> list.size() == 1, () -> true))
                .containsExactly(1);
    }
}
