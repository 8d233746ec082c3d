package org.reprise.stress.scenario;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionContext;
import org.reprise.stress.agent.Script;
import org.reprise.stress.agent.Turn;
import org.reprise.stress.client.Backoff;
import org.reprise.stress.client.ClientListener;
import org.reprise.stress.client.ClientNetwork;
import org.reprise.stress.client.ClientOptions;
import org.reprise.stress.client.ConnectionState;
import org.reprise.stress.client.ReconnectingClient;
import org.reprise.stress.client.Resumed;
import org.reprise.stress.oracle.DeliveryOracle;
import org.reprise.stress.oracle.DigestOracle;
import org.reprise.stress.oracle.SequenceOracle;
import org.reprise.wire.Frame;
import org.reprise.wire.FrameFormat;

/**
 * Somebody who goes on talking while servers die: says the next message when the last is known to be stored, by a client that
 * comes back by itself to whichever server there is, and keeps the ledger.
 *
 * <p>Thread-safe.
 */
final class Caller implements AutoCloseable {

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofMillis(500));
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration SILENCE_TIMEOUT = Duration.ofSeconds(5);

    /** Slow enough that a server dies in the middle, fast enough that it does so while it is writing. */
    private static final Executor PAUSE = CompletableFuture.delayedExecutor(60, TimeUnit.MILLISECONDS);

    private final String sessionId;
    private final Script script;
    private final ReconnectingClient client;
    private final SequenceOracle sequence = new SequenceOracle();
    private final List<String> said = new ArrayList<>();
    private final Map<String, Long> acked = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private URI endpoint = URI.create("ws:none");
    private boolean talking;
    private long returns = -1;
    private long restored;
    private String ended = "";

    Caller(
            String sessionId,
            Script script,
            Supplier<URI> endpoints,
            Supplier<String> token,
            ClientNetwork network,
            FrameFormat format,
            Random random) {
        this.sessionId = sessionId;
        this.script = script;
        ClientOptions options = new ClientOptions(
                () -> goTo(endpoints.get()),
                token,
                format,
                Map.of(),
                BACKOFF,
                CONNECT_TIMEOUT,
                SILENCE_TIMEOUT,
                InstantSource.system(),
                random);
        this.client = new ReconnectingClient(network, options, new Listener());
    }

    private synchronized URI goTo(URI next) {
        endpoint = next;
        return next;
    }

    /** Where the caller is connected, or was last. */
    synchronized URI endpoint() {
        return endpoint;
    }

    ReconnectingClient client() {
        return client;
    }

    boolean isLive() {
        return client.state() == ConnectionState.LIVE;
    }

    /** Begins to talk, until {@link #finish}. */
    void talk() {
        synchronized (this) {
            talking = true;
        }
        sayNext();
    }

    private void sayNext() {
        Message next;
        synchronized (this) {
            if (!talking) {
                return;
            }
            next = next(said.size());
            // Within this lock: else a caller could finish in between, and say it all the same.
            said.add(next.id());
        }
        send(next).thenRunAsync(this::sayNext, PAUSE);
    }

    /** After the script's messages come some that the agent has no answer to. */
    private Message next(int index) {
        if (index < script.turns().size()) {
            return script.turns().get(index).said();
        }
        String id = "more-" + index;
        return Message.of(id, Role.USER, id, InstantSource.system().instant());
    }

    /** Says something; the ledger has it, and its sequence when it is stored. */
    CompletableFuture<Long> say(Message message) {
        synchronized (this) {
            said.add(message.id());
        }
        return send(message);
    }

    private CompletableFuture<Long> send(Message message) {
        return client.say(message).thenApply(stored -> {
            synchronized (this) {
                acked.put(message.id(), stored);
            }
            return stored;
        });
    }

    /** Leaves the connection as it is, half open, and comes back by another. */
    void moveOn() {
        client.abandon();
        client.connect();
    }

    /** How many messages are known to be stored. */
    synchronized int acked() {
        return acked.size();
    }

    /** Says nothing more. Answers whether all that was said is known to be stored. */
    synchronized boolean finish() {
        talking = false;
        return acked.size() == said.size();
    }

    /** Whether the client has the answer to what was said last, and the head behind it. */
    synchronized boolean isAnswered() {
        SessionContext replica = client.context().orElse(null);
        long last = acked.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return replica != null
                && replica.history().size() >= last
                && (said.size() > script.turns().size() || replica.head().equals(script.headAfter(said.size())));
    }

    /** Why the client does not come back; empty if it does. */
    synchronized String ended() {
        return ended;
    }

    /** How often the client came back. */
    synchronized long returns() {
        return Math.max(0, returns);
    }

    /** How often that brought back all that was due. */
    synchronized long restored() {
        return Math.min(restored, returns());
    }

    /** Judges the session. */
    synchronized List<String> judge(List<HistoryEntry> stored, DeliveryOracle delivery) {
        Map<String, List<HistoryEntry>> answers = new HashMap<>();
        for (Turn turn : script.turns()) {
            answers.put(turn.said().id(), turn.answer());
        }
        List<HistoryEntry> shown =
                client.context().map(context -> context.history()).orElse(List.of());
        delivery.judge(sessionId, said, acked, script.opening(), answers, shown, stored);
        List<String> found = new ArrayList<>(faults);
        sequence.faults().forEach(fault -> found.add(sessionId + ": " + fault));
        return found;
    }

    /**
     * How the client's context differs from the stored one, in history, tool calls, memory, workflow and preferences, and
     * whether the head is that of the last answer. Who was stopped after an answer's last entry has not written the head, so
     * that it may be that of the answer before.
     */
    synchronized List<String> differences(SessionContext stored) {
        List<String> found = new ArrayList<>();
        Optional<SessionContext> replica = client.context();
        found.addAll(
                replica.isPresent()
                        ? DigestOracle.judge(stored, "the client's replica", replica.get())
                        : List.of("there is no replica"));
        if (!isHeadOfAnAnswer(script, said.size(), stored)) {
            found.add("the stored head is not that of the last answer, nor of the one before");
        }
        return found.stream().map(what -> sessionId + ": " + what).toList();
    }

    /**
     * Whether a context's head is that of the last answer that stands in it whole, or of the one before.
     *
     * @param said how many messages have been said
     */
    static boolean isHeadOfAnAnswer(Script script, int said, SessionContext stored) {
        Set<HistoryEntry> entries = new HashSet<>(stored.history());
        List<Integer> answered = IntStream.range(
                        0, Math.min(said, script.turns().size()))
                .filter(turn -> entries.containsAll(script.turns().get(turn).answer()))
                .mapToObj(turn -> turn + 1)
                .toList();
        List<Integer> heads = new ArrayList<>(List.of(0));
        heads.addAll(answered);
        return heads.subList(Math.max(0, heads.size() - 2), heads.size()).stream()
                .anyMatch(turns -> stored.head().equals(script.headAfter(turns)));
    }

    String sessionId() {
        return sessionId;
    }

    @Override
    public void close() {
        client.close();
    }

    private final class Listener implements ClientListener {
        @Override
        public void stateChanged(ConnectionState state, String reason) {
            if (state == ConnectionState.ENDED) {
                synchronized (Caller.this) {
                    ended = reason;
                }
            }
        }

        @Override
        public void resumed(Resumed resumed) {
            synchronized (Caller.this) {
                boolean first = ++returns == 0;
                if (resumed.outcome() == Frame.Outcome.RESTORED) {
                    restored++;
                } else if (!first) {
                    faults.add(sessionId + ": outcome " + resumed.outcome() + ", expected RESTORED");
                }
            }
        }

        @Override
        public void entry(long number, HistoryEntry entry) {
            sequence.came(number);
        }

        @Override
        public void fault(String what) {
            sequence.fault(what);
        }
    }
}
