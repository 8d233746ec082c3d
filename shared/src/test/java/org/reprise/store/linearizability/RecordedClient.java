package org.reprise.store.linearizability;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reprise.store.Admission;
import org.reprise.store.AppendResult;
import org.reprise.store.Attached;
import org.reprise.store.Attachment;
import org.reprise.store.Claim;
import org.reprise.store.ContextStore;
import org.reprise.store.EntryBlock;
import org.reprise.store.FencedException;
import org.reprise.store.ParkedEntries;
import org.reprise.store.SessionState;
import org.reprise.store.StoreUnavailableException;
import org.reprise.store.linearizability.Operation.Applied;

/** Does to one session of a store what is drawn, as one of several clients, and records it. For one thread. */
final class RecordedClient {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant EXPIRY = NOW.plusSeconds(300);
    private static final int LARGE = 1 << 20;

    private final ContextStore store;
    private final String sessionId;
    private final int number;
    private final AtomicLong clock;
    private final AtomicReference<Attachment> detached;
    private final Random random;
    private final List<Operation<SessionModel>> recorded = new ArrayList<>();
    private @Nullable Attachment attachment;
    private @Nullable ParkedEntries parked;

    /** What is swept: a sweep may be slow, and its session another client's since. */
    private @Nullable Attachment listed;

    private long nextMessage = 1;
    private int lastSequence;

    /**
     * A client that has done nothing yet.
     *
     * @param clock told the order of what all clients do
     * @param detached the attachment that was detached last, by whichever client: it can be swept by all of them
     */
    RecordedClient(
            ContextStore store,
            String sessionId,
            int number,
            AtomicLong clock,
            AtomicReference<Attachment> detached,
            Random random) {
        this.store = store;
        this.sessionId = sessionId;
        this.number = number;
        this.clock = clock;
        this.detached = detached;
        this.random = random;
    }

    /** Makes so many calls, or three more. */
    List<Operation<SessionModel>> play(int calls) {
        while (recorded.size() < calls) {
            next(number * 100 + recorded.size());
            // Else a store in memory would see one client after another.
            Thread.yield();
        }
        return recorded;
    }

    private void next(int call) {
        if (random.nextInt(5) == 0) {
            listed = listed == null || random.nextBoolean() ? detached.get() : listed;
            if (listed != null) {
                sweep(listed, call);
                return;
            }
        }
        act(call);
        if (SessionModel.FENCED.equals(recorded.get(recorded.size() - 1).answer())) {
            attachment = null;
        }
    }

    private void act(int call) {
        Attachment by = attachment;
        int drawn = random.nextInt(100);
        if (by == null) {
            if (drawn < 50) {
                open(call + 1);
            } else {
                attach();
            }
        } else if (parked != null && drawn < 60) {
            unpark(by, parked);
        } else if (drawn < 35) {
            append(by, drawMessage(), "c" + call);
        } else if (drawn < 45) {
            append(by, 0, "s" + call);
        } else if (drawn < 52) {
            putHead(by, "w" + call);
        } else if (drawn < 60) {
            read(by);
        } else if (drawn < 73) {
            detach(by);
        } else if (drawn < 81) {
            attach();
        } else if (drawn < 88) {
            admit(by);
        } else if (drawn < 90) {
            unpark(by, new ParkedEntries(0, new byte[0]));
        } else if (drawn < 94) {
            state(random.nextBoolean());
        } else if (drawn < 98) {
            boolean late = random.nextBoolean();
            call(
                    "expire" + at(late),
                    SessionModel.expire(late),
                    () -> store.expire(time(late)).contains(sessionId));
        } else {
            call("remove", SessionModel.remove(), () -> {
                store.remove(sessionId);
                return SessionModel.DONE;
            });
        }
    }

    /** A message that may have been stored is sent again now and then, and one before its turn. */
    private long drawMessage() {
        int drawn = random.nextInt(12);
        return drawn < 3 && nextMessage > 1 ? nextMessage - 1 : drawn == 3 ? nextMessage + 1 : nextMessage;
    }

    private void open(long epoch) {
        boolean late = random.nextInt(4) == 0;
        String head = "h" + epoch;
        call("open " + epoch + at(late), SessionModel.open(epoch, head, late), () -> {
            var opened = store.open(sessionId, "owner", epoch, head.getBytes(UTF_8), time(late));
            opened.ifPresent(given -> take(given, null, 0, 0));
            return opened.<Object>map(Attachment::number).orElse(SessionModel.GONE);
        });
    }

