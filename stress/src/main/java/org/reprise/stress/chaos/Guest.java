package org.reprise.stress.chaos;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reprise.context.Durability;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.context.Value;
import org.reprise.context.Variable;
import org.reprise.resume.RefusalCode;
import org.reprise.resume.RetentionPolicy;
import org.reprise.stress.agent.Script;
import org.reprise.stress.agent.Turn;
import org.reprise.stress.client.Backoff;
import org.reprise.stress.client.ClientListener;
import org.reprise.stress.client.ClientNetwork;
import org.reprise.stress.client.ClientOptions;
import org.reprise.stress.client.ConnectionState;
import org.reprise.stress.client.ReconnectingClient;
import org.reprise.stress.client.Resumed;
import org.reprise.stress.fault.FaultProxy;
import org.reprise.stress.oracle.DigestOracle;
import org.reprise.stress.oracle.Oracle;
import org.reprise.stress.oracle.SequenceOracle;
import org.reprise.stress.scenario.Parts;
import org.reprise.stress.scenario.Stage;
import org.reprise.stress.server.RepriseServer;
import org.reprise.wire.CloseCode;
import org.reprise.wire.Frame;
import org.reprise.wire.WireLimits;

/**
 * A user whose way to the server goes through a fault proxy, whose client comes back by itself, and who keeps a ledger of
 * what the session must hold, and of what it may have lost and been told so.
 *
 * <p>Thread-safe: what the client tells comes under the client's lock, and everything else takes it.
 */
final class Guest implements AutoCloseable {

    static final Backoff BACKOFF = new Backoff(Duration.ofMillis(20), Duration.ofMillis(500));

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration SILENCE_TIMEOUT = Duration.ofMillis(1_500);

    /** More attempts of a client's own than the back-off makes, in one outage, with room for its jitter. */
    private static final int ATTEMPTS = 20;

    private static final long ATTEMPTS_PER_SECOND = 20;

    private final Stage stage;
    private final String sessionId;
    private final Script script;
    private final FaultProxy proxy;
    private final ReconnectingClient client;
    private final Parts parts;
    private final Faults faults;
    private final SequenceOracle sequence = new SequenceOracle();

    private List<Integer> ledger = new ArrayList<>();
    private final Set<Integer> unstored = new LinkedHashSet<>();
    private int nextTurn;
    private int wanted;
    private @Nullable SessionHead head;
    private long epoch;
    private long counted;
    private Instant seenAt;
    private Instant saidAt;
    private Instant connectingAt;
    private int attempts;
    private int attemptsByItself;
    private long outageSince;
    private int scratchGoneIn = -1;
    private boolean shared;
    private long takingBackSince;
    private boolean retired;
    private long clearedAt;
    private long attempted;
    private long restored;
    private final List<Long> returnNanos = new ArrayList<>();
    private @Nullable SecondClient second;

    Guest(Stage stage, int index, String host, Parts parts, Faults faults) {
        this.stage = stage;
        this.sessionId = stage.sessionId(index);
        this.script = stage.scripts().of(sessionId);
        this.parts = parts;
        this.faults = faults;
        Random random = new Random(stage.settings().workload().seed() + index);
        this.proxy = FaultProxy.start(
                () -> new InetSocketAddress(stage.uri().getHost(), stage.uri().getPort()), host, random);
        InetSocketAddress address = proxy.address();
        URI uri = URI.create(
                "ws://" + address.getAddress().getHostAddress() + ":" + address.getPort() + RepriseServer.PATH);
        this.client = new ReconnectingClient(stage.network(), options(uri, random), new Heard());
        this.seenAt = stage.clock().instant();
        this.saidAt = seenAt;
        this.connectingAt = seenAt;
    }

    private ClientOptions options(URI uri, Random random) {
        return parts.client(new ClientOptions(
                () -> uri,
                () -> stage.token(sessionId),
                new MeasuredFrames(stage.settings().service().format(), this::judgeBatch),
                Map.of(),
                BACKOFF,
                CONNECT_TIMEOUT,
                SILENCE_TIMEOUT,
                stage.clock(),
                random));
    }

    String sessionId() {
        return sessionId;
    }

    FaultProxy proxy() {
        return proxy;
    }

    ReconnectingClient client() {
        return client;
    }

    /** Says the next thing when what was said before is answered. */
    void say() {
        synchronized (client) {
            wanted++;
            sayIfAnswered();
        }
    }

