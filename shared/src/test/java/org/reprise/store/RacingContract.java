package org.reprise.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Of calls that come at the same moment, of which only one can have its way, exactly one does. */
abstract class RacingContract extends StoreFixture {

    private static final int THREADS = 4;
    private static final int ROUNDS = 100;

    @Test
    void openBySeveralWhatOneRemovesAgain_isOpenedByOneAtATime() {
        requireOneAtATime(NOW, attachment -> store.remove(SESSION));
    }

    @Test
    void openBySeveralInThePlaceOfOneThatExpired_isOpenedByOneAtATime() {
        requireOneAtATime(EXPIRY, this::detach);
    }

    /** Who opens the session has it alone until {@code end}, which makes room for the next. */
    private void requireOneAtATime(Instant now, Consumer<Attachment> end) {
        AtomicInteger holders = new AtomicInteger();
        AtomicInteger opened = new AtomicInteger();

        Together.run(
                THREADS,
                thread -> Together.turns(turn -> store.open(SESSION, OWNER, 1 + thread, bytes("head"), now)
                        .ifPresent(attachment -> {
                            assertThat(holders.incrementAndGet()).isEqualTo(1);
                            assertThat(append(attachment, 1, "alone")).isEqualTo(new AppendResult.Stored(1));
                            assertThat(attachment.epoch()).isEqualTo(1 + thread);
                            opened.incrementAndGet();
                            holders.decrementAndGet();
                            end.accept(attachment);
                        })));

        assertThat(opened.get()).isPositive();
    }

    @Test
    void attachBySeveral_givesEachNumberOnceAndOnlyTheNewestActs() {
        open();

        List<BitSet> given = Together.run(THREADS, thread -> {
            BitSet numbers = new BitSet();
            Together.turns(turn -> numbers.set((int) attach().attachment().number()));
            return numbers;
        });

        BitSet all = new BitSet();
        for (BitSet numbers : given) {
            assertThat(all.intersects(numbers)).as("a number given twice").isFalse();
            all.or(numbers);
        }
        int newest = all.length() - 1;
        assertThat(all.nextSetBit(0)).isEqualTo(2);
        assertThat(all.nextClearBit(2)).as("a number that was left out").isEqualTo(newest + 1);
        append(new Attachment(SESSION, EPOCH, newest), "by the newest");
        for (int older = Math.max(1, newest - 10); older < newest; older++) {
            assertFenced(new Attachment(SESSION, EPOCH, older), "fenced");
        }
    }

    @Test
    void detachBySeveral_oneDetaches() {
        Attachment attachment = open();
        for (int round = 0; round < ROUNDS; round++) {
            Attachment newest = attachment;
            List<Boolean> detached = Together.run(THREADS, thread -> store.detach(newest, NOW, EXPIRY));

            assertThat(detached).containsOnlyOnce(true);
            attachment = attach().attachment();
        }
    }

    @Test
    void parkBySeveral_oneParks() {
        for (int round = 0; round < ROUNDS; round++) {
            Attachment attachment = open("session-" + round);
            append(attachment, "one", "two");
            detach(attachment);
            List<Boolean> parked = Together.run(
                    THREADS,
                    thread -> store.park(
                            attachment, 1, bytes("head " + thread), new ParkedEntries(2, bytes("parked " + thread))));

            assertThat(parked).containsOnlyOnce(true);
            Attached attached = store.attach(attachment.sessionId(), NOW).orElseThrow();
            int winner = parked.indexOf(true);
            assertThat(attached.state().head()).isEqualTo(bytes("head " + winner));
            assertThat(Seen.of(attached.parked())).isEqualTo(Seen.of(new ParkedEntries(2, bytes("parked " + winner))));
        }
    }

    @Test
    void parkOrAttach_theOneThatIsFirstIsSeenByTheOther() {
        for (int round = 0; round < ROUNDS; round++) {
            Attachment attachment = open("session-" + round);
            append(attachment, "one", "two");
            detach(attachment);
            List<Object> results = Together.run(
                    2,
                    thread -> thread == 0
                            ? store.park(attachment, 1, bytes("parked"), new ParkedEntries(2, bytes("parked")))
                            : store.attach(attachment.sessionId(), NOW).orElseThrow());

            Attached attached = (Attached) results.get(1);
            boolean parked = (Boolean) results.get(0);
            assertThat(attached.parked() != null).isEqualTo(parked);
            assertThat(attached.state().head()).isEqualTo(bytes(parked ? "parked" : "head"));
        }
    }