    private void attach() {
        boolean late = random.nextInt(6) == 0;
        call("attach" + at(late), SessionModel.attach(late), () -> {
            Optional<Attached> attached = store.attach(sessionId, time(late));
            if (attached.isEmpty()) {
                attachment = null;
                return SessionModel.GONE;
            }
            return take(attached.get());
        });
    }

    private void admit(Attachment by) {
        boolean late = random.nextInt(6) == 0;
        Claim claim = new Claim(sessionId, "owner", by.epoch(), random.nextInt(lastSequence + 2));
        List<EntryBlock> readAhead = new ArrayList<>();
        call("admit " + claim + at(late), SessionModel.admit(claim, late), () -> {
            Optional<Admission> admission = store.admit(claim, time(late));
            if (admission.isEmpty()) {
                attachment = null;
                return SessionModel.GONE;
            }
            if (admission.get() instanceof Admission.Declined) {
                return SessionModel.DECLINED;
            }
            Admission.Admitted admitted = (Admission.Admitted) admission.get();
            readAhead.addAll(admitted.readAhead());
            return take(admitted.attached());
        });
        Attachment given = attachment;
        if (!readAhead.isEmpty() && given != null) {
            // As if it had been read by a call of its own at the same time.
            Operation<SessionModel> admitted = recorded.get(recorded.size() - 1);
            int after = (int) readAhead.get(0).firstSequence() - 1;
            int upTo = (int) readAhead.get(readAhead.size() - 1).lastSequence();
            List<String> entries = new ArrayList<>();
            readAhead.forEach(block -> entries.addAll(entries(block.bytes(), 0, block.bytes().length)));
            recorded.add(new Operation<>(
                    "read ahead" + range(given, after, upTo),
                    admitted.invoked(),
                    admitted.returned(),
                    entries,
                    SessionModel.read(given, after, upTo)));
        }
    }

    private void append(Attachment by, long clientMessageId, String entry) {
        byte[] bytes = entry.getBytes(UTF_8);
        call(
                "append " + clientMessageId + " '" + entry + "'" + by(by),
                SessionModel.append(by, clientMessageId, entry),
                () -> {
                    AppendResult result = store.append(by, clientMessageId, bytes, 0, bytes.length);
                    if (result instanceof AppendResult.Stored stored) {
                        nextMessage = Math.max(nextMessage, clientMessageId + 1);
                        lastSequence = (int) stored.sequence();
                        return "stored " + stored.sequence();
                    }
                    if (result instanceof AppendResult.Duplicate duplicate) {
                        nextMessage = Math.max(nextMessage, clientMessageId + 1);
                        return "duplicate " + duplicate.sequence();
                    }
                    nextMessage = ((AppendResult.Gap) result).expected();
                    return "gap " + nextMessage;
                });
    }

    private void putHead(Attachment by, String head) {
        call("putHead '" + head + "'" + by(by), SessionModel.putHead(by, head), () -> {
            store.putHead(by, head.getBytes(UTF_8));
            return SessionModel.DONE;
        });
    }

    private void read(Attachment by) {
        if (random.nextBoolean()) {
            read(by, parked == null ? 0 : (int) parked.upTo(), lastSequence);
        } else {
            int upTo = random.nextInt(lastSequence + 2);
            read(by, random.nextInt(upTo + 1), upTo);
        }
    }

    /** Answers what was read; nothing if it was refused or had no answer. */
    private List<String> read(Attachment by, int after, int upTo) {
        List<String> entries = new ArrayList<>();
        Object answer = call("read" + range(by, after, upTo), SessionModel.read(by, after, upTo), () -> {
            store.read(by, after, upTo, LARGE, (first, count, bytes, offset, length) -> {
                List<String> batch = entries(bytes, offset, length);
                if (first != after + entries.size() + 1 || count != batch.size()) {
                    throw new AssertionError(count + " entries from " + first + " said, given " + batch);
                }
                entries.addAll(batch);
            });
            return entries;
        });
        return answer == entries ? entries : List.of();
    }

