package org.reprise.resume;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.reprise.codec.ContextCodec;
import org.reprise.codec.ContextTooLargeException;
import org.reprise.codec.EncodeBuffer;
import org.reprise.codec.MalformedContextException;
import org.reprise.codec.Packer;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.resume.event.AppendEvent;
import org.reprise.resume.event.DetachEvent;
import org.reprise.resume.event.ExpireEvent;
import org.reprise.resume.event.RefuseEvent;
import org.reprise.resume.event.RestoreEvent;
import org.reprise.store.Admission;
import org.reprise.store.AppendResult;
import org.reprise.store.Attached;
import org.reprise.store.Attachment;
import org.reprise.store.Claim;
import org.reprise.store.ContextStore;
import org.reprise.store.EntryBlock;
import org.reprise.store.EntrySink;
import org.reprise.store.FencedException;
import org.reprise.store.SessionState;
import org.reprise.store.StoreUnavailableException;

/**
 * Sessions that survive their connections: opens, appends, detaches, resumes, parks and expires.
 *
 * <p>A client shows its token and its position; {@link #resume} decides what it gets. Each resume fences the attachments
 * before it. A client message is stored once, however often it is sent. An append that was answered is kept until the
 * session expires, as far as the store is durable: "Failure and durability" of {@link ContextStore} says what that is.
 *
 * <p>May be used by any number of threads at once. No argument may be null.
 */
public final class ResumeService {

    /**
     * The most that an entry or a head may take, encoded. Whatever is stored can be sent to a client in one message, whose
     * limit has room for what it takes in another form: at most six times as much.
     */
    public static final int MOST_PART_BYTES = 1 << 20;

    private static final int PARKED_AT_ONCE = 256;

    /** A thread that has encoded a larger entry lets go of the buffer. */
    private static final int KEPT_BUFFER_BYTES = 64 << 10;

    private final ContextStore store;
    private final ContextCodec codec;
    private final SessionTokens tokens;
    private final RetentionPolicy retention;
    private final NewSession newSession;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Parking parking;

    /** A new buffer for each append would cost three times as much as the append itself. */
    private final ThreadLocal<EncodeBuffer> buffers = ThreadLocal.withInitial(EncodeBuffer::new);

    /**
     * A service over {@code store}. Services over one store must use the same codec and retention, and know each other's
     * dictionaries.
     *
     * @param random gives the epochs; used by one thread at a time
     * @param packer packs what is parked; {@link Packer#PLAIN} does without a dictionary
     */
    public ResumeService(
            ContextStore store,
            ContextCodec codec,
            SessionTokens tokens,
            RetentionPolicy retention,
            NewSession newSession,
            InstantSource clock,
            RandomGenerator random,
            Packer packer) {
        this.store = store;
        this.codec = codec;
        this.tokens = tokens;
        this.retention = retention;
        this.newSession = newSession;
        this.clock = clock;
        this.random = random;
        this.parking = new Parking(store, codec, packer);
    }

    /**
     * Attaches the client that shows {@code token} and {@code position} to its session, which is opened if there is none.
     *
     * <p>What it answers does not depend on when {@link #sweep} was called last. A session that is brought back is
     * restored from then on: a client that goes before it has seen its {@link ResumeOutcome.Degraded} is not told again.
     *
     * @throws StoreUnavailableException if the store is away; the session may be attached to, which the next resume fences
     * @throws FencedException if a newer attachment has come while the session was brought back
     * @throws MalformedContextException if what has to be brought back is damaged; the session waits on as before
     * @throws ContextTooLargeException if the head of a new session takes more than {@link #MOST_PART_BYTES}; none is opened
     */
    public ResumeOutcome resume(String token, Position position) {
        TokenVerdict verdict = verify(token);
        if (verdict instanceof TokenVerdict.Invalid invalid) {
            return new ResumeOutcome.Refused(invalid.code());
        }
        return resume(((TokenVerdict.Valid) verdict).claims(), position);
    }

    /**
     * Verifies a token, for those who have to know the session before it is resumed.
     *
     * @throws StoreUnavailableException if it cannot be known now whether it has been revoked
     */
    public TokenVerdict verify(String token) {
        TokenVerdict verdict = tokens.verify(token);
        if (verdict instanceof TokenVerdict.Invalid invalid) {
            RefuseEvent.begun().done("", invalid.code().name(), store);
        }
        return verdict;
    }

