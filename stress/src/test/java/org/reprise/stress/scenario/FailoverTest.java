package org.reprise.stress.scenario;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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

    @Test
    void processesThatDieAndFreeze_loseAndDoubleNothing() {
        Played.of(new FailoverScenario(), settings()).restoredEverything();
    }

    /** With few sessions: what takes time is that processes start, and that a frozen one is given up. */
    private static Settings settings() {
        Settings small = RepriseExtension.settings(new BinaryFrames());
        return small.withWorkload(small.workload().withSessions(4));
    }
}
