package org.reprise.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphStats;
import org.reprise.store.Attachment;
import org.reprise.store.ParkedEntries;

/** What a stored session takes beyond its bytes, by the growth of the store over many of them. */
final class MemoryStoreFootprintTest {

    private static final int SESSIONS = 1_000;
    private static final int ENTRIES = 33;
    private static final int HEAD_BYTES = 600;
    private static final int PARKED_BYTES = 5_000;
    private static final int OVERHEAD_PER_SESSION = 256;
    private static final int OVERHEAD_PER_ENTRY = 24;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final MemoryStore store = new MemoryStore();
    private final Random random = new Random(11);
    private long encodedBytes;

    @Test
    void detachedSession_takesItsBytesAndLittleMore() {
        long before = bytesHeld();
        for (int i = 0; i < SESSIONS; i++) {
            fill(i);
        }

        assertOverhead(bytesHeld() - before, encodedBytes);
    }

    @Test
    void sessionDetachedASecondTime_takesNoMoreThanTheFirst() {
        long before = bytesHeld();
        for (int i = 0; i < SESSIONS; i++) {
            Attachment first = fill(i);
            Attachment second =
                    store.attach(first.sessionId(), now(i)).orElseThrow().attachment();
            append(second, 0);
            detach(second, i);
        }

        assertOverhead(bytesHeld() - before, encodedBytes);
    }

    @Test
    void parkedSession_takesItsParkedFormAndLittleMore() {
        long before = bytesHeld();
        for (int i = 0; i < SESSIONS; i++) {
            Attachment attachment = fill(i);
            ParkedEntries parked = new ParkedEntries(ENTRIES, new byte[PARKED_BYTES]);
            assertThat(store.park(attachment, 1, new byte[HEAD_BYTES], parked)).isTrue();
        }

        assertOverhead(bytesHeld() - before, SESSIONS * (long) (HEAD_BYTES + PARKED_BYTES));
    }

    @Test
    void sessionParkedInPart_takesItsParkedFormTheRestAndLittleMore() {
        int parkedEntries = 13;
        long before = bytesHeld();
        for (int i = 0; i < SESSIONS; i++) {
            Attachment attachment = fill(i);
            store.read(
                    attachment,
                    0,
                    parkedEntries,
                    1,
                    (sequence, count, bytes, offset, length) -> encodedBytes -= length);
            ParkedEntries parked = new ParkedEntries(parkedEntries, new byte[PARKED_BYTES]);
            assertThat(store.park(attachment, 1, new byte[HEAD_BYTES], parked)).isTrue();
        }

        assertOverhead(bytesHeld() - before, encodedBytes + SESSIONS * (long) PARKED_BYTES);
    }

    @Test
    void removedSessions_leaveNothingButTheTableTheyWereIn() {
        long before = bytesHeld();
        for (int i = 0; i < SESSIONS; i++) {
            fill(i);
        }
        assertThat(store.expire(Instant.MAX)).hasSize(SESSIONS);

        assertThat(bytesHeld() - before).isLessThan(32L * SESSIONS);
    }

    private Attachment fill(int session) {
        String id = new UUID(random.nextLong(), random.nextLong()).toString();
        byte[] head = new byte[HEAD_BYTES];
        encodedBytes += HEAD_BYTES;
        Attachment attachment = store.open(id, "user-" + session, 1 + session, head, now(session))
                .orElseThrow();
        for (int i = 0; i < ENTRIES; i++) {
            append(attachment, i % 2 == 0 ? 1 + i / 2 : 0);
        }
        detach(attachment, session);
        return attachment;
    }

    private void append(Attachment attachment, long clientMessageId) {
        byte[] entry = new byte[440 + random.nextInt(80)];
        encodedBytes += entry.length;
        store.append(attachment, clientMessageId, entry, 0, entry.length);
    }

    private void detach(Attachment attachment, int session) {
        assertThat(store.detach(attachment, now(session), now(session).plusSeconds(300)))
                .isTrue();
    }

    private static Instant now(int session) {
        return START.plusMillis(session);
    }

    private long bytesHeld() {
        return GraphStats.parseInstance(store).totalSize();
    }

    private static void assertOverhead(long held, long encoded) {
        double perSession = (held - encoded) / (double) SESSIONS;
        assertThat(perSession)
                .as("bytes a session beyond the encoded ones")
                .isPositive()
                .isLessThanOrEqualTo(OVERHEAD_PER_SESSION + ENTRIES * OVERHEAD_PER_ENTRY);
    }
}
