package org.reprise.stress.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reprise.stress.client.Resumed;
import org.reprise.stress.oracle.Verdict;
import org.reprise.wire.Frame;

/** What was gathered is judged by the bounds as they were given. */
class TallyTest {

    private static final Settings.Objectives USUAL = Settings.Objectives.DEFAULT;

    @Test
    void boundsBelowAMillisecond_areTheBounds() {
        assertThat(statuses(Duration.ofNanos(700_000), Duration.ofNanos(900_000)))
                .containsExactly(Verdict.Status.PASS, Verdict.Status.PASS, Verdict.Status.PASS);
        assertThat(statuses(Duration.ofNanos(300_000), Duration.ofNanos(600_000)))
                .containsExactly(Verdict.Status.PASS, Verdict.Status.FAIL, Verdict.Status.FAIL);
    }

    /** Of a reconnect that took half a millisecond to connect, and 0.8 to restore. */
    private static List<Verdict.Status> statuses(Duration connect, Duration restore) {
        Tally tally = new Tally("test");
        tally.reconnected(new Resumed(Frame.Outcome.RESTORED, List.of(), 1, 0, 500_000, 600_000, 800_000), List.of());
        Settings.Objectives objectives = new Settings.Objectives(
                connect,
                restore,
                USUAL.roamingRatio(),
                USUAL.slope(),
                USUAL.footprintGrowth(),
                USUAL.preserved(),
                USUAL.parkedRatio(),
                USUAL.continuity());
        return tally.findings(objectives).verdicts().stream()
                .map(Verdict::status)
                .toList();
    }
}
