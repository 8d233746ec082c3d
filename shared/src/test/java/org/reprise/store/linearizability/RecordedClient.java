package org.reprise.store.linearizability;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reprise.store.Admission;
import org.reprise.store.AppendResult;
import org.reprise.store.Attached;
import org.reprise.store.Attachment;
import org.reprise.store.Claim;
import org.reprise.store.ContextStore;
import org.reprise.store.FencedException;
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
    private final Random random;
    private final List<Operation<SessionModel>> recorded = new ArrayList<>();
    private @Nullable Attachment attachment;
    private long nextMessage = 1;

    RecordedClient(ContextStore store, String sessionId, int number, AtomicLong clock, Random random) {
        this.store = store;
        this.sessionId = sessionId;
        this.number = number;
        this.clock = clock;
        this.random = random;
    }

    /** Makes so many calls. */
    List<Operation<SessionModel>> play(int calls) {
        for (int i = 0; i < calls; i++) {
            next(number * 100 + i);
        }
        return recorded;
    }

    private void next(int call) {
        Attachment by = attachment;
        int drawn = random.nextInt(100);
        if (by == null) {
            if (drawn < 40) {
                open(call + 1);
            } else {
                attach();
            }
        } else if (drawn < 35) {
            // A message that may have been stored is sent again now and then.
            boolean again = nextMessage > 1 && random.nextInt(4) == 0;
            append(by, again ? nextMessage - 1 : nextMessage, "c" + call);
        } else if (drawn < 50) {
            append(by, 0, "s" + call);
        } else if (drawn < 65) {
            read(by);
        } else if (drawn < 75) {
            detach(by);
        } else if (drawn < 83) {
            attach();
        } else if (drawn < 90) {
            admit(by);
        } else if (drawn < 95) {
            boolean late = random.nextBoolean();
            call(
                    "state " + late,
                    SessionModel.state(late),
                    () -> store.state(sessionId, time(late))
                            .map(RecordedClient::seen)
                            .orElse(SessionModel.GONE));
        } else {
            boolean late = random.nextBoolean();
            call(
                    "expire " + late,
                    SessionModel.expire(late),
                    () -> store.expire(time(late)).contains(sessionId));
        }
    }

    private void open(long epoch) {
        boolean late = random.nextInt(4) == 0;
        call("open " + epoch, SessionModel.open(epoch, late), () -> {
            var opened = store.open(sessionId, "owner", epoch, new byte[] {1}, time(late));
            opened.ifPresent(given -> take(given, 0));
            return opened.<Object>map(Attachment::number).orElse(SessionModel.GONE);
        });
    }

    private void attach() {
        boolean late = random.nextInt(6) == 0;
        call("attach", SessionModel.attach(late), () -> {
            var attached = store.attach(sessionId, time(late));
            attached.map(Attached::state)
                    .ifPresentOrElse(
                            state -> take(attached.get().attachment(), state.lastClientMessageId()),
                            () -> attachment = null);
            return attached.map(given ->
                            seen(given.state()) + " by " + given.attachment().number())
                    .orElse(SessionModel.GONE);
        });
    }

    private void admit(Attachment by) {
        boolean late = random.nextInt(6) == 0;
        Claim claim = new Claim(sessionId, "owner", by.epoch(), random.nextInt((int) nextMessage + 2));
        call("admit " + claim, SessionModel.admit(claim, late), () -> {
            Optional<Admission> admission = store.admit(claim, time(late));
            if (admission.isEmpty()) {
                attachment = null;
                return SessionModel.GONE;
            }
            if (admission.get() instanceof Admission.Declined) {
                return SessionModel.DECLINED;
            }
            Admission.Admitted admitted = (Admission.Admitted) admission.get();
            Attached attached = admitted.attached();
            if (admitted.readAhead().stream()
                    .anyMatch(block -> block.lastSequence() != attached.state().lastSequence())) {
                throw new AssertionError("read ahead " + admitted.readAhead() + " of " + attached.state());
            }
            take(attached.attachment(), attached.state().lastClientMessageId());
            return seen(attached.state()) + " by " + attached.attachment().number();
        });
    }

    private void append(Attachment by, long clientMessageId, String entry) {
        byte[] bytes = entry.getBytes(UTF_8);
        call(
                "append " + clientMessageId + " '" + entry + "' by " + by.epoch() + "/" + by.number(),
                SessionModel.append(by, clientMessageId, entry),
                () -> {
                    AppendResult result = store.append(by, clientMessageId, bytes, 0, bytes.length);
                    if (result instanceof AppendResult.Stored stored) {
                        nextMessage = Math.max(nextMessage, clientMessageId + 1);
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

    private void read(Attachment by) {
        call("read by " + by.epoch() + "/" + by.number(), SessionModel.read(by), () -> {
            List<String> entries = new ArrayList<>();
            int read = store.readBatch(by, 0, LARGE, (first, count, bytes, offset, length) -> {
                String all = new String(bytes, offset, length, UTF_8);
                // Each begins with a letter, and only there has one.
                entries.addAll(List.of(all.split("(?=[cs])")));
            });
            if (entries.size() != read) {
                throw new AssertionError(read + " entries said, given " + entries);
            }
            return entries;
        });
    }

    private void detach(Attachment by) {
        call(
                "detach by " + by.epoch() + "/" + by.number(),
                SessionModel.detach(by),
                () -> store.detach(by, NOW, EXPIRY));
    }

    private void take(Attachment given, long lastClientMessageId) {
        attachment = given;
        nextMessage = lastClientMessageId + 1;
    }

    private void call(String name, Function<SessionModel, Applied<SessionModel>> step, Supplier<Object> calling) {
        long invoked = clock.incrementAndGet();
        Object answer;
        try {
            answer = calling.get();
        } catch (FencedException e) {
            answer = SessionModel.FENCED;
            attachment = null;
        } catch (StoreUnavailableException e) {
            recorded.add(new Operation<>(name, invoked, Long.MAX_VALUE, null, step));
            return;
        }
        recorded.add(new Operation<>(name, invoked, clock.incrementAndGet(), answer, step));
    }

    private static Instant time(boolean late) {
        return late ? EXPIRY : NOW;
    }

    private static String seen(SessionState state) {
        return state.epoch() + " up to " + state.lastSequence() + "/" + state.lastClientMessageId();
    }
}