    /**
     * {@link #resume(String, Position)} with the claims of a token that has been verified just now.
     *
     * @throws StoreUnavailableException likewise
     * @throws FencedException likewise
     * @throws MalformedContextException likewise
     * @throws ContextTooLargeException likewise
     */
    public ResumeOutcome resume(SessionClaims claims, Position position) {
        RestoreEvent event = RestoreEvent.begun();
        ResumeOutcome outcome = decide(claims, position);
        if (outcome instanceof ResumeOutcome.Accepted accepted) {
            Resumption resumption = accepted.resumption();
            event.done(
                    outcome.getClass(),
                    resumption.attachment(),
                    resumption.to() - resumption.from(),
                    resumption.head().length,
                    store);
        } else if (outcome instanceof ResumeOutcome.Refused refused) {
            RefuseEvent.begun().done(claims.sessionId(), refused.code().name(), store);
        }
        return outcome;
    }

    /**
     * Refuses a client that has shown {@code claims}, for a reason of the caller's own.
     *
     * @param retryAfter how long it has to wait; zero if waiting does not help
     */
    public ResumeOutcome.Refused refuse(SessionClaims claims, RefusalCode code, Duration retryAfter) {
        RefuseEvent.begun().done(claims.sessionId(), code.name(), store);
        return new ResumeOutcome.Refused(code, retryAfter);
    }

    /**
     * Whether there is such a session now.
     *
     * @throws StoreUnavailableException if that cannot be known now
     */
    public boolean isThere(String sessionId) {
        return store.state(sessionId, clock.instant()).isPresent();
    }

    /**
     * Whether the session that was attached to is there now, and not another one of its id.
     *
     * @throws StoreUnavailableException if that cannot be known now
     */
    public boolean isThere(Attachment attachment) {
        return store.state(attachment.sessionId(), clock.instant())
                .filter(state -> state.epoch() == attachment.epoch())
                .isPresent();
    }

    /**
     * Those of some tokens that have been revoked.
     *
     * @throws StoreUnavailableException if that cannot be known now
     */
    public Set<String> revoked(Set<String> tokenIds) {
        return tokens.revoked(tokenIds);
    }

