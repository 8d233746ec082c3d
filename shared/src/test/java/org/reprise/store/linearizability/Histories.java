package org.reprise.store.linearizability;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.reprise.store.Attachment;
import org.reprise.store.ContextStore;

/** Plays and judges short histories of several clients at once, each over a session of its own. */
public final class Histories {

    private static final int CLIENTS = 4;
    private static final int CALLS = 8;
    private static final long MOST_SECONDS = 60;

    private Histories() {}

    /**
     * Plays so many histories on a store.
     *
     * @param seed draws the calls; in which order they happen to run is not drawn
     * @return the first that no order of single calls explains, call by call; empty if there is none
     * @throws IllegalStateException if most calls had no answer: then any store would do
     */
    public static String firstWrong(ContextStore store, int histories, long seed) throws Exception {
        long calls = 0;
        long answered = 0;
        for (int i = 0; i < histories; i++) {
            List<Operation<SessionModel>> history = play(store, "history-" + seed + "-" + i, seed + i);
            calls += history.size();
            answered += history.stream().filter(call -> call.answer() != null).count();
            if (!Linearizability.holds(SessionModel.NONE, history)) {
                return "history " + i + " of seed " + seed + ":\n"
                        + history.stream().map(Operation::toString).collect(Collectors.joining("\n"));
            }
        }
        if (answered <= calls / 2) {
            throw new IllegalStateException(answered + " of " + calls + " calls were answered, too few to judge by");
        }
        return "";
    }

    /** Plays one history on a session that is not there yet. */
    static List<Operation<SessionModel>> play(ContextStore store, String sessionId, long seed) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            AtomicLong clock = new AtomicLong();
            AtomicReference<Attachment> detached = new AtomicReference<>();
            CyclicBarrier start = new CyclicBarrier(CLIENTS);
            List<Future<List<Operation<SessionModel>>>> playing = new ArrayList<>();
            for (int number = 0; number < CLIENTS; number++) {
                RecordedClient client = new RecordedClient(
                        store, sessionId, number, clock, detached, new Random(seed * CLIENTS + number));
                playing.add(threads.submit(() -> {
                    start.await(MOST_SECONDS, TimeUnit.SECONDS);
                    return client.play(CALLS);
                }));
            }
            List<Operation<SessionModel>> history = new ArrayList<>();
            for (Future<List<Operation<SessionModel>>> client : playing) {
                history.addAll(client.get(MOST_SECONDS, TimeUnit.SECONDS));
            }
            history.sort(Comparator.comparingLong(Operation::invoked));
            return history;
        } finally {
            threads.shutdownNow();
        }
    }
}
