package org.reprise.stress.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.SessionHead;
import org.reprise.resume.Position;
import org.reprise.resume.RefusalCode;
import org.reprise.resume.ResumeOutcome;
import org.reprise.resume.ResumeService;
import org.reprise.resume.Resumption;
import org.reprise.resume.SessionClaims;
import org.reprise.resume.TokenVerdict;
import org.reprise.store.AppendResult;
import org.reprise.store.Attachment;
import org.reprise.store.FencedException;
import org.reprise.store.StoreUnavailableException;
import org.reprise.wire.CloseCode;

/**
 * What connections and agents do to sessions, in this process.
 *
 * <p>A session's resume and its agent's writes exclude each other: an agent that is writing when its client comes back goes
 * on through the new attachment, and none of its answer is lost between the two. Across processes, the store's fencing
 * decides.
 */
final class Sessions {

    private static final int STRIPES = 256;

    private final ResumeService service;
    private final LiveSessions registry;
    private final ResumeGate gate;
    private final Queue<LiveSession> undetached = new ConcurrentLinkedQueue<>();
    private final Object[] locks = Stream.generate(Object::new).limit(STRIPES).toArray();
    private final Object[] userLocks =
            Stream.generate(Object::new).limit(STRIPES).toArray();
    private final ServerLimits limits;
    private final ResumePace pace;

    Sessions(ResumeService service, LiveSessions registry, ServerLimits limits, ResumeGate gate) {
        this.service = service;
        this.registry = registry;
        this.limits = limits;
        this.pace = new ResumePace(limits.resumesPerMinute());
        this.gate = gate;
    }

    ResumeService service() {
        return service;
    }

    /** Who lets resumes be in progress. */
    ResumeGate gate() {
        return gate;
    }

    /**
     * Resumes a session. If it is accepted, {@code connection} is its connection, and the one before is closed.
     *
     * @param agent begins a session that is new, before anybody can say anything in it, by whatever connection
     */
    ResumeOutcome resume(String token, Position position, ServerConnection connection, Agent agent) {
        TokenVerdict verdict = service.verify(token);
        if (verdict instanceof TokenVerdict.Valid valid) {
            String sessionId = valid.claims().sessionId();
            return exclusively(sessionId, () -> {
                boolean known = registry.find(sessionId).isPresent();
                ResumeOutcome outcome = resume(valid.claims(), position, connection);
                if (outcome instanceof ResumeOutcome.Accepted accepted && isToBegin(accepted, known)) {
                    begin(agent, accepted.resumption().attachment());
                }
                return outcome;
            });
        }
        return new ResumeOutcome.Refused(((TokenVerdict.Invalid) verdict).code());
    }

    private void begin(Agent agent, Attachment attachment) {
        try {
            agent.begin(forAgent(attachment));
        } catch (RuntimeException e) {
            // It has not begun: who comes next is to find it as if another process had opened it.
            registry.remove(attachment.sessionId());
            throw e;
        }
    }

    /** Whoever has opened a session in another process and said nothing yet cannot say anything in it any more. */
    private static boolean isToBegin(ResumeOutcome.Accepted accepted, boolean known) {
        return accepted instanceof ResumeOutcome.Clean
                || (!known && accepted.resumption().to() == 0);
    }

    private ResumeOutcome resume(SessionClaims claims, Position position, ServerConnection connection) {
        Optional<LiveSession> known = registry.find(claims.sessionId());
        if (known.isEmpty()) {
            // So that of two new sessions of one user the second sees the first.
            synchronized (userLocks[stripe(claims.userId())]) {
                return hasTooMany(claims.userId()) && !service.isThere(claims.sessionId())
                        ? service.refuse(claims, RefusalCode.TOO_MANY_SESSIONS, Duration.ZERO)
                        : attach(claims, position, known, connection);
            }
        }
        Duration wait = pace.wait(known.get().resumesUsedUpTo(), service.now());
        return wait.isZero()
                ? attach(claims, position, known, connection)
                : service.refuse(claims, RefusalCode.TOO_MANY_RESUMES, wait);
    }

    private boolean hasTooMany(String userId) {
        return registry.sizeOf(userId) >= limits.sessionsPerUser();
    }

