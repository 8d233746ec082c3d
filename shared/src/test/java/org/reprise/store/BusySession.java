package org.reprise.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reprise.store.StoreFixture.EXPIRY;
import static org.reprise.store.StoreFixture.NOW;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** One session with a client that comes and goes, an agent that never stops writing, and others around it. */
final class BusySession {

    private static final int MOST_OF_CLIENT = 300;
    private static final int MOST_OF_AGENT = 5_000;
    private static final int CLIENT = 0;
    private static final int AGENT = 1;

    private final ContextStore store;
    private final String id;
    private volatile Attachment newest;
    private volatile int ofClient;
    private volatile int ofAgent;

    BusySession(ContextStore store, Attachment opened) {
        this.store = store;
        this.id = opened.sessionId();
        this.newest = opened;
        assertThat(store.detach(opened, NOW, EXPIRY)).isTrue();
    }

    /** The client: attaches, reads, writes, replaces the head and goes; every third time it stays away until parked. */
    int comeAndGo() {
        ofClient = Together.turns(MOST_OF_CLIENT, turn -> {
            SessionState state = attach();
            assertThat(state.lastClientMessageId()).isEqualTo(turn - 1);
            requireOrdered(TaggedEntries.read(store, newest, 0, state.lastSequence()));
            assertThat(append(CLIENT, turn, turn)).isTrue();
            store.putHead(newest, StoreFixture.bytes("head " + turn));
            assertThat(store.detach(newest, NOW, EXPIRY)).isTrue();
            while (turn % 3 == 0 && store.detachedSince(NOW, Integer.MAX_VALUE).contains(newest)) {
                requireNotInterrupted();
            }
        });
        return ofClient;
    }

    /** Attaches and puts back what is parked. */
    private SessionState attach() {
        Attached attached = store.attach(id, NOW).orElseThrow();
        newest = attached.attachment();
        ParkedEntries parked = attached.parked();
        if (parked != null) {
            PackedEntries packed = PackedEntries.from(parked);
            store.unpark(newest, packed.bytes(), packed.lengths());
        }
        return attached.state();
    }

    /** The agent: writes whether the client is there or not; fenced by its return, it goes on with the new attachment. */
    int write(BooleanSupplier busy) {
        int written = 0;
        while (busy.getAsBoolean() && written < MOST_OF_AGENT) {
            if (append(AGENT, written + 1, 0)) {
                written++;
            }
        }
        ofAgent = written;
        return written;
    }

    private boolean append(int writer, int number, long clientMessageId) {
        byte[] bytes = new TaggedEntry(writer, number).bytes();
        try {
            assertThat(store.append(newest, clientMessageId, bytes, 0, bytes.length))
                    .isInstanceOf(AppendResult.Stored.class);
            return true;
        } catch (FencedException e) {
            return false;
        }
    }

    /** Somebody who parks as much as happens to be there, unless somebody comes in between. */
    int park(BooleanSupplier busy) {
        Random random = new Random(id.hashCode());
        int parked = 0;
        while (busy.getAsBoolean()) {
            SessionState state = store.state(id, NOW).orElseThrow();
            Attachment attachment = newest;
            long upTo = random.nextInt((int) state.lastSequence() + 1);
            List<byte[]> entries = new ArrayList<>();
            try {
                store.read(
                        attachment,
                        0,
                        upTo,
                        1,
                        (sequence, count, bytes, offset, length) ->
                                entries.add(Arrays.copyOfRange(bytes, offset, offset + length)));
            } catch (FencedException | IllegalArgumentException e) {
                // The client has come back, or another has parked it.
                continue;
            }
            ParkedEntries form = PackedEntries.of(entries).parked();
            if (store.park(attachment, state.headVersion(), state.head(), form)) {
                parked++;
            }
        }
        return parked;
    }

    /** Somebody who looks: whatever is done to the session, none of its numbers ever goes back. */
    int look(BooleanSupplier busy) {
        int looks = 0;
        SessionState last = store.state(id, NOW).orElseThrow();
        while (busy.getAsBoolean()) {
            SessionState state = store.state(id, NOW).orElseThrow();
            assertThat(state.lastSequence()).isGreaterThanOrEqualTo(last.lastSequence());
            assertThat(state.lastClientMessageId()).isGreaterThanOrEqualTo(last.lastClientMessageId());
            assertThat(state.headVersion()).isGreaterThanOrEqualTo(last.headVersion());
            last = state;
            looks++;
        }
        return looks;
    }

    /** Both writers' entries are all there, each writer's in order. */
    void requireWhole() {
        SessionState state = attach();
        assertThat(state.lastSequence()).isEqualTo(ofClient + ofAgent);
        assertThat(requireOrdered(TaggedEntries.read(store, newest, 0, state.lastSequence())))
                .containsExactly(ofClient, ofAgent);
    }

    /** How many entries there are of each writer. */
    private static long[] requireOrdered(List<TaggedEntry> entries) {
        long[] last = new long[2];
        for (TaggedEntry entry : entries) {
            assertThat(entry.number()).isEqualTo(++last[(int) entry.writer()]);
        }
        return last;
    }

    private static void requireNotInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new AssertionError("was told to stop while waiting");
        }
        Thread.onSpinWait();
    }
}