    private void sayIfAnswered() {
        if (wanted > 0 && nextTurn < script.turns().size() && isAnswered() && client.state() != ConnectionState.ENDED) {
            wanted--;
            int turn = nextTurn++;
            ledger.add(turn);
            unstored.add(turn);
            saidAt = stage.clock().instant();
            client.say(script.turns().get(turn).said());
        }
    }

    private boolean isAnswered() {
        return unstored.isEmpty() && turnsIn(head) == lastTurn() + 1;
    }

    private int lastTurn() {
        return ledger.isEmpty() ? -1 : ledger.get(ledger.size() - 1);
    }

    private static int turnsIn(@Nullable SessionHead head) {
        Variable count = head == null ? null : head.memory().get(Script.TURNS);
        return count != null && count.value() instanceof Value.Int number ? (int) number.number() : 0;
    }

    void leave(Action.Manner manner) {
        switch (manner) {
            case RESET -> client.reset();
            case CLOSE -> client.disconnect();
            case ABANDON -> client.abandon();
        }
    }

    void comeBack() {
        synchronized (client) {
            giveUpAttempt();
            client.connect();
        }
    }

    /** An attempt that is under way may have reached the server, which then told what nobody heard. */
    private void giveUpAttempt() {
        if (client.state() == ConnectionState.CONNECTING || client.state() == ConnectionState.RESTORING) {
            attempts++;
        }
    }

    void comeBackTwice(ClientNetwork elsewhere) {
        comeBack();
        synchronized (client) {
            giveUpAttempt();
            client.connect(elsewhere, System.nanoTime());
        }
    }

    /** A second client of the same user takes the session over; as soon as it has it, this one takes it back. */
    void shareWithASecondClient() {
        SecondClient other = new SecondClient();
        synchronized (client) {
            if (second != null) {
                return;
            }
            shared = true;
            takingBackSince = Long.MAX_VALUE;
            second = other;
        }
        // Not under the other client's lock.
        other.client.connect().whenCompleteAsync((resumed, failure) -> {
            if (resumed != null) {
                other.has(resumed);
            }
            synchronized (client) {
                takingBackSince = System.nanoTime();
                client.connect();
            }
        });
    }

    /** Whether the session is surely there: not so long ago its client was connected. */
    boolean isSurelyThere() {
        synchronized (client) {
            return client.state() == ConnectionState.LIVE && away().compareTo(RetentionPolicy.DEFAULT.extended()) < 0;
        }
    }

    /** How long the client may have been away, at most. */
    private Duration away() {
        return Duration.between(seenAt, stage.clock().instant());
    }

    /** The way is clear. The client comes back now, if it does not by itself. */
    void clear() {
        proxy.heal();
        synchronized (client) {
            clearedAt = System.nanoTime();
        }
        ConnectionState state = client.state();
        if (state == ConnectionState.OFFLINE || state == ConnectionState.ENDED) {
            client.connect();
        }
    }

    /** Whether nothing is on its way any more. Takes a session back that a second client has. */
    boolean isAtRest() {
        synchronized (client) {
            SecondClient other = second;
            if (other != null && (takingBackSince != 0 || other.client.state() == ConnectionState.LIVE)) {
                return false;
            }
            return !proxy.swallows()
                    && client.state() == ConnectionState.LIVE
                    && isAnswered()
                    && (wanted == 0 || nextTurn >= script.turns().size())
                    && client.unacked() == 0
                    && client.position().lastSequence() == entriesDue();
        }
    }

    /** Whether there was more to say than the conversations have. */
    boolean isSilent() {
        synchronized (client) {
            return wanted > 0 && nextTurn >= script.turns().size();
        }
    }

    boolean isBack() {
        return client.state() == ConnectionState.LIVE;
    }

    /** Judges a return that has not come, though nothing was in its way. */
    void judgeMissing() {
        synchronized (client) {
            attempted++;
            found(Oracle.ACCESS, "the user was not let in again when all was calm: state " + client.state());
        }
    }

    /** Whether waiting for rest is in vain. */
    boolean hasFailed() {
        synchronized (client) {
            return !sequence.faults().isEmpty() || (client.state() == ConnectionState.ENDED && !shared);
        }
    }

    /** Whether the server has all that should be there. */
    boolean isStored() {
        Optional<SessionContext> stored = stage.stored(sessionId);
        synchronized (client) {
            return stored.isPresent() && stored.get().history().size() >= entriesDue();
        }
    }

    private long entriesDue() {
        return script.opening().size()
                + ledger.stream()
                        .mapToLong(turn -> 1 + script.turns().get(turn).answer().size())
                        .sum();
    }

