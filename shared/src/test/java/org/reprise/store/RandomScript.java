package org.reprise.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/** Random operations on a few sessions, each done on a store and on the model, whose answers must be equal. */
final class RandomScript {

    private static final List<String> SESSIONS = List.of("a", "b", "c");

    private final Random random;
    private final ContextStore store;
    private final Set<String> outcomes;
    private final ModelStore model = new ModelStore();
    private final List<Attachment> given = new ArrayList<>(List.of(new Attachment("a", 99, 1)));
    private final List<String> trace = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long epochs;

    /**
     * A script that is the same for each seed.
     *
     * @param outcomes takes the name of each operation with the kind of its answer
     */
    RandomScript(long seed, ContextStore store, Set<String> outcomes) {
        this.random = new Random(seed);
        this.store = store;
        this.outcomes = outcomes;
        trace.add("seed " + seed);
    }

    void run(int operations) {
        try {
            for (int i = 0; i < operations; i++) {
                step();
                compareAll();
            }
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\nafter\n" + String.join("\n", trace), e);
        }
    }

    private void step() {
        int dice = random.nextInt(100);
        if (dice < 8) {
            open();
        } else if (dice < 13) {
            attach();
        } else if (dice < 18) {
            admit();
        } else if (dice < 44) {
            append();
        } else if (dice < 50) {
            putHead();
        } else if (dice < 58) {
            read();
        } else if (dice < 62) {
            readBatch();
        } else if (dice < 73) {
            detach();
        } else if (dice < 82) {
            park();
        } else if (dice < 88) {
            unpark();
        } else if (dice < 90) {
            int most = random.nextInt(8) - 1;
            Instant since = instant();
            compare(
                    "detachedSince " + since + " " + most,
                    s -> s.detachedSince(since, most).size());
        } else if (dice < 93) {
            Instant at = instant();
            compare("expire " + at, s -> Set.copyOf(s.expire(at)));
        } else if (dice < 94) {
            String session = session();
            compare("remove " + session, s -> {
                s.remove(session);
                return "removed";
            });
        } else {
            now = now.plusMillis(random.nextInt(3_000));
            trace.add("the time is " + now);
        }
    }

    private void open() {
        String session = session();
        long epoch = oneIn(20) ? 0 : ++epochs;
        byte[] head = bytes(random.nextInt(20));
        Instant at = instant();
        compare("open " + session + " " + epoch + " " + at, s -> s.open(session, "owner", epoch, head, at));
        model.newest(session).ifPresent(given::add);
    }

    private void attach() {
        String session = session();
        Instant at = instant();
        compare("attach " + session + " " + at, s -> s.attach(session, at));
        model.newest(session).ifPresent(given::add);
    }

    /** How much is read ahead, within its bound, is the store's own. */
    private void admit() {
        String session = session();
        int last = state(session).map(state -> (int) state.lastSequence()).orElse(0);
        long epoch = state(session).map(SessionState::epoch).orElse(1L) + random.nextInt(2);
        String owner = oneIn(8) ? "another" : "owner";
        Claim claim = new Claim(session, owner, epoch, oneIn(3) ? 0 : random.nextInt(last + 2));
        Instant at = instant();
        compare(
                "admit " + claim + " " + at,
                s -> s.admit(claim, at).map(admission -> {
                    if (admission instanceof Admission.Declined declined) {
                        return Seen.of(declined.session());
                    }
                    Admission.Admitted admitted = (Admission.Admitted) admission;
                    requireReadAhead(
                            admitted, claim.lastOf(admitted.attached().state().epoch()));
                    return Seen.of(admitted.attached());
                }));
        model.newest(session).ifPresent(given::add);
    }

    private void requireReadAhead(Admission.Admitted admitted, long from) {
        long after = from;
        for (EntryBlock block : admitted.readAhead()) {
            Batches batches = new Batches();
            block.give(after, block.lastSequence(), Integer.MAX_VALUE, batches);
            String session = admitted.attached().attachment().sessionId();
            batches.assertHold(model.entries(session, after, block.lastSequence()), (int) after, Integer.MAX_VALUE);
            after = block.lastSequence();
        }
    }

    private void append() {
        Attachment attachment = attachment();
        long last = state(attachment.sessionId())
                .map(SessionState::lastClientMessageId)
                .orElse(0L);
        long id = oneIn(2) ? 0 : oneIn(2) ? last + 1 : last - 2 + random.nextInt(6);
        byte[] bytes = bytes(oneIn(30) ? 70_000 : oneIn(10) ? 2_000 : 60);
        int offset = random.nextInt(3) - (oneIn(20) ? 1 : 0);
        int length = bytes.length - random.nextInt(4) - 1;
        compare(
                "append " + attachment + " " + id + " " + offset + " " + length + " of " + bytes.length,
                s -> s.append(attachment, id, bytes, offset, length));
    }

    private void putHead() {
        Attachment attachment = attachment();
        byte[] head = bytes(random.nextInt(20));
        compare("putHead " + attachment, s -> {
            s.putHead(attachment, head);
            return "replaced";
        });
    }

    private void read() {
        Attachment attachment = attachment();
        int last = lastSequence(attachment);
        int after = oneIn(3) ? 0 : random.nextInt(last + 2) - (oneIn(10) ? 1 : 0);
        int upTo = oneIn(2) ? last : after + random.nextInt(last + 2);
        int maxBatchBytes = maxBatchBytes();
        compare("read " + attachment + " (" + after + ", " + upTo + "] " + maxBatchBytes, s -> {
            Batches batches = new Batches();
            s.read(attachment, after, upTo, maxBatchBytes, batches);
            batches.assertHold(model.entries(attachment.sessionId(), after, upTo), after, maxBatchBytes);
            return "read";
        });
    }

