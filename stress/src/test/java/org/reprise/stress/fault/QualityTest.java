package org.reprise.stress.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QualityTest {

    @Test
    void goodQuality_holdsNothingUp() {
        assertThat(Quality.GOOD.holdUp(1 << 20, new Random(1))).isZero();
    }

    @Test
    void latencyAndBandwidth_addUp() {
        Quality slow =
                Quality.GOOD.withLatency(Duration.ofMillis(20), Duration.ZERO).withBandwidth(1_000);

        assertThat(slow.holdUp(500, new Random(1))).isEqualTo(Duration.ofMillis(520));
    }

    @Test
    void jitter_staysWithinItsBoundAndIsDrawnFromTheSeed() {
        Quality shaky = Quality.GOOD.withLatency(Duration.ofMillis(5), Duration.ofMillis(10));
        Random random = new Random(7);
        Random same = new Random(7);

        for (int i = 0; i < 1_000; i++) {
            Duration held = shaky.holdUp(10, random);
            assertThat(held).isBetween(Duration.ofMillis(5), Duration.ofMillis(15));
            assertThat(shaky.holdUp(10, same)).isEqualTo(held);
        }
    }

    @Test
    void valuesOutOfBounds_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quality.GOOD.inPieces(0))
                .withMessageContaining("pieces of 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Quality.GOOD.withBandwidth(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Fault.Cut(Direction.BOTH, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Fault.CutNext(Direction.TO_CLIENT, -1));
    }
}
