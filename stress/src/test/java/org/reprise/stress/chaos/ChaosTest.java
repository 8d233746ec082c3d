package org.reprise.stress.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.scenario.Parts;
import org.reprise.wire.BinaryFrames;
import org.reprise.wire.FrameFormat;
import org.reprise.wire.JsonFrames;

/** Whatever goes wrong on the way, in whatever order, nobody loses a word, and nobody is told a lie. */
@Tag("websocket-resilience")
@Tag("chaos")
class ChaosTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Stream<FrameFormat> formats() {
        return Stream.of(new JsonFrames(), new BinaryFrames());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("formats")
    void faultsOfEveryKind_loseNothingAndClaimNothingFalse(FrameFormat format) {
        ChaosScript script = ChaosScript.of(42, Duration.ofSeconds(2), 8);

        ChaosRun.Outcome outcome =
                ChaosRun.play(script, RepriseExtension.settings(format), Parts.USUAL, PATIENCE, (done, all) -> {});

        assertThat(ChaosRun.lines(outcome.faults())).isEmpty();
        assertThat(outcome.restored()).isPositive().isEqualTo(outcome.attempted());
    }

    @Test
    void seed_alwaysGivesTheSameScript() {
        List<String> lines = ChaosScript.of(7, Duration.ofSeconds(30), 20).lines();

        assertThat(ChaosScript.of(7, Duration.ofSeconds(30), 20).lines()).isEqualTo(lines);
        assertThat(ChaosScript.of(8, Duration.ofSeconds(30), 20).lines()).isNotEqualTo(lines);
    }

    @Test
    void longScript_holdsEveryFaultAndEveryOverlap() {
        String script =
                String.join("\n", ChaosScript.of(1, Duration.ofMinutes(2), 20).lines());

        assertThat(script)
                .contains("Reset[]", "Close[]", "BlackHole[direction=BOTH]", "BlackHole[direction=TO_SERVER]")
                .contains("BlackHole[direction=TO_CLIENT]", "Freeze[direction=BOTH]", "Thaw[]", "Cut[", "CutNext[")
                .contains("Refuse[]", "Accept[]", "pieceBytes=1]", "latency=PT0.0", "ReturnTwice[", "TakeOver[")
                .contains("Pass[time=PT31S]", "Pass[time=PT5M1S]", "Restart[told=true]", "Restart[told=false]")
                .contains("Intrude[", "manner=ABANDON")
                .endsWith("Settle[]\n+0 ms Retire[]");
    }
}
