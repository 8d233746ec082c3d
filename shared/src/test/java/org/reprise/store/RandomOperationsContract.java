package org.reprise.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whatever is done in whatever order, a store answers as the model does. */
abstract class RandomOperationsContract extends StoreFixture {

    private static final int SCRIPTS = 100;

    /** Short scripts come first, so that the first to fail is short. */
    @Test
    void randomOperations_areAnsweredAsByTheModel() {
        Set<String> outcomes = new TreeSet<>();
        for (int seed = 0; seed < SCRIPTS; seed++) {
            try (ContextStore fresh = newStore()) {
                new RandomScript(seed, fresh, outcomes).run(10 + 2 * seed);
            }
        }

        assertThat(outcomes)
                .as("kinds of answers that the scripts have met")
                .contains(
                        "open something",
                        "open nothing",
                        "open IllegalArgumentException",
                        "attach something",
                        "attach nothing",
                        "admit something",
                        "admit nothing",
                        "append Stored",
                        "append Duplicate",
                        "append Gap",
                        "append FencedException",
                        "append IllegalArgumentException",
                        "append IndexOutOfBoundsException",
                        "putHead replaced",
                        "putHead FencedException",
                        "read read",
                        "read FencedException",
                        "read IllegalArgumentException",
                        "readBatch 0",
                        "readBatch 1",
                        "readBatch FencedException",
                        "readBatch IllegalArgumentException",
                        "detach true",
                        "detach false",
                        "detachedSince 2",
                        "detachedSince IllegalArgumentException",
                        "park true",
                        "park false",
                        "park IllegalArgumentException",
                        "unpark unparked",
                        "unpark FencedException",
                        "unpark IllegalArgumentException",
                        "expire []",
                        "expire [a]",
                        "remove removed");
    }
}
