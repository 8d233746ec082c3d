package org.reprise.stress.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ResumePaceTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final ResumePace pace = new ResumePace(6);

    @Test
    void asManyAsAllowed_atOnce_andOneMoreInEachShareOfAMinute() {
        long used = used(0, 6, NOW);

        assertThat(pace.wait(used, NOW)).isEqualTo(Duration.ofSeconds(10));
        assertThat(pace.wait(used, NOW.plusSeconds(9))).isEqualTo(Duration.ofSeconds(1));
        Instant then = NOW.plusSeconds(10);
        assertThat(pace.wait(used, then)).isZero();
        assertThat(pace.wait(used(used, 1, then), then)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void sessionAtRestForAMinute_hasAllOfItsResumesAgain_andNoMore() {
        Instant later = NOW.plusSeconds(600);
        long used = used(used(0, 6, NOW), 6, later);

        assertThat(pace.wait(used, later)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void clockThatIsSetBack_makesNobodyWaitForLonger() {
        long used = used(0, 6, NOW);

        assertThat(pace.wait(used, NOW.minusSeconds(86_400))).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void withoutALimit_nobodyWaits() {
        ResumePace free = new ResumePace(ServerLimits.UNLIMITED);
        long used = 0;
        for (int i = 0; i < 100_000; i++) {
            assertThat(free.wait(used, NOW)).isZero();
            used = free.resumed(used, NOW);
        }
    }

    private long used(long usedUpTo, int times, Instant now) {
        long used = usedUpTo;
        for (int i = 0; i < times; i++) {
            assertThat(pace.wait(used, now)).isZero();
            used = pace.resumed(used, now);
        }
        return used;
    }
}