    /** Judges the session when all should be at rest. */
    void judge(Duration mostReturn) {
        synchronized (client) {
            if (client.state() != ConnectionState.LIVE) {
                attempted++;
            }
            judgeAccess();
            SessionContext expected = due();
            Optional<SessionContext> replica = client.context();
            Optional<SessionContext> stored = stage.stored(sessionId);
            replica.ifPresent(context -> judgeDigest(expected, "the replica", context));
            stored.ifPresent(context -> judgeDigest(expected, "the server", context));
            stored.ifPresent(context -> sequence.judge(
                    ledger.stream()
                            .map(turn -> script.turns().get(turn).said().id())
                            .toList(),
                    context));
            long has = client.position().lastSequence();
            if (stored.isPresent() && has < stored.get().history().size()) {
                sequence.fault("the client has " + has + " entries of "
                        + stored.get().history().size());
            }
            sequence.faults().forEach(fault -> found(Oracle.SEQUENCE, fault));
            if (clearedAt != 0 && client.state() != ConnectionState.LIVE) {
                found(Oracle.TIMING, "not back " + sinceCleared() + " ms after the way was clear");
            }
            returnNanos.stream()
                    .filter(nanos -> nanos > mostReturn.toNanos())
                    .forEach(nanos -> found(
                            Oracle.TIMING,
                            "back " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms after the way was clear"));
            clearedAt = 0;
            forgetSecond();
        }
    }

    private long sinceCleared() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - clearedAt);
    }

    /** However long a history is, no more of it is held at once on either side. */
    private void judgeBatch(long bytes) {
        if (bytes > WireLimits.BATCH_BYTES) {
            found(Oracle.HEAP, bytes + " B of entries came in one message, at most " + WireLimits.BATCH_BYTES + " may");
        }
    }

    private void judgeAccess() {
        if (client.state() != ConnectionState.LIVE) {
            found(Oracle.ACCESS, "the user was not let in again: state " + client.state());
        }
        SecondClient other = second;
        if (other != null && other.client.state() == ConnectionState.LIVE) {
            found(Oracle.ACCESS, "a superseded connection is still served");
        }
    }

    private void forgetSecond() {
        SecondClient other = second;
        second = null;
        shared = false;
        if (other != null) {
            other.client.close();
        }
    }

    private void judgeDigest(SessionContext expected, String whose, SessionContext found) {
        List<String> differences = DigestOracle.judge(expected, whose, found);
        if (!differences.isEmpty()) {
            found(Oracle.DIGEST, String.join("; ", differences));
        }
    }

    private void found(Oracle oracle, String what) {
        faults.add(oracle, sessionId + ": " + what);
    }

    /** What the session must hold. */
    SessionContext due() {
        synchronized (client) {
            List<HistoryEntry> history = new ArrayList<>(script.opening());
            for (int turn : ledger) {
                Turn played = script.turns().get(turn);
                history.add(played.said());
                history.addAll(played.answer());
            }
            int turns = lastTurn() + 1;
            SessionHead due = script.headAfter(turns);
            return new SessionContext(scratchGoneIn == turns ? withoutScratch(due) : due, history);
        }
    }

    private static SessionHead withoutScratch(SessionHead head) {
        Map<String, Variable> memory = new LinkedHashMap<>(head.memory());
        memory.values().removeIf(variable -> variable.durability() == Durability.TRANSIENT);
        return head.withMemory(memory);
    }

    long attempted() {
        synchronized (client) {
            return attempted;
        }
    }

    long restored() {
        synchronized (client) {
            return restored;
        }
    }

    /** How long each return took once the way was clear, in nanoseconds. */
    List<Long> returnNanos() {
        synchronized (client) {
            return List.copyOf(returnNanos);
        }
    }

    /** Goes for good, without a fault to be found in that. */
    void retire() {
        synchronized (client) {
            retired = true;
        }
        client.disconnect();
    }

    @Override
    public void close() {
        synchronized (client) {
            retired = true;
            forgetSecond();
        }
        client.close();
        proxy.close();
    }

