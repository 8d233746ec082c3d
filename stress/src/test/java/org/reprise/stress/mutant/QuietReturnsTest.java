package org.reprise.stress.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reprise.store.Attached;
import org.reprise.store.ContextStore;
import org.reprise.store.StoreUnavailableException;
import org.reprise.stress.chaos.Action;
import org.reprise.stress.chaos.ChaosRun;
import org.reprise.stress.chaos.ChaosScript;
import org.reprise.stress.chaos.Step;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.oracle.Oracle;
import org.reprise.stress.scenario.Parts;
import org.reprise.wire.JsonFrames;

/** Those who come back in calm, when all faults are over, are let in too. */
@Tag("once")
@Tag("chaos")
class QuietReturnsTest {

    private static final Duration PATIENCE = Duration.ofMillis(200);

    @Test
    void serverThatLetsNobodyInAnyMore_isFound() {
        ChaosScript script =
                new ChaosScript(1, List.of(new Step(0, new Action.Settle()), new Step(0, new Action.Retire())));
        AtomicBoolean closed = new AtomicBoolean();

        ChaosRun.Outcome outcome = ChaosRun.play(
                script,
                RepriseExtension.settings(new JsonFrames()),
                new Calm().then(lettingInUntil(closed)),
                PATIENCE,
                (done, all) -> closed.set(true));

        assertThat(outcome.faults().get(Oracle.ACCESS))
                .anyMatch(fault -> fault.contains("not let in again when all was calm"));
        assertThat(outcome.restored()).isLessThan(outcome.attempted());
    }

    private static Parts lettingInUntil(AtomicBoolean closed) {
        return new Parts() {
            @Override
            public ContextStore store(ContextStore usual) {
                return new StoreOver(usual) {
                    @Override
                    public Optional<Attached> attach(String sessionId, Instant now) {
                        if (closed.get()) {
                            throw new StoreUnavailableException("nobody is let in", null);
                        }
                        return super.attach(sessionId, now);
                    }
                };
            }
        };
    }
}
