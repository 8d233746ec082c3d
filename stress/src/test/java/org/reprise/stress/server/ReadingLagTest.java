package org.reprise.stress.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadingLagTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final ReadingLag lag = new ReadingLag(15 * SECOND, 0);

    @Test
    void serverThatReadsAtOnce_givesNoMoreTime() {
        assertThat(lag.recent(0)).isZero();
        lag.read(5 * SECOND, 5 * SECOND);
        assertThat(lag.recent(5 * SECOND)).isZero();
    }

    @Test
    void longestLagCounts_untilFiveSecondsHavePassed() {
        lag.read(0, 4 * SECOND);
        lag.read(4 * SECOND, 4 * SECOND + 1);

        assertThat(lag.recent(9 * SECOND)).isEqualTo(4 * SECOND);
        assertThat(lag.recent(9 * SECOND + 1)).isZero();
    }

    @Test
    void shorterLag_takesThePlaceOfOneThatIsOver() {
        lag.read(0, 4 * SECOND);
        lag.read(9 * SECOND, 10 * SECOND);

        assertThat(lag.recent(10 * SECOND)).isEqualTo(SECOND);
    }

    @Test
    void clockThatIsSetBack_takesNoTimeFromAnybody() {
        lag.read(3_600 * SECOND, 10 * SECOND);

        assertThat(lag.recent(10 * SECOND)).isZero();
    }

    @Test
    void clientThatIsSlowOnPurpose_gainsNoMoreThanTheBound() {
        lag.read(0, 600 * SECOND);

        assertThat(lag.recent(600 * SECOND)).isEqualTo(15 * SECOND);
    }
}
