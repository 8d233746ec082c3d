package org.reprise.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What each part of the contract begins with: an empty store, and short words for one session in it. */
abstract class StoreFixture {

    static final String SESSION = "session-1";
    static final String OWNER = "user-1";
    static final long EPOCH = 0x5eedL;
    static final long OTHER_EPOCH = 0xfeedL;
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant EXPIRY = NOW.plusSeconds(300);

    ContextStore store;

    abstract ContextStore newStore();

    @BeforeEach
    final void makeStore() {
        store = newStore();
    }

    @AfterEach
    final void closeStore() {
        store.close();
    }

    final Attachment open() {
        return open(SESSION);
    }

    final Attachment open(String sessionId) {
        return store.open(sessionId, OWNER, EPOCH, bytes("head"), NOW).orElseThrow();
    }

    final Attached attach() {
        return store.attach(SESSION, NOW).orElseThrow();
    }

    final void detach(Attachment attachment) {
        assertThat(store.detach(attachment, NOW, EXPIRY)).isTrue();
    }

    final AppendResult append(Attachment attachment, long clientMessageId, String entry) {
        byte[] bytes = bytes(entry);
        return store.append(attachment, clientMessageId, bytes, 0, bytes.length);
    }

    final void append(Attachment attachment, String... entries) {
        for (String entry : entries) {
            assertThat(append(attachment, 0, entry)).isInstanceOf(AppendResult.Stored.class);
        }
    }

    final void append(Attachment attachment, List<byte[]> entries) {
        for (byte[] entry : entries) {
            assertThat(store.append(attachment, 0, entry, 0, entry.length)).isInstanceOf(AppendResult.Stored.class);
        }
    }

    /** Parks all that is stored, in the form of {@link PackedEntries}, with the head as it is. */
    final void park(Attachment attachment) {
        SessionState state = state();
        PackedEntries packed = PackedEntries.of(read(attachment, 0, state.lastSequence()));
        assertThat(store.park(attachment, state.headVersion(), state.head(), packed.parked()))
                .isTrue();
    }

    final void unpark(Attachment attachment, ParkedEntries parked) {
        PackedEntries packed = PackedEntries.from(parked);
        store.unpark(attachment, packed.bytes(), packed.lengths());
    }

    final SessionState state() {
        return store.state(SESSION, NOW).orElseThrow();
    }

    /** The entries of the session, from the first that is not parked on. */
    final List<String> entriesAfter(long after, Attachment attachment) {
        return read(attachment, after, state().lastSequence()).stream()
                .map(StoreFixture::text)
                .toList();
    }

    final List<String> entries(Attachment attachment) {
        return entriesAfter(0, attachment);
    }

    /** Entries one by one. */
    final List<byte[]> read(Attachment attachment, long after, long upTo) {
        List<byte[]> entries = new ArrayList<>();
        store.read(attachment, after, upTo, 1, (sequence, count, bytes, offset, length) -> {
            assertThat(sequence).isEqualTo(after + entries.size() + 1);
            assertThat(count).isEqualTo(1);
            entries.add(Arrays.copyOfRange(bytes, offset, offset + length));
        });
        return entries;
    }

    /** Every call by which an attachment acts on its session is refused, and does nothing. */
    final void assertFenced(Attachment attachment, String reason) {
        Object before = seen(attachment.sessionId());
        byte[] bytes = bytes("fenced");
        List<Runnable> calls = List.of(
                () -> store.append(attachment, 0, bytes, 0, bytes.length),
                () -> store.append(attachment, 1, bytes, 0, bytes.length),
                () -> store.putHead(attachment, bytes),
                () -> store.read(attachment, 0, 0, 1, new Batches()),
                () -> store.readBatch(attachment, 0, 1, new Batches()),
                () -> store.unpark(attachment, new byte[0], new int[0]));
        for (Runnable call : calls) {
            assertThatExceptionOfType(FencedException.class)
                    .isThrownBy(call::run)
                    .withMessageContainingAll(
                            "attachment " + attachment.number(), Long.toHexString(attachment.epoch()), reason);
        }
        assertThat(store.detach(attachment, NOW, NOW)).isFalse();
        assertThat(store.park(attachment, 1, bytes, new ParkedEntries(0, bytes)))
                .isFalse();
        assertThat(seen(attachment.sessionId())).isEqualTo(before);
    }

    /** All that can be seen of a session without attaching, in a form that has a useful {@code equals}. */
    final Object seen(String sessionId) {
        return List.of(
                Seen.of(store.state(sessionId, NOW)),
                List.copyOf(store.detachedSince(Instant.MAX, Integer.MAX_VALUE)),
                store.sessions());
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
