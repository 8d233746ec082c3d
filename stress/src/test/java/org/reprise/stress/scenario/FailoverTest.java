package org.reprise.stress.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reprise.store.ContextStore;
import org.reprise.store.redis.RedisProcess;
import org.reprise.store.uri.Stores;
import org.reprise.stress.TestRedis;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.wire.BinaryFrames;

/**
 * People go on where they were when the machine that served them dies: no word that was taken from them is lost, none is
 * there twice, and no machine that comes back from the dead speaks in between.
 */
@Tag("failover")
@Tag("once")
@Tag("websocket-resilience")
class FailoverTest {

    @TempDir
    private Path folder;

    @Test
    void processesThatDieAndFreeze_overRedis_loseAndDoubleNothing() {
        try (RedisProcess redis = TestRedis.start(folder)) {
            Played.of(new FailoverScenario(), settings(redis.uri())).restoredEverything();
        }
    }

    @Test
    void processesThatDie_overAFile_loseAndDoubleNothing() {
        Played.of(new FailoverScenario(), settings("sqlite:" + folder.resolve("sessions.db")))
                .restoredEverything();
    }

    @Test
    void playThatBreaksDown_leavesNoneOfItsSessionsInTheStore() {
        String uri = "sqlite:" + folder.resolve("sessions.db");
        Scenario.Progress breaking = (done, all) -> {
            throw new StageException("it broke down");
        };

        assertThatThrownBy(() -> new FailoverScenario().play(settings(uri), breaking))
                .isInstanceOf(StageException.class)
                .hasMessageStartingWith("it broke down");

        try (ContextStore store = Stores.open(uri)) {
            assertThat(store.sessions()).isZero();
        }
    }

    /** With few sessions: what takes time is that processes start, and that a frozen one is given up. */
    private static Settings settings(String store) {
        Settings small = RepriseExtension.settings(new BinaryFrames());
        return small.withWorkload(small.workload().withSessions(4))
                .withService(small.service().withStore(store));
    }
}
