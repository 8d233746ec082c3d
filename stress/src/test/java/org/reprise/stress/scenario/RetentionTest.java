package org.reprise.stress.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reprise.stress.client.Resumed;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.oracle.Verdict;
import org.reprise.stress.server.RepriseServer;
import org.reprise.wire.BinaryFrames;
import org.reprise.wire.Frame;
import org.reprise.wire.FrameFormat;

/**
 * People are told the truth about what became of their session: after a tunnel everything is there, after a coffee the
 * conversation is, and after a lunch they begin anew, and nothing of theirs is kept behind their backs.
 */
@Tag("context-preservation")
@Tag("websocket-resilience")
@ExtendWith(RepriseExtension.class)
class RetentionTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.reprise.stress.scenario.Played#formats")
    void outagesOfEveryLength_endAsTheirWindowSays(FrameFormat format) {
        Played.of(new RetentionScenario(), format).restoredEverything();
    }

    @Test
    @Tag("once")
    void overAFile_outagesEndAsTheirWindowSaysAndNothingIsLeft(@TempDir Path folder) {
        Settings usual = RepriseExtension.settings(new BinaryFrames());
        Settings settings = usual.withService(usual.service().withStore("sqlite:" + folder.resolve("sessions.db")));

        Scenario.Findings findings = new RetentionScenario().play(settings, (done, all) -> {});

        assertThat(findings.restored()).isEqualTo(findings.attempted()).isPositive();
        assertThat(findings.verdicts())
                .filteredOn(verdict -> verdict.objective().equals("sessions and bytes left after they expired"))
                .singleElement()
                .satisfies(verdict ->
                        assertThat(verdict.status()).as(verdict.toString()).isEqualTo(Verdict.Status.PASS));
    }

    @Test
    void sessionWhoseClientStays_isNeitherParkedNorExpired(Stage stage, RepriseServer server, Visitor visitor) {
        stage.pass(Duration.ofHours(1));

        visitor.talk(1);
        assertThat(visitor.faults()).isEmpty();
        assertThat(server.liveSessions()).isEqualTo(1);
    }

    @Test
    void oneShortOutageAfterAnother_isCountedFromTheLastOnly(Stage stage, Visitor visitor) {
        for (int i = 0; i < 3; i++) {
            visitor.client().reset();
            stage.awaitAllGone();
            stage.pass(Duration.ofSeconds(29));

            Resumed resumed = visitor.connect();

            assertThat(resumed.outcome()).isEqualTo(Frame.Outcome.RESTORED);
            assertThat(visitor.faults()).isEmpty();
        }
    }

    @Test
    void positionOfAnExpiredSession_isContinuedByNothingOfTheNewOne(Stage stage, Visitor visitor) {
        long epoch = visitor.client().position().epoch();
        visitor.client().reset();
        stage.awaitAllGone();
        stage.pass(Duration.ofMinutes(5));
        assertThat(stage.stored(visitor.sessionId())).isEmpty();

        Resumed resumed = visitor.connect();
        visitor.settle();

        assertThat(resumed.outcome()).isEqualTo(Frame.Outcome.CLEAN);
        assertThat(visitor.client().position().epoch()).isNotEqualTo(epoch);
        assertThat(visitor.faults()).isEmpty();
    }
}