    private ResumeOutcome attach(
            SessionClaims claims, Position position, Optional<LiveSession> known, ServerConnection connection) {
        ResumeOutcome outcome = service.resume(claims, position);
        if (outcome instanceof ResumeOutcome.Accepted accepted) {
            Resumption resumption = accepted.resumption();
            LiveSession live = new LiveSession(
                    resumption.attachment(),
                    // One text for as long as the session lasts.
                    known.map(LiveSession::userId)
                            .filter(claims.userId()::equals)
                            .orElse(claims.userId()),
                    pace.resumed(known.map(LiveSession::resumesUsedUpTo).orElse(0L), service.now()),
                    connection);
            Optional<LiveSession> before = registry.put(live);
            connection.attached(live, resumption.from(), claims.tokenId());
            before.flatMap(LiveSession::disconnect)
                    .ifPresent(older -> older.close(CloseCode.SUPERSEDED, ServerConnection.SUPERSEDED));
        }
        return outcome;
    }

    /**
     * Closes the connections whose tokens have been revoked since, wherever that was done; their sessions wait.
     *
     * @throws StoreUnavailableException if what is revoked cannot be known now
     */
    void closeRevoked() {
        Map<String, ServerConnection> byToken = new HashMap<>();
        for (LiveSession live : registry.all()) {
            live.connection().ifPresent(connection -> byToken.put(connection.tokenId(), connection));
        }
        service.revoked(byToken.keySet())
                .forEach(tokenId -> byToken.get(tokenId).refuse(new ResumeOutcome.Refused(RefusalCode.TOKEN_REVOKED)));
    }

    /**
     * Stores what the user says.
     *
     * @throws FencedException if a newer attachment has come
     */
    AppendResult append(LiveSession live, long clientMessageId, Message message) {
        AppendResult result = service.append(live.attachment(), clientMessageId, message);
        live.connection().ifPresent(ServerConnection::pump);
        return result;
    }

    /** What an agent does to a session, in the epoch of {@code attachment} and no later one. */
    AgentSession forAgent(Attachment attachment) {
        String sessionId = attachment.sessionId();
        return new AgentSession() {
            @Override
            public String sessionId() {
                return sessionId;
            }

            @Override
            public void append(HistoryEntry entry) {
                write(attachment, live -> {
                    service.append(live.attachment(), 0, entry);
                    live.connection().ifPresent(ServerConnection::pump);
                });
            }

            @Override
            public void putHead(SessionHead head) {
                write(attachment, live -> {
                    service.putHead(live.attachment(), head);
                    live.stored(head).ifPresent(ServerConnection::pump);
                });
            }
        };
    }

    private void write(Attachment attachment, Consumer<LiveSession> writing) {
        String sessionId = attachment.sessionId();
        exclusively(sessionId, () -> {
            LiveSession live = registry.find(sessionId)
                    .filter(newest -> newest.attachment().epoch() == attachment.epoch())
                    .orElseThrow(() ->
                            new FencedException(attachment, "the session has ended or another process serves it"));
            writing.accept(live);
            return live;
        });
    }

    /** The session waits from now on, if it is still this attachment's; from the next sweep on, if the store is away. */
    void detach(LiveSession live) {
        if (live.disconnect().isPresent()) {
            try {
                letGo(live);
            } catch (StoreUnavailableException e) {
                undetached.add(live);
            }
        }
    }

    /**
     * Whichever process serves it next, this one forgets the session when its time is over: not before the store does, for
     * an agent may be answering meanwhile.
     */
    private void letGo(LiveSession live) {
        service.detach(live.attachment());
        live.waitUntil(service.expiry());
    }

    /**
     * Parks and expires what is due.
     *
     * @throws StoreUnavailableException if the store is away; the next sweep does it
     */
    ResumeService.SweepResult sweep() {
        for (LiveSession left = undetached.peek(); left != null; left = undetached.peek()) {
            letGo(left);
            undetached.remove(left);
        }
        ResumeService.SweepResult swept = service.sweep();
        for (String sessionId : swept.expired()) {
            exclusively(sessionId, () -> removeUnlessBegunAnew(sessionId))
                    .flatMap(LiveSession::disconnect)
                    .ifPresent(connection -> connection.close(CloseCode.SESSION_ENDED, "the session has ended"));
        }
        registry.removeOver(service.now());
        return swept;
    }

    /** Between its end and this call, its client may have come back and begun it anew. */
    private Optional<LiveSession> removeUnlessBegunAnew(String sessionId) {
        return registry.find(sessionId)
                .filter(live -> !service.isThere(live.attachment()))
                .flatMap(live -> registry.remove(sessionId));
    }

    private <T> T exclusively(String sessionId, Supplier<T> action) {
        synchronized (locks[stripe(sessionId)]) {
            return action.get();
        }
    }

    private static int stripe(String id) {
        return Math.floorMod(id.hashCode(), STRIPES);
    }
}