    private void detach(Attachment by) {
        call("detach" + by(by), SessionModel.detach(by), () -> {
            detached.set(by);
            return store.detach(by, NOW, EXPIRY);
        });
    }

    /** Parks a session as a service does: what it is, then what it holds, and then whether that is still so. */
    private void sweep(Attachment away, int call) {
        String head = "p" + call;
        AtomicReference<SessionState> found = new AtomicReference<>();
        state(false, found);
        SessionState state = found.get();
        if (state == null || state.epoch() != away.epoch()) {
            return;
        }
        List<String> entries = read(away, 0, (int) state.lastSequence());
        List<String> packed = entries.subList(0, Math.min(entries.size(), random.nextInt(2 * entries.size() + 1)));
        if (random.nextInt(4) == 0) {
            // The agent writes in between.
            putHead(away, "w" + call);
        }
        ParkedEntries form =
                new ParkedEntries(packed.size(), String.join("", packed).getBytes(UTF_8));
        call(
                "park up to " + form.upTo() + " '" + head + "' after head " + state.headVersion() + by(away),
                SessionModel.park(away, state.headVersion(), head, packed.size()),
                () -> store.park(away, state.headVersion(), head.getBytes(UTF_8), form));
    }

    private void unpark(Attachment by, ParkedEntries form) {
        int[] lengths = entries(form.bytes(), 0, form.bytes().length).stream()
                .mapToInt(String::length)
                .toArray();
        Object answer = call("unpark " + form.upTo() + by(by), SessionModel.unpark(by, lengths.length), () -> {
            store.unpark(by, form.bytes(), lengths);
            return SessionModel.DONE;
        });
        if (answer != null) {
            parked = null;
        }
    }

    private void state(boolean late) {
        state(late, new AtomicReference<>());
    }

    private void state(boolean late, AtomicReference<SessionState> found) {
        call("state" + at(late), SessionModel.state(late), () -> {
            store.state(sessionId, time(late)).ifPresent(found::set);
            return found.get() == null ? SessionModel.GONE : seen(found.get());
        });
    }

    private String take(Attached given) {
        SessionState state = given.state();
        take(given.attachment(), given.parked(), state.lastClientMessageId(), state.lastSequence());
        return seen(state) + " by " + given.attachment().number()
                + (given.detachedAt() == null ? "" : " back")
                + (given.parked() == null
                        ? ""
                        : " parked " + new String(given.parked().bytes(), UTF_8));
    }

    private void take(Attachment given, @Nullable ParkedEntries parked, long lastClientMessageId, long lastSequence) {
        this.attachment = given;
        this.parked = parked;
        this.nextMessage = lastClientMessageId + 1;
        this.lastSequence = (int) lastSequence;
    }

    /** Makes a call, records it, and answers its answer; null if none came. */
    private @Nullable Object call(
            String name, Function<SessionModel, Applied<SessionModel>> step, Supplier<Object> calling) {
        long invoked = clock.incrementAndGet();
        Object answer;
        try {
            answer = calling.get();
        } catch (FencedException e) {
            answer = SessionModel.FENCED;
        } catch (IllegalArgumentException e) {
            answer = SessionModel.REFUSED;
        } catch (StoreUnavailableException e) {
            recorded.add(new Operation<>(name, invoked, Long.MAX_VALUE, null, step));
            return null;
        }
        recorded.add(new Operation<>(name, invoked, clock.incrementAndGet(), answer, step));
        return answer;
    }

    private static Instant time(boolean late) {
        return late ? EXPIRY : NOW;
    }

    private static String at(boolean late) {
        return late ? " when it is late" : "";
    }

    private static String range(Attachment by, int after, int upTo) {
        return " (" + after + ", " + upTo + "]" + by(by);
    }

    private static String by(Attachment by) {
        return " by " + by.epoch() + "/" + by.number();
    }

    private static String seen(SessionState state) {
        return state.epoch() + " up to " + state.lastSequence() + "/" + state.lastClientMessageId() + " head "
                + state.headVersion() + " " + new String(state.head(), UTF_8);
    }

    /** Each begins with a letter, and only there has one. */
    private static List<String> entries(byte[] bytes, int offset, int length) {
        return length == 0 ? List.of() : List.of(new String(bytes, offset, length, UTF_8).split("(?=[cs])"));
    }
}