    private void resumedAs(Resumed resumed) {
        long now = client.position().epoch();
        boolean unanswered = attempts > 1 || shared;
        boolean mayBeParked = away().compareTo(RetentionPolicy.DEFAULT.brief()) >= 0;
        boolean mayBeGone = away().compareTo(RetentionPolicy.DEFAULT.extended()) >= 0;
        boolean first = epoch == 0;
        switch (resumed.outcome()) {
            case CLEAN -> claim(first || mayBeGone, "clean, " + away() + " after it was last seen");
            case DEGRADED -> claim(mayBeParked, "degraded, " + away() + " after it was last seen");
            case RESTORED ->
                claim(now == epoch || (unanswered && (first || mayBeGone)), "restored, and it is another session");
        }
        if (resumed.outcome() == Frame.Outcome.CLEAN) {
            claim(now != epoch, "clean, in the epoch before");
        }
        epoch = now;
        int turns = turnsIn(head);
        List<String> scratch = scratchAfter(turns);
        if (head != null && !head.memory().keySet().containsAll(scratch)) {
            boolean told = resumed.outcome() == Frame.Outcome.DEGRADED
                    && resumed.dropped().containsAll(scratch);
            claim(
                    told || scratchGoneIn == turns || (unanswered && mayBeParked),
                    resumed.outcome() + " without a word about the scratch that is gone");
            scratchGoneIn = turns;
        }
        seenAt = connectingAt;
        attempts = 0;
        attemptsByItself = 0;
        attempted++;
        restored++;
        if (clearedAt != 0) {
            returnNanos.add(System.nanoTime() - clearedAt);
            clearedAt = 0;
        }
        if (resumed.startedAt() >= takingBackSince) {
            takingBackSince = 0;
        }
        SecondClient other = second;
        if (other != null) {
            other.superseded(resumed, client.position().lastSequence());
        }
    }

    private List<String> scratchAfter(int turns) {
        return script.headAfter(turns).memory().entrySet().stream()
                .filter(variable -> variable.getValue().durability() == Durability.TRANSIENT)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void claim(boolean holds, String what) {
        if (!holds && !retired) {
            found(Oracle.VERDICT, "the server said " + what);
        }
    }

    private void became(ConnectionState state, String reason) {
        switch (state) {
            case CONNECTING -> {
                attempts++;
                connectingAt = stage.clock().instant();
            }
            case RESTORING -> {
                if (client.position().epoch() != counted) {
                    counted = client.position().epoch();
                    sequence.begin();
                    ledger = new ArrayList<>(unstored);
                    head = null;
                    scratchGoneIn = -1;
                }
            }
            case WAITING -> {
                if (attemptsByItself++ == 0) {
                    outageSince = System.nanoTime();
                }
                long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - outageSince);
                if (attemptsByItself > ATTEMPTS + ATTEMPTS_PER_SECOND * seconds) {
                    found(
                            Oracle.TIMING,
                            attemptsByItself + " attempts to come back in the first " + (seconds + 1) + " s");
                }
            }
            case ENDED -> {
                boolean bySecond = shared && reason.startsWith(CloseCode.SUPERSEDED.code() + " ");
                if (!bySecond && !retired) {
                    found(Oracle.ACCESS, "the user was thrown out: " + reason);
                }
            }
            case OFFLINE, LIVE -> {}
        }
    }

    private final class Heard implements ClientListener {

        @Override
        public void stateChanged(ConnectionState state, String reason) {
            became(state, reason);
        }

        @Override
        public void entry(long number, HistoryEntry entry) {
            sequence.came(number);
        }

        @Override
        public void stored(String messageId, long number) {
            int turn = script.turnOf(messageId);
            unstored.remove(turn);
            if (saidAt.isAfter(seenAt)) {
                seenAt = saidAt;
            }
            sayIfAnswered();
        }

        @Override
        public void head(SessionHead come) {
            head = come;
            sayIfAnswered();
        }

        @Override
        public void resumed(Resumed resumed) {
            resumedAs(resumed);
            sayIfAnswered();
        }

        @Override
        public void refused(RefusalCode code) {
            if (!retired) {
                found(Oracle.ACCESS, "false positive: the user was refused as " + code);
            }
        }

        @Override
        public void fault(String what) {
            sequence.fault(what);
        }
    }

    /** Another client of the same user's, on a way of its own. */
    private final class SecondClient implements ClientListener {
        private final ReconnectingClient client;
        private long hasSince = Long.MAX_VALUE;
        private long most = Long.MAX_VALUE;

        SecondClient() {
            this.client = new ReconnectingClient(
                    stage.network(), options(stage.uri(), new Random()).manual(), this);
        }

        synchronized void has(Resumed resumed) {
            hasSince = resumed.restoredAt();
        }

        /** If the first client has taken the session back, what comes after {@code last} is not for this one. */
        synchronized void superseded(Resumed by, long last) {
            if (by.startedAt() > hasSince) {
                most = Math.min(most, last);
            }
        }

        @Override
        public synchronized void entry(long number, HistoryEntry entry) {
            if (number > most) {
                faults.add(
                        Oracle.ACCESS,
                        sessionId + ": a superseded connection was given entry " + number + ", it may have " + most);
            }
        }
    }
}
