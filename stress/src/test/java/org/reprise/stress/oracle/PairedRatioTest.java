package org.reprise.stress.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class PairedRatioTest {

    private final PairedRatio ratio = new PairedRatio();

    @Test
    void intervalBelowTheBound_holds() {
        measured(1.0, 1.02, 0.98, 1.01, 0.99);

        assertThat(ratio.judge("s", "o", 1.1).status()).isEqualTo(Verdict.Status.PASS);
    }

    @Test
    void intervalAboveTheBound_fails() {
        measured(1.5, 1.52, 1.48);

        assertThat(ratio.judge("s", "o", 1.1).status()).isEqualTo(Verdict.Status.FAIL);
    }

    @Test
    void boundWithinTheInterval_isInconclusive() {
        measured(0.8, 1.5, 1.1);

        assertThat(ratio.judge("s", "o", 1.1).status()).isEqualTo(Verdict.Status.INCONCLUSIVE);
    }

    @Test
    void halfAndDouble_areNoDifference() {
        measured(0.5, 2, 0.5, 2);

        assertThat(ratio.judge("s", "o", 1.1).observed()).startsWith("1.000 [").endsWith(", 4 pairs");
    }

    @Test
    void twoPairs_areTooFew() {
        measured(1, 1);

        assertThatIllegalStateException()
                .isThrownBy(() -> ratio.judge("s", "o", 1.1))
                .withMessage("2 pairs were measured, at least 3 are needed");
    }

    private void measured(double... ratios) {
        for (double one : ratios) {
            ratio.add(one);
        }
    }
}
