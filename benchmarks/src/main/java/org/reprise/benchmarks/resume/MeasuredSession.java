package org.reprise.benchmarks.resume;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.reprise.codec.BinaryCodec;
import org.reprise.codec.Packer;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.resume.Position;
import org.reprise.resume.ResumeOutcome;
import org.reprise.resume.ResumeService;
import org.reprise.resume.Resumption;
import org.reprise.resume.RetentionPolicy;
import org.reprise.resume.SessionTokens;
import org.reprise.resume.SigningKeys;
import org.reprise.store.Attachment;
import org.reprise.store.ContextStore;
import org.reprise.store.memory.MemoryRevocations;

/** A session with a history, in a service like one that serves clients. */
final class MeasuredSession implements AutoCloseable {

    private static final String ISSUER = "reprise-benchmarks";
    private static final String KEY_ID = "1";

    final ResumeService service;
    final String token;
    private final ContextStore store;
    private final String sessionId;
    private final long epoch;

    private MeasuredSession(ContextStore store, ResumeService service, String token, String sessionId, long epoch) {
        this.store = store;
        this.service = service;
        this.token = token;
        this.sessionId = sessionId;
        this.epoch = epoch;
    }

    /** Opens a session in {@code store}, with {@code head} and {@code history}, and detaches it. */
    static MeasuredSession open(ContextStore store, SessionHead head, Iterable<? extends HistoryEntry> history) {
        // A server that was named may hold it of an earlier run.
        store.remove(head.sessionId());
        InstantSource clock = InstantSource.system();
        Random random = new Random(1);
        byte[] secret = new byte[SigningKeys.LEAST_BYTES];
        random.nextBytes(secret);
        SessionTokens tokens = new SessionTokens(
                ISSUER, new SigningKeys(KEY_ID, Map.of(KEY_ID, secret)), new MemoryRevocations(clock), clock);
        ResumeService service = new ResumeService(
                store,
                new BinaryCodec(),
                tokens,
                // A benchmark may run for longer than any outage.
                new RetentionPolicy(Duration.ofDays(1), Duration.ofDays(2)),
                (sessionId, userId, now) -> head,
                clock,
                random,
                Packer.PLAIN);
        String token = tokens.issue(head.sessionId(), head.userId(), Duration.ofDays(1));
        Attachment attachment = accepted(service.resume(token, Position.NONE)).attachment();
        history.forEach(entry -> service.append(attachment, 0, entry));
        service.detach(attachment);
        return new MeasuredSession(store, service, token, head.sessionId(), attachment.epoch());
    }

    /** Opens a session with all of {@code context}. */
    static MeasuredSession open(ContextStore store, SessionContext context) {
        return open(store, context.head(), List.copyOf(context.history()));
    }

    /** The position of a client that has the entries up to {@code sequence}. */
    Position at(long sequence) {
        return new Position(epoch, sequence);
    }

    /** What a client that shows the session's token and {@code position} gets. */
    Resumption resume(Position position) {
        return accepted(service.resume(token, position));
    }

    /** Copies what the client gets into {@code frames}. */
    void copy(Resumption resumption, FrameCopy frames) {
        frames.begin(resumption);
        service.restore(resumption, FrameCopy.FRAME_BYTES, frames);
    }

    /** Takes the session out of its store, which stays open. */
    void remove() {
        store.remove(sessionId);
    }

    @Override
    public void close() {
        remove();
        store.close();
    }

    private static Resumption accepted(ResumeOutcome outcome) {
        if (outcome instanceof ResumeOutcome.Accepted accepted) {
            return accepted.resumption();
        }
        throw new IllegalStateException("the session was to be resumed, but the outcome is " + outcome);
    }
}
