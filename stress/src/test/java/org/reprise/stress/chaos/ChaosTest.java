package org.reprise.stress.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reprise.store.redis.RedisProcess;
import org.reprise.stress.TestRedis;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.oracle.Verdict;
import org.reprise.stress.scenario.Parts;
import org.reprise.stress.scenario.Scenario;
import org.reprise.stress.scenario.Settings;
import org.reprise.wire.BinaryFrames;
import org.reprise.wire.FrameFormat;
import org.reprise.wire.JsonFrames;

/** Whatever goes wrong on the way, in whatever order, nobody loses a word, and nobody is told a lie. */
@Tag("websocket-resilience")
@Tag("chaos")
class ChaosTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

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
    @Tag("once")
    void faultsOfEveryKind_overAFile_loseNothingAndClaimNothingFalse(@TempDir Path folder) {
        Settings settings = over("sqlite:" + folder.resolve("sessions.db"));

        ChaosRun.Outcome outcome = ChaosRun.play(
                ChaosScript.of(42, Duration.ofSeconds(2), 8), settings, Parts.USUAL, PATIENCE, (done, all) -> {});

        assertThat(ChaosRun.lines(outcome.faults())).isEmpty();
        assertThat(outcome.restored()).isPositive().isEqualTo(outcome.attempted());
    }

    @Test
    @Tag("once")
    void faultsOfEveryKind_overRedis_loseNothingAndClaimNothingFalse(@TempDir Path folder) {
        try (RedisProcess redis = TestRedis.start(folder)) {
            ChaosRun.Outcome outcome = ChaosRun.play(
                    ChaosScript.of(42, Duration.ofSeconds(2), 8),
                    over(redis.uri()),
                    Parts.USUAL,
                    PATIENCE,
                    (done, all) -> {});

            assertThat(ChaosRun.lines(outcome.faults())).isEmpty();
            assertThat(outcome.restored()).isPositive().isEqualTo(outcome.attempted());
        }
    }

    @Test
    void scriptOfAFile_isPlayedAsItStands() {
        List<String> file =
                List.of("# by hand", "sessions 2", "+0 ms Say[session=1]", "+0 ms Settle[]", "+0 ms Retire[]");

        Scenario.Findings findings = ChaosScenario.of(Path.of("by-hand.txt"), file)
                .play(RepriseExtension.settings(new JsonFrames()), (done, all) -> {});

        assertThat(findings.verdicts()).isNotEmpty().allSatisfy(verdict -> {
            assertThat(verdict.status()).isEqualTo(Verdict.Status.PASS);
            assertThat(verdict.observed()).startsWith("none in 3 steps");
        });
    }

    private static Settings over(String store) {
        Settings usual = RepriseExtension.settings(new BinaryFrames());
        return usual.withService(usual.service().withStore(store));
    }

    @Test
    void longScript_hasAsMuchToSayAsASessionCanPlay() {
        List<Step> words = Collections.nCopies(10_000, new Step(0, new Action.Say(0)));

        assertThat(ChaosRun.conversations(new ChaosScript(1, words))).isEqualTo(999);
    }

    @Test
    void usersWhoHaveSaidAll_areTold() {
        List<String> file = new ArrayList<>(List.of("sessions 1"));
        file.addAll(Collections.nCopies(3, "+0 ms Say[session=0]"));
        file.addAll(List.of("+0 ms Settle[]", "+0 ms Retire[]"));
        Settings small = RepriseExtension.settings(new JsonFrames());

        Scenario.Findings findings = ChaosScenario.of(Path.of("by-hand.txt"), file)
                .play(small.withWorkload(ofSingleQuestions(small.workload())), (done, all) -> {});

        assertThat(findings.notes())
                .singleElement()
                .asString()
                .startsWith("chaos: 1 of 1 users had said all of their conversations");
    }

    private Settings.Workload ofSingleQuestions(Settings.Workload usual) {
        try {
            Path corpus = Files.writeString(
                    folder.resolve("short.json"), "[{\"messages\":[{\"role\":\"user\",\"content\":\"hello?\"}]}]");
            return new Settings.Workload(
                    usual.cycles(), usual.sessions(), usual.length(), corpus.toString(), usual.seed());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
