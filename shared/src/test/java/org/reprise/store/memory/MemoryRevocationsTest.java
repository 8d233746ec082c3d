package org.reprise.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;
import org.reprise.store.Revocations;
import org.reprise.store.RevocationsContract;

class MemoryRevocationsTest extends RevocationsContract {

    private final MemoryRevocations revocations = new MemoryRevocations(clock);

    @Override
    protected Revocations newRevocations() {
        return revocations;
    }

    @Test
    void revocationsOfTokensThatHaveEnded_areForgottenAtTheNextOne_andNoOther() {
        int revoked = 10_000;
        for (int i = 0; i < revoked; i++) {
            // Not in the order of their ends.
            revocations.revoke("token-" + i, NOW.plusSeconds(1 + i * 7_919L % revoked));
        }
        assertThat(ids()).isGreaterThanOrEqualTo(revoked);

        clock.now = NOW.plusSeconds(revoked - 10);
        revocations.revoke("last", NOW.plusSeconds(2L * revoked));

        assertThat(ids()).isEqualTo(10 + 1);
        assertThat(revocations.isRevoked("last")).isTrue();
    }

    @Test
    void oneOfVeryManyRevocations_takesNoTimeThatGrowsWithThoseBefore() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < 200_000; i++) {
            revocations.revoke("token-" + i, NOW.plusSeconds(3_600 + i));
        }

        // Looking at all those before would take minutes; anything else a fraction of a second.
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - before)).isLessThan(Duration.ofSeconds(10));
    }

    private long ids() {
        return GraphLayout.parseInstance(revocations).getClassCounts().count(String.class);
    }
}
