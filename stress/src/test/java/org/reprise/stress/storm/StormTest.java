package org.reprise.stress.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.oracle.Verdict;
import org.reprise.stress.scenario.Scenario;
import org.reprise.stress.scenario.Settings;
import org.reprise.stress.scenario.StageException;
import org.reprise.wire.BinaryFrames;

/** When everybody returns at once, everybody is there again. Times are judged in the stress run, not here. */
@Tag("websocket-resilience")
@Tag("storm")
@Tag("once")
class StormTest {

    private static final int SESSIONS = 100;
    private static final Storm.Scale SMALL = new Storm.Scale(512, 0, 3, Duration.ofMillis(200));
    private static final Storm.Scale TOO_SMALL = new Storm.Scale(16, 0, 3, Duration.ofMillis(200));

    @Test
    void hundredSessionsOfAProcess_areAllBackAndCanSpeak() {
        Scenario.Findings findings = new StormScenario(SMALL).play(settings(SESSIONS), (done, all) -> {});

        Map<String, Verdict> verdicts =
                findings.verdicts().stream().collect(Collectors.toMap(Verdict::objective, Function.identity()));
        assertThat(verdicts).hasSize(5);
        assertThat(verdicts.get("all are back, with the same entries in order").status())
                .as(findings.toString())
                .isEqualTo(Verdict.Status.PASS);
        assertThat(verdicts.get("whoever is back can speak").status()).isEqualTo(Verdict.Status.PASS);
        assertThat(verdicts.get("the server's process has not run out of its heap")
                        .status())
                .isEqualTo(Verdict.Status.PASS);
        assertThat(verdicts.get("time until all are back, over as many bare upgrades")
                        .observed())
                .endsWith("3 pairs");
        assertThat(verdicts.get("goodput at three times the rate that is kept up with")
                        .observed())
                .contains("returns/s");
        assertThat(findings.restored()).isEqualTo(findings.attempted()).isGreaterThanOrEqualTo(10 * SESSIONS);
        assertThat(findings.series())
                .extracting(Scenario.Series::name)
                .containsExactly(
                        "storm.return",
                        "storm.return-p99",
                        "storm.upgrade",
                        "storm.accepted",
                        "storm.goodput-peak",
                        "storm.goodput-overload",
                        "storm.attached",
                        "storm.detached",
                        "storm.heap-peak");
        assertThat(findings.notes())
                .anyMatch(note -> note.contains("bytes per attached session"))
                .anyMatch(note -> note.startsWith("all return with the client's back-off: 50 % after"))
                .anyMatch(note -> note.contains("of CPU each in the server's process"))
                .anyMatch(note -> note.startsWith("put off with 1013"));
    }

    @Test
    void serverThatIsKilled_isSaidInALine() {
        Set<ProcessHandle> before = ProcessHandle.current().children().collect(Collectors.toSet());
        Scenario.Progress killing = (done, all) -> ProcessHandle.current()
                .children()
                .filter(child -> !before.contains(child))
                .forEach(ProcessHandle::destroyForcibly);

        assertThatThrownBy(() -> new StormScenario(SMALL).play(settings(SESSIONS), killing))
                .isInstanceOf(StageException.class)
                .hasMessageContaining("the server's process has ended")
                .hasMessageContaining("exit code 137")
                .hasMessageNotContaining("\n");
    }

    @Test
    void serverWhoseHeapIsTooSmall_isSaidInALine() {
        assertThatThrownBy(() -> new StormScenario(TOO_SMALL).play(settings(10 * SESSIONS), (done, all) -> {}))
                .isInstanceOf(StageException.class)
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("OutOfMemoryError")
                .hasMessageNotContaining("\n");
    }

    private static Settings settings(int sessions) {
        Settings small = RepriseExtension.settings(new BinaryFrames());
        return small.withWorkload(small.workload().withSessions(sessions));
    }
}
