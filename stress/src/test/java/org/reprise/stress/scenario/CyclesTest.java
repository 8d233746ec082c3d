package org.reprise.stress.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.oracle.HeapOracle;
import org.reprise.stress.server.RepriseServer;
import org.reprise.wire.FrameFormat;
import org.reprise.wire.JsonFrames;

/**
 * A service that has been up for weeks does not need to be restarted for memory: a reconnect leaves nothing behind.
 */
@Tag("performance")
@Tag("reconnection")
@ExtendWith(RepriseExtension.class)
class CyclesTest {

    private static List<Object> held = List.of();

    @TempDir
    private Path folder;

    @AfterEach
    void letGo() {
        held = List.of();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.reprise.stress.scenario.Played#formats")
    void manyCycles_leaveNothingBehind(FrameFormat format) {
        Played.of(new CyclesScenario(), format).restoredEverything();
    }

    @ParameterizedTest
    @CsvSource({"10, 6", "100000, 999", "2147483647, 999"})
    void manyCycles_haveAsMuchToSayAsASessionCanPlay(int cycles, int expected) {
        Settings small = RepriseExtension.settings(new JsonFrames());
        Settings.Workload workload = small.workload();
        Settings settings = small.withWorkload(
                new Settings.Workload(cycles, 1, workload.length(), workload.corpus(), workload.seed()));

        assertThat(CyclesScenario.conversations(settings)).isEqualTo(expected);
    }

    @Test
    void connectionThatSomethingHolds_isFoundAndItsHolderNamed(RepriseServer server, Stage stage, Visitor visitor) {
        held = server.closedConnections().reachable().stream()
                .map(Reference::get)
                .toList();
        visitor.client().disconnect();
        stage.awaitAllGone();

        HeapOracle.Collected garbage =
                HeapOracle.awaitCollected(server.closedConnections()::reachable, Duration.ofMillis(200));

        assertThat(garbage.settled()).isTrue();
        assertThat(garbage.left()).isNotEmpty();
        assertThat(Evidence.in(folder).pathTo(garbage.left().get(0)))
                .contains("static " + CyclesTest.class.getName() + ".held -> ", "; heap in ");
    }
}
