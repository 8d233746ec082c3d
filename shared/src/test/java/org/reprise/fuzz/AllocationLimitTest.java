package org.reprise.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class AllocationLimitTest {

    private static final byte[] INPUT = new byte[10];

    private byte[] made = {};

    @Test
    void lessThanIsJustified_isGiven() {
        assertThat(new AllocationLimit(1_000).held(INPUT, () -> made = new byte[5_000]))
                .isSameAs(made)
                .hasSize(5_000);
    }

    @Test
    void moreThanIsJustified_isAnErrorThatNamesTheInput() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> new AllocationLimit(1_000).held(INPUT, () -> made = new byte[100_000]))
                .withMessageContaining("for 10, at most 75536 are justified: 00000000000000000000");
    }

    @Test
    void whatIsAllocatedOnce_doesNotCount() {
        new AllocationLimit(1_000).held(INPUT, () -> made.length == 0 ? made = new byte[100_000] : made);

        assertThat(made).hasSize(100_000);
    }
}
