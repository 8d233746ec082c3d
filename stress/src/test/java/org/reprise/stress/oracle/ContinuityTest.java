package org.reprise.stress.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ContinuityTest {

    @Test
    void threeThousandWithoutFailure_allowToClaimThreeNines() {
        // With no failure the bound is the n-th root of 5 %.
        assertThat(new Continuity(2_995, 2_995).lowerBound()).isCloseTo(Math.pow(0.05, 1 / 2_995.0), within(1e-9));
        assertThat(new Continuity(2_995, 2_995).lowerBound()).isGreaterThan(0.999);
        assertThat(new Continuity(2_900, 2_900).lowerBound()).isLessThan(0.999);
    }

    @Test
    void oneFailure_lowersTheClaim() {
        assertThat(new Continuity(2_995, 2_994).lowerBound()).isLessThan(0.999);
    }

    @Test
    void noneRestored_claimsNothing() {
        assertThat(new Continuity(10, 0).lowerBound()).isZero();
    }

    @Test
    void moreRestoredThanAttempted_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Continuity(1, 2));
    }
}
