package org.reprise.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.reprise.store.AppendResult.Duplicate;
import org.reprise.store.AppendResult.Stored;

/** Many threads on one session: nothing is lost, doubled or torn, and who has been fenced stays out. */
abstract class ConcurrencyContract extends StoreFixture {

    private static final int THREADS = 4;

    @Test
    void appendsBySeveral_haveDenseSequencesAndReadersSeeWholeEntriesInOrder() {
        Attachment attachment = open();
        Map<Long, TaggedEntry> acked = new ConcurrentHashMap<>();
        AtomicInteger writing = new AtomicInteger(THREADS);
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int writer = thread;
            tasks.add(() -> {
                try {
                    return Together.turns(20_000, number -> {
                        TaggedEntry entry = new TaggedEntry(writer, number);
                        assertThat(acked.put(stored(attachment, 0, entry), entry))
                                .isNull();
                    });
                } finally {
                    writing.decrementAndGet();
                }
            });
        }
        tasks.add(() -> readAppended(attachment, writing));
        tasks.add(() -> readAppendedByBatch(attachment, writing));

        List<Integer> results = Together.run(tasks);

        int written = results.subList(0, THREADS).stream().mapToInt(i -> i).sum();
        assertThat(results.subList(THREADS, THREADS + 2)).containsOnly(written);
        requireOrdered(requireAcked(attachment, acked, written));
    }

    /** Reads what has come since it read last, until nobody writes any more. */
    private int readAppended(Attachment attachment, AtomicInteger writing) {
        List<TaggedEntry> read = new ArrayList<>();
        boolean last;
        do {
            last = writing.get() == 0;
            read.addAll(TaggedEntries.read(store, attachment, read.size(), state().lastSequence()));
        } while (!last);
        requireOrdered(read);
        return read.size();
    }

    private int readAppendedByBatch(Attachment attachment, AtomicInteger writing) {
        TaggedEntries read = new TaggedEntries(0);
        boolean last;
        int count;
        do {
            last = writing.get() == 0;
            int before = read.entries().size();
            count = store.readBatch(attachment, before, 1_000, read);
            assertThat(read.entries()).hasSize(before + count);
        } while (!last || count > 0);
        requireOrdered(read.entries());
        return read.entries().size();
    }

    @Test
    void clientMessagesSentBySeveralAtOnce_areStoredOnce() {
        Attachment attachment = open();
        List<List<AppendResult>> results = Together.run(THREADS, thread -> {
            List<AppendResult> answers = new ArrayList<>();
            Together.turns(5_000, id -> {
                byte[] bytes = new TaggedEntry(0, id).bytes();
                answers.add(store.append(attachment, id, bytes, 0, bytes.length));
            });
            return answers;
        });

        int messages = (int) state().lastSequence();
        assertThat(results).map(List::size).contains(messages).allMatch(size -> size <= messages);
        requireOrdered(TaggedEntries.read(store, attachment, 0, messages));
        for (int i = 0; i < messages; i++) {
            int index = i;
            List<AppendResult> ofOneMessage = results.stream()
                    .filter(answers -> index < answers.size())
                    .map(answers -> answers.get(index))
                    .toList();
            assertThat(ofOneMessage).containsOnlyOnce(new Stored(i + 1));
            assertThat(ofOneMessage).isSubsetOf(new Stored(i + 1), new Duplicate(i + 1));
        }
    }

    @Test
    void headsReplacedBySeveral_countEachVersion() {
        Attachment attachment = open();

        List<Integer> replaced = Together.run(THREADS, thread -> {
            AtomicLong seen = new AtomicLong(1);
            return Together.turns(turn -> {
                store.putHead(attachment, bytes("head"));
                long version = state().headVersion();
                assertThat(version).isGreaterThan(seen.getAndSet(version));
            });
        });

        assertThat(state().headVersion())
                .isEqualTo(1 + replaced.stream().mapToInt(i -> i).sum());
    }

    /** Several clients of one session that take it from each other, as after reconnects that overlap. */
    @Test
    void writerThatWasFenced_neverWritesAfterANewerAttachHasReturned() {
        open();
        AtomicLong newestKnown = new AtomicLong(1);
        Map<Long, TaggedEntry> acked = new ConcurrentHashMap<>();

        List<Integer> attached = Together.run(
                THREADS,
                thread -> Together.turns(20_000, turn -> {
                    Attached mine = attach();
                    newestKnown.accumulateAndGet(mine.attachment().number(), Math::max);
                    writeUntilFenced(mine.attachment(), mine.state().lastClientMessageId(), newestKnown, acked);
                }));

        Attachment last = attach().attachment();
        assertThat(last.number())
                .isEqualTo(2 + attached.stream().mapToInt(i -> i).sum());
        List<TaggedEntry> entries = requireAcked(last, acked, acked.size());
        assertThat(entries.stream().mapToLong(TaggedEntry::number))
                .as("client message ids")
                .isEqualTo(LongStream.rangeClosed(1, entries.size()).boxed().toList());
        assertThat(entries.stream().mapToLong(TaggedEntry::writer))
                .as("attachments in the order of the entries")
                .isSortedAccordingTo(Comparator.naturalOrder());
    }

    private void writeUntilFenced(
            Attachment mine, long lastClientMessageId, AtomicLong newestKnown, Map<Long, TaggedEntry> acked) {
        for (long id = lastClientMessageId + 1; id <= lastClientMessageId + 5; id++) {
            TaggedEntry entry = new TaggedEntry(mine.number(), id);
            long before = newestKnown.get();
            try {
                acked.put(stored(mine, id, entry), entry);
                requireNewest(mine, before);
                before = newestKnown.get();
                store.putHead(mine, bytes("head of " + mine.number()));
                requireNewest(mine, before);
            } catch (FencedException e) {
                return;
            }
        }
        long before = newestKnown.get();
        if (store.detach(mine, NOW, EXPIRY)) {
            requireNewest(mine, before);
        }
    }

    private static void requireNewest(Attachment attachment, long newestKnownBefore) {
        assertThat(attachment.number())
                .as("attachment that acted after another had come")
                .isGreaterThanOrEqualTo(newestKnownBefore);
    }

    /**
     * For each session a client that comes and goes and an agent that writes all the while, and beside them those who
     * park, expire and look.
     */
    @Test
    void sessionsParkedWhileClientsComeAndGoAndAgentsWrite_loseNothing() {
        int sessions = 2;
        AtomicInteger clients = new AtomicInteger(sessions);
        BooleanSupplier busy = () -> clients.get() > 0;
        List<BusySession> all = new ArrayList<>();
        List<Callable<Object>> tasks = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            BusySession session = new BusySession(store, open("session-" + i));
            all.add(session);
            tasks.add(() -> {
                try {
                    return session.comeAndGo();
                } finally {
                    clients.decrementAndGet();
                }
            });
            tasks.add(() -> session.write(busy));
            tasks.add(() -> session.look(busy));
            tasks.add(() -> session.park(busy));
            tasks.add(() -> session.park(busy));
        }
        tasks.add(() -> {
            while (busy.getAsBoolean()) {
                assertThat(store.expire(NOW)).isEmpty();
            }
            return "expired";
        });

        Together.run(tasks);

        all.forEach(BusySession::requireWhole);
    }

    /** Incarnations of one session that follow each other while late writers are still at work. */
    @Test
    void incarnationsOpenedDetachedExpiredAndRemovedBySeveral_neverMix() {
        AtomicLong ticks = new AtomicLong();
        AtomicInteger opened = new AtomicInteger();
        AtomicInteger expired = new AtomicInteger();

        List<Integer> turns = Together.run(THREADS, thread -> {
            Random random = new Random(thread);
            return Together.turns(turn -> {
                long tick = ticks.incrementAndGet();
                Instant now = NOW.plusNanos(tick);
                expired.addAndGet(store.expire(now).size());
                Optional<Attachment> first = store.open(SESSION, OWNER, tick, bytes("head"), now);
                first.ifPresent(attachment -> opened.incrementAndGet());
                first.or(() -> store.attach(SESSION, now).map(Attached::attachment))
                        .ifPresent(mine -> writeIntoIncarnation(mine, now, now.plusNanos(random.nextInt(20))));
                if (thread == 0 && turn % 10 == 0) {
                    store.remove(SESSION);
                }
            });
        });

        assertThat(opened.get())
                .as("each that was removed by the first thread and gave way to another, and those that expired")
                .isGreaterThanOrEqualTo(Math.max((turns.get(0) + 9) / 10, expired.get()));
        assertThat(store.sessions()).isLessThanOrEqualTo(1);
    }

    private void writeIntoIncarnation(Attachment mine, Instant now, Instant expiresAt) {
        TaggedEntry entry = new TaggedEntry(mine.epoch(), mine.number());
        try {
            stored(mine, 0, entry);
            stored(mine, 0, entry);
            long upTo = stored(mine, 0, entry);
            assertThat(TaggedEntries.read(store, mine, Math.max(0, upTo - 20), upTo))
                    .allMatch(read -> read.writer() == mine.epoch());
            store.detach(mine, now, expiresAt);
        } catch (FencedException e) {
            assertThatExceptionOfType(FencedException.class)
                    .as("once fenced, for ever")
                    .isThrownBy(() -> stored(mine, 0, entry));
            assertThat(store.detach(mine, now, expiresAt)).isFalse();
        }
    }

    private long stored(Attachment attachment, long clientMessageId, TaggedEntry entry) {
        byte[] bytes = entry.bytes();
        AppendResult result = store.append(attachment, clientMessageId, bytes, 0, bytes.length);
        assertThat(result).isInstanceOf(Stored.class);
        return ((Stored) result).sequence();
    }

    /** Every entry that was acked is stored under the sequence that was answered, and there is no other. */
    private List<TaggedEntry> requireAcked(Attachment attachment, Map<Long, TaggedEntry> acked, int count) {
        SessionState state = store.state(attachment.sessionId(), NOW).orElseThrow();
        assertThat(state.lastSequence()).isEqualTo(count);
        List<TaggedEntry> entries = TaggedEntries.read(store, attachment, 0, count);
        assertThat(acked).hasSize(count);
        for (int i = 0; i < count; i++) {
            if (!entries.get(i).equals(acked.get(i + 1L))) {
                throw new AssertionError(
                        "at " + (i + 1) + " " + acked.get(i + 1L) + " was acked, " + entries.get(i) + " is stored");
            }
        }
        return entries;
    }

    /** Each writer's entries are there in the order in which it wrote them, none left out. */
    private static void requireOrdered(List<TaggedEntry> entries) {
        long[] last = new long[THREADS];
        for (TaggedEntry entry : entries) {
            int writer = (int) entry.writer();
            if (entry.number() != ++last[writer]) {
                throw new AssertionError(entry + " stands in the place of number " + last[writer]);
            }
        }
    }
}
