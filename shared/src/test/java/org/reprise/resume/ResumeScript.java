package org.reprise.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.reprise.resume.TestService.USER;
import static org.reprise.resume.TestService.assertRefused;
import static org.reprise.resume.TestService.at;
import static org.reprise.resume.TestService.clean;
import static org.reprise.resume.TestService.degraded;
import static org.reprise.resume.TestService.restored;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.reprise.codec.ContextCodec;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Value;
import org.reprise.context.Variable;
import org.reprise.store.AppendResult;
import org.reprise.store.Attachment;
import org.reprise.store.FencedException;

/**
 * Random steps of clients, agents, sweeps and time over a few sessions. What each step answers is compared with what the
 * ledgers expect, which know nothing of sweeps.
 */
final class ResumeScript {

    private static final int SESSIONS = 5;
    private static final RetentionPolicy RETENTION = RetentionPolicy.DEFAULT;
    private static final Duration NANO = Duration.ofNanos(1);

    /** How long clients are away, for the most part just at a bound. */
    private static final List<Duration> OUTAGES = List.of(
            NANO,
            Duration.ofSeconds(10),
            RETENTION.brief().minus(NANO),
            RETENTION.brief(),
            Duration.ofMinutes(2),
            RETENTION.extended().minus(NANO),
            RETENTION.extended(),
            Duration.ofMinutes(10));

    private static final List<String> VARIABLES = List.of("a", "b", "c", "d", "e");

    private enum Step {
        CLIENT_SAYS,
        CLIENT_REPEATS,
        CLIENT_SKIPS,
        CLIENT_LEAVES,
        CLIENT_RETURNS,
        AGENT_SAYS,
        AGENT_PUTS_HEAD,
        STRANGER_COMES,
        OLD_CONNECTION_ACTS,
        SWEEP
    }

    private enum Kind {
        RESTORED,
        DEGRADED,
        CLEAN
    }

    private final TestService test;
    private final ResumeService service;
    private final Random random;
    private final List<Session> sessions = new ArrayList<>();
    private final Map<Kind, Integer> returns = new EnumMap<>(Kind.class);
    private String lastStep = "before the first step";
    private long entriesSoFar;

    ResumeScript(ContextCodec codec, long seed) {
        test = new TestService(codec);
        service = test.service;
        random = new Random(seed);
        for (int i = 0; i < SESSIONS; i++) {
            sessions.add(new Session("session-" + i));
        }
    }

    String lastStep() {
        return lastStep;
    }

    void assertThatAllKindsOfReturnsOccurred() {
        assertThat(returns).containsOnlyKeys(Kind.values());
    }

    void step() {
        test.clock.advance(Duration.ofMillis(random.nextInt(2_000)));
        Session session = sessions.get(random.nextInt(SESSIONS));
        Step step = session.isThere(now()) ? Step.values()[random.nextInt(Step.values().length)] : Step.CLIENT_RETURNS;
        lastStep = step + " " + session.id + " at " + now();
        switch (step) {
            case CLIENT_SAYS -> clientSays(session);
            case CLIENT_REPEATS -> clientRepeats(session);
            case CLIENT_SKIPS -> clientSkips(session);
            case CLIENT_LEAVES -> clientLeaves(session);
            case CLIENT_RETURNS -> clientReturns(session);
            case AGENT_SAYS -> agentSays(session);
            case AGENT_PUTS_HEAD -> agentPutsHead(session);
            case STRANGER_COMES -> strangerComes(session);
            case OLD_CONNECTION_ACTS -> oldConnectionActs(session);
            case SWEEP -> sweep();
        }
    }

    private void clientSays(Session session) {
        if (session.isAway()) {
            return;
        }
        HistoryEntry entry = nextEntry();
        long id = session.clientSequences.size() + 1;
        long expected = session.ledger.history.size() + 1;
        assertThat(service.append(session.attachment, id, entry)).isEqualTo(new AppendResult.Stored(expected));
        session.ledger.history.add(entry);
        session.clientSequences.add(expected);
    }

    private void clientRepeats(Session session) {
        if (session.isAway() || session.clientSequences.isEmpty()) {
            return;
        }
        int id = 1 + random.nextInt(session.clientSequences.size());
        assertThat(service.append(session.attachment, id, nextEntry()))
                .isEqualTo(new AppendResult.Duplicate(session.clientSequences.get(id - 1)));
    }

    private void clientSkips(Session session) {
        if (session.isAway()) {
            return;
        }
        long next = session.clientSequences.size() + 1;
        assertThat(service.append(session.attachment, next + 1 + random.nextInt(3), nextEntry()))
                .isEqualTo(new AppendResult.Gap(next));
    }

    private void clientLeaves(Session session) {
        assertThat(service.detach(session.attachment)).isEqualTo(!session.isAway());
        if (!session.isAway()) {
            session.detachedAt = now();
            List<HistoryEntry> missed =
                    session.ledger.history.subList(session.replica.size(), session.ledger.history.size());
            session.replica.addAll(missed.subList(0, random.nextInt(missed.size() + 1)));
        }
    }

    private void agentSays(Session session) {
        HistoryEntry entry = nextEntry();
        assertThat(service.append(session.attachment, 0, entry))
                .isEqualTo(new AppendResult.Stored(session.ledger.history.size() + 1));
        session.ledger.history.add(entry);
    }

