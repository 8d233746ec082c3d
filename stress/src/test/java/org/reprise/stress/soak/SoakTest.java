package org.reprise.stress.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.oracle.Verdict;
import org.reprise.stress.scenario.Scenario;
import org.reprise.stress.scenario.Settings;
import org.reprise.wire.BinaryFrames;

/** A service that is never restarted takes no more after a month than on its first day. */
@Tag("performance")
class SoakTest {

    @Test
    void twoSeconds_loseNothingLeaveNothingAndStopByThemselves() {
        AtomicLong progress = new AtomicLong();

        Scenario.Findings findings =
                new SoakScenario().play(settings(Duration.ofSeconds(2)), (done, all) -> progress.set(100 * done / all));

        // Whether it is flat takes longer to tell on a busy machine; that it grows is never true.
        assertThat(findings.verdicts())
                .hasSize(5)
                .allSatisfy(verdict ->
                        assertThat(verdict.status()).as(verdict.toString()).isNotEqualTo(Verdict.Status.FAIL));
        assertThat(findings.verdicts().get(0).status()).isEqualTo(Verdict.Status.PASS);
        assertThat(findings.restored()).isPositive().isEqualTo(findings.attempted());
        assertThat(progress).hasValue(100);
    }

    @Test
    void longSeries_takesNoMoreRoomAndKeepsItsCourse() {
        Footprints footprints = new Footprints(10);

        IntStream.range(0, 1_000).forEach(footprints::add);

        assertThat(footprints.values()).hasSizeLessThanOrEqualTo(10).isSorted();
        assertThat(footprints.values().get(0)).isLessThan(100);
    }

    private static Settings settings(Duration length) {
        Settings small = RepriseExtension.settings(new BinaryFrames());
        return small.withWorkload(small.workload().withSessions(4).withLength(length));
    }
}