    @Test
    void unparkBySeveral_onePutsTheEntriesBackAndTheOthersFindNothingParked() {
        Attachment attachment = open();
        append(attachment, "one", "two");
        detach(attachment);
        for (int round = 0; round < ROUNDS; round++) {
            park(attachment);
            List<Boolean> unparked = Together.run(THREADS, thread -> {
                try {
                    store.unpark(attachment, bytes("onetwo"), new int[] {3, 3});
                    return true;
                } catch (IllegalArgumentException e) {
                    return false;
                }
            });

            assertThat(unparked).containsOnlyOnce(true);
            assertThat(entries(attachment)).containsExactly("one", "two");
        }
    }

    @Test
    void stateAndReadWhileAnotherParksAndUnparks_seeTheOneOrTheOther() {
        Attachment attachment = open();
        append(attachment, "one", "two");
        detach(attachment);
        AtomicBoolean parking = new AtomicBoolean(true);
        Callable<Integer> parkAndUnpark = () -> {
            try {
                return Together.turns(turn -> {
                    assertThat(store.park(attachment, turn, bytes("head"), new ParkedEntries(1, bytes("parked"))))
                            .isTrue();
                    store.unpark(attachment, bytes("one"), new int[] {3});
                });
            } finally {
                parking.set(false);
            }
        };
        Callable<Integer> look = () -> {
            int looks = 0;
            while (parking.get()) {
                if (state().lastSequence() != 2) {
                    throw new AssertionError("torn: " + state());
                }
                looks++;
            }
            return looks;
        };
        Callable<Integer> read = () -> {
            int whole = 0;
            while (parking.get()) {
                assertThat(entriesAfter(1, attachment)).containsExactly("two");
                try {
                    assertThat(entries(attachment)).containsExactly("one", "two");
                    whole++;
                } catch (IllegalArgumentException e) {
                    assertThat(e).hasMessageContaining("parked");
                }
            }
            return whole;
        };

        List<Integer> results = Together.run(List.of(parkAndUnpark, look, read));

        assertThat(state().headVersion()).isEqualTo(1 + results.get(0));
        assertThat(entries(attachment)).containsExactly("one", "two");
    }

    @Test
    void attachJustBeforeExpiryWhileAnotherExpires_whoeverIsFirstHasTheSession() {
        AtomicBoolean attaching = new AtomicBoolean(true);
        byte[] entry = bytes("by the newest");
        int[] opened = new int[1];
        AtomicInteger expired = new AtomicInteger();
        Callable<Integer> expiring = () -> {
            do {
                expired.addAndGet(store.expire(EXPIRY).size());
            } while (attaching.get());
            return expired.get();
        };
        Callable<Integer> attachOrOpen = () -> {
            Attachment[] last = {new Attachment(SESSION, EPOCH, 1)};
            try {
                return Together.turns(turn -> {
                    Optional<Attached> attached = store.attach(SESSION, EXPIRY.minusNanos(1));
                    if (attached.isEmpty()) {
                        requireGone(last[0]);
                        opened[0]++;
                    }
                    last[0] = attached.map(Attached::attachment).orElseGet(() -> open(SESSION));
                    store.append(last[0], 0, entry, 0, entry.length);
                    store.detach(last[0], NOW, EXPIRY);
                });
            } finally {
                attaching.set(false);
            }
        };

        Together.run(List.of(expiring, attachOrOpen));

        assertThat(store.sessions()).isEqualTo(opened[0] - expired.get());
    }

    private void requireGone(Attachment attachment) {
        assertThatExceptionOfType(FencedException.class).isThrownBy(() -> append(attachment, 0, "late"));
        assertThat(store.detachedSince(Instant.MAX, 1)).isEmpty();
    }

    @Test
    void detachWhileASweepLooks_isSeenByTheNextSweepIfNotByThisOne() {
        for (int round = 0; round < ROUNDS; round++) {
            // The sweep finds what the first time away has left behind.
            detach(open());
            Attachment newest = attach().attachment();
            List<List<?>> looked = Together.run(List.of(
                    () -> List.of(store.detach(newest, NOW, EXPIRY)),
                    () -> store.detachedSince(NOW, 1),
                    () -> store.expire(EXPIRY)));

            List<?> left = looked.get(2).isEmpty() ? List.of(SESSION) : List.of();
            assertThat(looked.get(0)).isEqualTo(List.of(true));
            assertThat(store.detachedSince(NOW, 1))
                    .extracting(Attachment::sessionId)
                    .isEqualTo(left);
            assertThat(store.expire(EXPIRY)).isEqualTo(left);
        }
    }

    @Test
    void expireBySeveral_namesEachSessionOnce() {
        int sessions = 100;
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < sessions; i++) {
                detach(open("session-" + i));
            }

            List<String> expired = Together.run(THREADS, thread -> store.expire(EXPIRY)).stream()
                    .flatMap(List::stream)
                    .toList();

            assertThat(expired).hasSize(sessions).doesNotHaveDuplicates();
            assertThat(store.sessions()).isZero();
        }
    }
}