    private void agentPutsHead(Session session) {
        Map<String, Variable> memory = new LinkedHashMap<>(session.ledger.head.memory());
        for (String name : VARIABLES) {
            switch (random.nextInt(4)) {
                case 0 -> memory.put(name, Variable.durable(Value.of(random.nextInt())));
                case 1 -> memory.put(name, Variable.scratch(Value.of(random.nextInt())));
                case 2 -> memory.remove(name);
                default -> {}
            }
        }
        session.ledger.head = session.ledger.head.withMemory(memory);
        service.putHead(session.attachment, session.ledger.head);
    }

    private void strangerComes(Session session) {
        assertRefused(service.resume(test.token(session.id, "stranger"), session.position()), RefusalCode.NOT_OWNER);
        Position ahead = at(session.attachment, session.ledger.history.size() + 1 + random.nextInt(3));
        assertRefused(service.resume(test.token(session.id, USER), ahead), RefusalCode.POSITION_AHEAD);
    }

    private void oldConnectionActs(Session session) {
        Attachment newest = session.attachment;
        Attachment old = new Attachment(session.id, newest.epoch(), newest.number() - 1);
        assertThatExceptionOfType(FencedException.class).isThrownBy(() -> service.append(old, 0, nextEntry()));
        assertThatExceptionOfType(FencedException.class).isThrownBy(() -> service.putHead(old, session.ledger.head));
        assertThat(service.detach(old)).isFalse();
    }

    private void sweep() {
        List<String> expired = new ArrayList<>();
        int parked = 0;
        for (Session session : sessions) {
            if (session.isStored() && !session.isThere(now())) {
                expired.add(session.id);
                session.forget();
            } else if (session.isAway() && !session.parked && RETENTION.parks(session.detachedAt, now())) {
                session.parked = true;
                parked++;
            }
        }
        ResumeService.SweepResult swept = service.sweep();
        assertThat(swept.expired()).containsExactlyInAnyOrderElementsOf(expired);
        assertThat(swept.parked()).isEqualTo(parked);
        assertThat(swept.unparkable()).isEmpty();
        assertThat(test.store.sessions())
                .isEqualTo(sessions.stream().filter(Session::isStored).count());
    }

    private void clientReturns(Session session) {
        passOutage(session);
        if (random.nextInt(3) == 0) {
            sweep();
        }
        Position position = switch (random.nextInt(4)) {
            case 0 -> Position.NONE;
            case 1 -> new Position(session.replicaEpoch + 1, random.nextInt(50));
            default -> session.position();
        };
        Kind kind = session.expectedKind(now());
        returns.merge(kind, 1, Integer::sum);
        ResumeOutcome outcome = service.resume(test.token(session.id, USER), position);
        Resumption resumption = switch (kind) {
            case RESTORED -> restored(outcome);
            case DEGRADED -> degraded(outcome, session.ledger.transientVariables());
            case CLEAN -> clean(outcome);
        };
        if (kind == Kind.DEGRADED) {
            session.ledger.dropTransientVariables();
        } else if (kind == Kind.CLEAN) {
            assertThat(resumption.attachment().epoch()).isNotEqualTo(session.replicaEpoch);
            session.begin(new Ledger(test.head(resumption)));
        }
        assertThatTheClientHasEverything(session, position, resumption);
        session.attachment = resumption.attachment();
        session.detachedAt = null;
        session.parked = false;
    }

    private void passOutage(Session session) {
        if (session.isAway()) {
            Instant at = session.detachedAt.plus(OUTAGES.get(random.nextInt(OUTAGES.size())));
            if (at.isAfter(now())) {
                test.clock.set(at);
            }
        }
    }

    private void assertThatTheClientHasEverything(Session session, Position position, Resumption resumption) {
        boolean sameEpoch = position.epoch() == resumption.attachment().epoch();
        assertThat(resumption.from()).isEqualTo(sameEpoch ? position.lastSequence() : 0);
        assertThat(resumption.to()).isEqualTo(session.ledger.history.size());
        assertThat(resumption.lastClientMessageId()).isEqualTo(session.clientSequences.size());
        if (!sameEpoch) {
            session.replica.clear();
        }
        session.replica.addAll(test.entries(resumption));
        session.replicaEpoch = resumption.attachment().epoch();
        assertThat(session.replica).isEqualTo(session.ledger.history);
        assertThat(service.context(resumption)).isEqualTo(session.ledger.context());
    }

    private HistoryEntry nextEntry() {
        return Ledger.entry(++entriesSoFar);
    }

    private Instant now() {
        return test.clock.instant();
    }

    /** A session and its client, as they ought to be. */
    private static final class Session {

        private final String id;
        private final List<HistoryEntry> replica = new ArrayList<>();
        private final List<Long> clientSequences = new ArrayList<>();
        private long replicaEpoch;

        /** Null before the session has begun, and after it has been removed. */
        private @Nullable Ledger ledger;

        private @Nullable Attachment attachment;
        private @Nullable Instant detachedAt;
        private boolean parked;

        Session(String id) {
            this.id = id;
        }

        boolean isStored() {
            return ledger != null;
        }

        boolean isAway() {
            return detachedAt != null;
        }

        boolean isThere(Instant now) {
            return isStored() && (!isAway() || now.isBefore(detachedAt.plus(RETENTION.extended())));
        }

        Kind expectedKind(Instant now) {
            if (!isThere(now)) {
                return Kind.CLEAN;
            }
            return isAway() && !now.isBefore(detachedAt.plus(RETENTION.brief())) ? Kind.DEGRADED : Kind.RESTORED;
        }

        Position position() {
            return new Position(replicaEpoch, replica.size());
        }

        void begin(Ledger ledger) {
            this.ledger = ledger;
            clientSequences.clear();
        }

        void forget() {
            ledger = null;
            detachedAt = null;
            parked = false;
        }
    }
}
