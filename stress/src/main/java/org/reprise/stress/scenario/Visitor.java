package org.reprise.stress.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.context.ToolCall;
import org.reprise.context.Value;
import org.reprise.context.Variable;
import org.reprise.stress.agent.Script;
import org.reprise.stress.client.ClientListener;
import org.reprise.stress.client.ClientNetwork;
import org.reprise.stress.client.ClientOptions;
import org.reprise.stress.client.ReconnectingClient;
import org.reprise.stress.client.Resumed;
import org.reprise.stress.oracle.DigestOracle;
import org.reprise.stress.oracle.SequenceOracle;
import org.reprise.wire.Frame;

/**
 * A person with a client: plays the user's part of a script, goes and comes back, and knows what there should be.
 *
 * <p>For one thread; what its client hears comes from others.
 */
public final class Visitor implements AutoCloseable {

    /** Not all that is waited for is news of the client's. */
    private static final long MOST_QUIET_MILLIS = 5;

    private final Stage stage;
    private final String sessionId;
    private final Script script;
    private final ReconnectingClient client;
    private final SequenceOracle sequence = new SequenceOracle();
    private final List<String> said = new ArrayList<>();
    private final Semaphore news = new Semaphore(0);
    private int turns;

    Visitor(Stage stage, int index, Map<String, String> headers) {
        this.stage = stage;
        this.sessionId = stage.sessionId(index);
        this.script = stage.scripts().of(sessionId);
        ClientOptions options = ClientOptions.of(
                        stage.uri(),
                        () -> stage.token(sessionId),
                        stage.settings().service().format(),
                        new Random(stage.settings().workload().seed() + index))
                .manual()
                .withHeaders(headers);
        this.client = new ReconnectingClient(stage.network(), options, new Listener());
    }

    /** The visitor's session. */
    public String sessionId() {
        return sessionId;
    }

    /** The visitor's client. */
    public ReconnectingClient client() {
        return client;
    }

    /** What the session should hold now. */
    public SessionContext ledger() {
        return script.contextAfter(turns);
    }

    /** Begins to connect, and does not wait. */
    public CompletableFuture<Resumed> connecting(ClientNetwork from) {
        return client.connect(from, System.nanoTime());
    }

    /** Connects, and waits until the replica is whole. */
    public Resumed connect() {
        return connect(stage.network());
    }

    /** Connects from a place, and waits until the replica is whole. */
    public Resumed connect(ClientNetwork from) {
        Resumed resumed = Waiting.of(connecting(from), "session " + sessionId + " resumed");
        if (resumed.outcome() == Frame.Outcome.CLEAN) {
            turns = 0;
            said.clear();
        }
        return resumed;
    }

    /** Plays so many further turns, one after another, each to its end. */
    public void talk(int further) {
        for (int i = 0; i < further; i++) {
            sayNext();
            settle();
        }
    }

    /** Whether the script has a turn that has not been played. */
    public boolean hasMoreToSay() {
        return turns < script.turns().size();
    }

    /** Whether the script has an answer with a tool call. */
    boolean hasToolCalls() {
        return script.turns().stream().flatMap(turn -> turn.answer().stream()).anyMatch(ToolCall.class::isInstance);
    }

    /** Says what the user says next, and does not wait. */
    public void sayNext() {
        if (!hasMoreToSay()) {
            throw new StageException("session " + sessionId + " has played all " + turns + " turns of its script");
        }
        Message message = script.turns().get(turns++).said();
        said.add(message.id());
        client.say(message);
    }

    /** Waits until the client has all that the turns so far have brought. */
    public void settle() {
        settleOr(() -> false);
    }

    /** Waits for that, or until something else is so. */
    void settleOr(BooleanSupplier other) {
        long expected = script.sequenceAfter(turns);
        await(() -> isSettled(expected) || other.getAsBoolean(), "all of " + expected + " entries");
    }

    /** Waits for what is due after an outcome: after a medium outage the head's scratch does not come back. */
    void settle(Frame.Outcome outcome) {
        if (outcome == Frame.Outcome.CLEAN || outcome == Frame.Outcome.RESTORED) {
            settle();
        }
    }

    private void await(BooleanSupplier reached, String what) {
        long deadline = System.nanoTime() + Waiting.MOST.toNanos();
        // What is heard comes under the client's lock, so none may be held while the client is asked.
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                String late = "session " + sessionId + " has not " + what + " after " + Waiting.MOST + ", it has "
                        + client.position() + " and " + client.unacked() + " unacked, state " + client.state();
                keep(List.of(late));
                throw new StageException(late);
            }
            try {
                if (news.tryAcquire(MOST_QUIET_MILLIS, TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
            } catch (InterruptedException e) {
                throw Waiting.interrupted();
            }
        }
    }

    private boolean isSettled(long expected) {
        return client.position().lastSequence() >= expected
                && client.unacked() == 0
                && (turns == 0
                        || client.context()
                                        .map(context -> turnsIn(context.head()))
                                        .orElse(0)
                                == turns);
    }

    private static int turnsIn(SessionHead head) {
        Variable counted = head.memory().get(Script.TURNS);
        return counted != null && counted.value() instanceof Value.Int number ? (int) number.number() : 0;
    }

    /** What the digest and sequence oracles find when all is at rest; empty if all is well. */
    public List<String> faults() {
        return faults(ledger());
    }

    /** What they find where the session should hold {@code expected}. */
    public List<String> faults(SessionContext expected) {
        List<String> faults = new ArrayList<>();
        Optional<SessionContext> replica = client.context();
        faults.addAll(
                replica.isPresent()
                        ? DigestOracle.judge(expected, "the replica", replica.get())
                        : List.of("there is no replica"));
        stage.stored(sessionId).ifPresent(stored -> {
            faults.addAll(DigestOracle.judge(expected, "the server", stored));
            sequence.judge(said, stored);
        });
        faults.addAll(sequence.faults());
        return faults.stream().map(fault -> sessionId + ": " + fault).toList();
    }

    /** Keeps what there should be and what there is. */
    void keep(List<String> faults) {
        stage.settings()
                .evidence()
                .keep(stage.name(), sessionId, faults, ledger(), client.context(), stage.stored(sessionId));
    }

    @Override
    public void close() {
        client.close();
    }

    private final class Listener implements ClientListener {
        private long epoch;

        @Override
        public void entry(long number, HistoryEntry entry) {
            long now = client.position().epoch();
            if (now != epoch) {
                epoch = now;
                sequence.begin();
            }
            sequence.came(number);
            tell();
        }

        @Override
        public void stored(String messageId, long sequence) {
            tell();
        }

        @Override
        public void head(SessionHead head) {
            tell();
        }

        @Override
        public void resumed(Resumed resumed) {
            tell();
        }

        @Override
        public void fault(String what) {
            sequence.fault(what);
        }

        private void tell() {
            news.release();
        }
    }
}