    private ResumeOutcome decide(SessionClaims claims, Position position) {
        if (position.lastSequence() < 0 || (position.epoch() == 0 && position.lastSequence() > 0)) {
            return new ResumeOutcome.Refused(RefusalCode.POSITION_INVALID);
        }
        Claim claim = new Claim(claims.sessionId(), claims.userId(), position.epoch(), position.lastSequence());
        while (true) {
            Instant now = clock.instant();
            Optional<Admission> admission = store.admit(claim, now);
            Optional<ResumeOutcome> outcome =
                    admission.isPresent() ? Optional.of(resume(claim, admission.get(), now)) : begin(claims, now);
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
    }

    private ResumeOutcome resume(Claim claim, Admission admission, Instant now) {
        if (admission instanceof Admission.Admitted admitted) {
            return admitted.attached().state().owner().equals(claim.owner())
                    ? accept(admitted, claim, now)
                    : giveBack(admitted.attached(), now);
        }
        SessionState session = ((Admission.Declined) admission).session();
        return new ResumeOutcome.Refused(
                session.owner().equals(claim.owner()) ? RefusalCode.POSITION_AHEAD : RefusalCode.NOT_OWNER);
    }

    /** The session that was seen has gone, and another user's has begun, in between. */
    private ResumeOutcome giveBack(Attached attached, Instant now) {
        detachAsBefore(attached, now);
        return new ResumeOutcome.Refused(RefusalCode.NOT_OWNER);
    }

    private ResumeOutcome accept(Admission.Admitted admitted, Claim claim, Instant now) {
        try {
            return outcome(
                    admitted, claim.lastOf(admitted.attached().attachment().epoch()), now);
        } catch (RuntimeException e) {
            // Nobody will ever hold this attachment, and a session that stays attached never expires.
            detachAsBefore(admitted.attached(), now);
            throw e;
        }
    }

    private void detachAsBefore(Attached attached, Instant now) {
        Instant detachedAt = attached.detachedAt() == null ? now : attached.detachedAt();
        store.detach(attached.attachment(), detachedAt, retention.expiry(detachedAt));
    }

    private ResumeOutcome outcome(Admission.Admitted admitted, long from, Instant now) {
        Attached attached = admitted.attached();
        Instant detachedAt = attached.detachedAt();
        if (attached.parked() == null && (detachedAt == null || !retention.parks(detachedAt, now))) {
            return new ResumeOutcome.Restored(resumption(admitted, from, parking.head(attached.state())));
        }
        Parking.Unparked unparked = parking.unpark(attached);
        return new ResumeOutcome.Degraded(resumption(admitted, from, unparked.head()), unparked.dropped());
    }

    private static Resumption resumption(Admission.Admitted admitted, long from, byte[] head) {
        Attached attached = admitted.attached();
        SessionState state = attached.state();
        return new Resumption(
                attached.attachment(),
                from,
                state.lastSequence(),
                state.lastClientMessageId(),
                head,
                admitted.readAhead());
    }

    /** Empty if somebody else has opened the session in between. */
    private Optional<ResumeOutcome> begin(SessionClaims claims, Instant now) {
        byte[] head = codec.encodeHead(newSession.head(claims.sessionId(), claims.userId(), now));
        requireFitting("a head", head.length);
        return store.open(claims.sessionId(), claims.userId(), newEpoch(), head, now)
                .map(attachment -> new ResumeOutcome.Clean(new Resumption(attachment, 0, 0, 0, head, List.of())));
    }

    private long newEpoch() {
        synchronized (random) {
            long epoch = random.nextLong();
            while (epoch == 0) {
                epoch = random.nextLong();
            }
            return epoch;
        }
    }

    /** The codec of the heads and entries that are stored. */
    public ContextCodec codec() {
        return codec;
    }

    /**
     * Gives the encoded entries that a client which was accepted lacks to {@code sink}, as they are stored, in batches of
     * at most {@code maxBatchBytes}; an entry that is larger comes alone.
     *
     * @throws StoreUnavailableException if the store is away; some entries may have been given
     * @throws FencedException if a newer attachment has come and not all of it had been read before
     */
    public void restore(Resumption resumption, int maxBatchBytes, EntrySink sink) {
        long at = resumption.from();
        for (EntryBlock block : resumption.readAhead()) {
            block.give(at, block.lastSequence(), maxBatchBytes, sink);
            at = block.lastSequence();
        }
        if (at < resumption.to() || resumption.readAhead().isEmpty()) {
            store.read(resumption.attachment(), at, resumption.to(), maxBatchBytes, sink);
        }
    }

    /**
     * Gives the next of the encoded entries after {@code after} to {@code sink}, as {@link ContextStore#readBatch} does.
     *
     * @return how many entries were given; 0 if there are none
     * @throws StoreUnavailableException if the store is away
     * @throws FencedException if a newer attachment has come
     */
    public int readBatch(Attachment attachment, long after, int maxBatchBytes, EntrySink sink) {
        return store.readBatch(attachment, after, maxBatchBytes, sink);
    }

    /**
     * Appends an entry to the history.
     *
     * @param clientMessageId 0 for an entry of the server's own; else the number that the client gave it, 1, 2, 3 … in
     *     each epoch
     * @throws StoreUnavailableException if the store is away; the entry may be stored or not. A client's message that is
     *     appended again with its id is stored once, an entry of the server's own may be stored twice
     * @throws FencedException if a newer attachment has come
     * @throws ContextTooLargeException if the entry takes more than {@link #MOST_PART_BYTES}; nothing is stored
     */
    public AppendResult append(Attachment attachment, long clientMessageId, HistoryEntry entry) {
        AppendEvent event = AppendEvent.begun();
        EncodeBuffer buffer = buffers.get();
        buffer.clear();
        try {
            codec.encodeEntry(entry, buffer);
            requireFitting("an entry", buffer.size());
            AppendResult result = store.append(attachment, clientMessageId, buffer.array(), 0, buffer.size());
            event.done(attachment, buffer.size(), result, store);
            return result;
        } finally {
            if (buffer.array().length > KEPT_BUFFER_BYTES) {
                buffers.remove();
            }
        }
    }

    /**
     * Replaces the head.
     *
     * @throws StoreUnavailableException if the store is away; the head may be the new one or as it was
     * @throws FencedException if a newer attachment has come
     * @throws ContextTooLargeException if it takes more than {@link #MOST_PART_BYTES}; the head is as it was
     */
    public void putHead(Attachment attachment, SessionHead head) {
        byte[] encoded = codec.encodeHead(head);
        requireFitting("a head", encoded.length);
        store.putHead(attachment, encoded);
    }

    private static void requireFitting(String part, int bytes) {
        if (bytes > MOST_PART_BYTES) {
            throw new ContextTooLargeException(part, bytes, MOST_PART_BYTES);
        }
    }

    /**
     * The context as it was when the session was resumed, decoded. To be asked for before the session can be detached:
     * the entries of a parked session cannot be read.
     *
     * @throws StoreUnavailableException if the store is away
     * @throws FencedException if a newer attachment has come
     */
    public SessionContext context(Resumption resumption) {
        byte[] head = resumption.head();
        List<HistoryEntry> history = new ArrayList<>();
        EntrySink decoding =
                (sequence, count, bytes, offset, length) -> history.addAll(codec.decodeEntries(bytes, offset, length));
        if (resumption.from() == 0) {
            restore(resumption, Integer.MAX_VALUE, decoding);
        } else {
            store.read(resumption.attachment(), 0, resumption.to(), Integer.MAX_VALUE, decoding);
        }
        return new SessionContext(codec.decodeHead(head, 0, head.length), history);
    }

    /**
     * Says that the client is gone; its session waits from now on. Answers whether it was the newest and attached.
     *
     * @throws StoreUnavailableException if the store is away; the session may wait or be attached as before. To be said
     *     again, for a session that stays attached never expires
     */
    public boolean detach(Attachment attachment) {
        DetachEvent event = DetachEvent.begun();
        Instant now = clock.instant();
        boolean detached = store.detach(attachment, now, retention.expiry(now));
        event.done(attachment, detached, store);
        return detached;
    }

    /** When a session that is detached now will be gone. */
    public Instant expiry() {
        return retention.expiry(now());
    }

    /** The time by the service's clock. */
    public Instant now() {
        return clock.instant();
    }

    /**
     * Parks and expires the sessions whose time has come. To be called every few seconds, so that sessions do not take
     * memory for longer than they have to.
     *
     * @throws StoreUnavailableException if the store is away; some may be parked or expired, of which nothing is told, and
     *     the next sweep does the rest
     */
    public SweepResult sweep() {
        Instant now = clock.instant();
        detachAbandoned(now);
        List<String> expired = store.expire(now);
        expired.forEach(sessionId -> ExpireEvent.begun().done(sessionId, store));
        Instant since = now.minus(retention.brief());
        int parked = 0;
        Set<String> unparkable = new LinkedHashSet<>();
        List<Attachment> due;
        int parkedNow;
        do {
            due = store.detachedSince(since, PARKED_AT_ONCE);
            parkedNow = 0;
            for (Attachment attachment : due) {
                try {
                    parkedNow += park(attachment, now) ? 1 : 0;
                } catch (MalformedContextException | ContextTooLargeException e) {
                    unparkable.add(attachment.sessionId());
                }
            }
            parked += parkedNow;
        } while (due.size() == PARKED_AT_ONCE && parkedNow > 0);
        return new SweepResult(parked, expired, List.copyOf(unparkable));
    }

    /** Nobody has seen their clients go: their time away begins now. */
    private void detachAbandoned(Instant now) {
        List<Attachment> abandoned;
        do {
            abandoned = store.abandoned(PARKED_AT_ONCE);
            abandoned.forEach(attachment -> store.detach(attachment, now, retention.expiry(now)));
        } while (abandoned.size() == PARKED_AT_ONCE);
    }

    private boolean park(Attachment attachment, Instant now) {
        Optional<SessionState> state = store.state(attachment.sessionId(), now);
        return state.isPresent() && parking.park(attachment, state.get());
    }

    /**
     * What a sweep did.
     *
     * @param parked how many sessions were parked
     * @param expired the sessions that are gone
     * @param unparkable the sessions that stay as they are until they expire, their head being damaged or their parked
     *     form too large
     */
    public record SweepResult(int parked, List<String> expired, List<String> unparkable) {
        public SweepResult {
            expired = List.copyOf(expired);
            unparkable = List.copyOf(unparkable);
        }
    }
}