    /** How large a batch is, within its bound, is the store's own. */
    private void readBatch() {
        Attachment attachment = attachment();
        int last = lastSequence(attachment);
        int after = random.nextInt(last + 3) - (oneIn(10) ? 1 : 0);
        int maxBatchBytes = maxBatchBytes();
        compare("readBatch " + attachment + " after " + after + " " + maxBatchBytes, s -> {
            Batches batches = new Batches();
            int count = s.readBatch(attachment, after, maxBatchBytes, batches);
            batches.assertHold(model.entries(attachment.sessionId(), after, after + count), after, maxBatchBytes);
            return batches.count();
        });
    }

    private void detach() {
        Attachment attachment = attachment();
        Instant expiry = now.plusMillis(random.nextInt(12_000));
        Instant at = now;
        compare("detach " + attachment + " " + at + " " + expiry, s -> s.detach(attachment, at, expiry));
    }

    private void park() {
        Attachment attachment = attachment();
        int last = lastSequence(attachment);
        long version =
                state(attachment.sessionId()).map(SessionState::headVersion).orElse(1L)
                        + (oneIn(10) ? random.nextInt(3) - 1 : 0);
        int upTo = oneIn(2) ? last : random.nextInt(last + 1);
        ParkedEntries right =
                PackedEntries.of(model.entries(attachment.sessionId(), 0, upTo)).parked();
        ParkedEntries parked = oneIn(15) ? new ParkedEntries(oneIn(2) ? -1 : last + 1, right.bytes()) : right;
        byte[] head = bytes(random.nextInt(20));
        compare(
                "park " + attachment + " " + version + " up to " + parked.upTo(),
                s -> s.park(attachment, version, head, parked));
    }

    private void unpark() {
        Attachment attachment = attachment();
        String session = attachment.sessionId();
        int upTo = oneIn(8) ? random.nextInt(lastSequence(attachment) + 1) : model.parkedUpTo(session);
        PackedEntries packed = PackedEntries.of(model.entries(session, 0, upTo));
        int[] lengths = packed.lengths().clone();
        if (lengths.length > 1 && oneIn(5)) {
            int moved = random.nextInt(200) - 100;
            lengths[0] += moved;
            lengths[1] -= moved;
        }
        byte[] bytes = packed.bytes();
        compare("unpark " + attachment + " " + lengths.length + " entries, " + bytes.length + " bytes", s -> {
            s.unpark(attachment, bytes, lengths);
            return "unparked";
        });
    }

    /** What can be seen without taking part, of all sessions, those included whose time has come. */
    private void compareAll() {
        for (String session : SESSIONS) {
            compareSilently("state of " + session, s -> s.state(session, Instant.MIN));
            compareSilently("state of " + session + " now", s -> s.state(session, now));
        }
        compareSilently("sessions", ContextStore::sessions);
        compareSilently("all detached", s -> Set.copyOf(s.detachedSince(Instant.MAX, Integer.MAX_VALUE)));
    }

    private void compare(String operation, Function<ContextStore, Object> call) {
        trace.add(operation);
        Object answer = compareSilently(operation, call);
        outcomes.add(operation.substring(0, operation.indexOf(' ')) + " " + kind(answer));
    }

    private Object compareSilently(String operation, Function<ContextStore, Object> call) {
        Object actual = answer(store, call);
        Object expected = answer(model, call);
        assertThat(actual).as(operation).isEqualTo(expected);
        return expected;
    }

    private static Object answer(ContextStore store, Function<ContextStore, Object> call) {
        try {
            return Seen.of(call.apply(store));
        } catch (FencedException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return e.getClass();
        }
    }

    private static String kind(Object answer) {
        if (answer instanceof Class<?> thrown) {
            return thrown.getSimpleName();
        }
        if (answer instanceof Optional<?> optional) {
            return optional.isPresent() ? "something" : "nothing";
        }
        if (answer instanceof AppendResult) {
            return answer.getClass().getSimpleName();
        }
        return String.valueOf(answer);
    }

    private Attachment attachment() {
        Attachment old = given.get(random.nextInt(given.size()));
        if (oneIn(12)) {
            return new Attachment(old.sessionId(), old.epoch() + random.nextInt(2), old.number() + random.nextInt(3));
        }
        return oneIn(6) ? old : model.newest(session()).orElse(old);
    }

    private Optional<SessionState> state(String session) {
        return model.state(session, Instant.MIN);
    }

    private int lastSequence(Attachment attachment) {
        return state(attachment.sessionId())
                .map(state -> (int) state.lastSequence())
                .orElse(0);
    }

    private String session() {
        return SESSIONS.get(random.nextInt(SESSIONS.size()));
    }

    /** Now, or a nanosecond off it. */
    private Instant instant() {
        return oneIn(4) ? now.plusNanos(random.nextInt(3) - 1) : now;
    }

    private byte[] bytes(int most) {
        byte[] bytes = new byte[4 + random.nextInt(most + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    private int maxBatchBytes() {
        return List.of(0, 1, 7, 100, 5_000, 1 << 16, Integer.MAX_VALUE).get(random.nextInt(7));
    }

    private boolean oneIn(int chances) {
        return random.nextInt(chances) == 0;
    }
}
