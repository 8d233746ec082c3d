package org.reprise.stress.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.oracle.Verdict;
import org.reprise.wire.BinaryFrames;
import org.reprise.wire.FrameFormat;
import org.reprise.wire.JsonFrames;

/** A scenario that has been played, small. Times are judged in the stress run, not in tests, where others may run beside. */
final class Played {

    private static final Set<String> TIMED = Set.of(
            "time to connect, mean",
            "time to restore, longest",
            "restore from elsewhere, ratio to the same place",
            "restore time, slope per cycle");

    private final Scenario.Findings findings;

    private Played(Scenario.Findings findings) {
        this.findings = findings;
    }

    static Played of(Scenario scenario, FrameFormat format) {
        return of(scenario, RepriseExtension.settings(format));
    }

    static Played of(Scenario scenario, Settings settings) {
        return new Played(scenario.play(settings, (done, all) -> {}));
    }

    /** The formats that every scenario is played over. */
    static Stream<FrameFormat> formats() {
        return Stream.of(new JsonFrames(), new BinaryFrames());
    }

    void restoredEverything() {
        assertThat(findings.verdicts())
                .filteredOn(verdict -> !TIMED.contains(verdict.objective()))
                .isNotEmpty()
                .allSatisfy(verdict ->
                        assertThat(verdict.status()).as(verdict.toString()).isEqualTo(Verdict.Status.PASS));
        assertThat(findings.attempted()).isPositive();
        assertThat(findings.restored()).isEqualTo(findings.attempted());
    }
}
