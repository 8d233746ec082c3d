package org.reprise.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps sessions: for each one an encoded head, which is replaced as a whole, and encoded entries, which are numbered 1,
 * 2, 3 … and never change. It never looks inside them.
 *
 * <p><b>Epoch and attachment.</b> Each incarnation of a session has an epoch. Each {@link #open} and {@link #attach}
 * gives an {@link Attachment} with a higher number than any before in the epoch; only the newest may act on the session,
 * attached or detached. Every other, and one of an epoch or a session that is gone, is without effect: it is answered
 * {@link FencedException}, or false by {@link #detach} and {@link #park}.
 *
 * <p><b>Atomic.</b> Each method takes effect wholly or not at all, and concurrent calls for one session take effect one
 * after another. Methods may be called from any thread.
 *
 * <p><b>Failure and durability.</b> Every method may throw {@link StoreUnavailableException} if the store cannot do now what
 * is asked, and {@link StoreException} if it cannot until somebody has mended it. What was asked has then been done, wholly,
 * or has not, or is done yet; for an attachment that is fenced it is done no more. So whoever asks again may find that it was
 * done the first time:
 *
 * <ul>
 *   <li>An {@link #append} with the same client message id is stored once, and answers {@link AppendResult.Duplicate} if it
 *       was stored before. One with the id 0 may be stored twice.
 *   <li>{@link #detach} and {@link #park} answer false, {@link #open} answers empty, {@link #unpark} throws
 *       {@link IllegalArgumentException}, {@link #expire} does not name a session that it has removed.
 *   <li>{@link #attach} and {@link #admit} give another attachment. Until then the session is attached and nobody holds the
 *       attachment, so that it does not expire: it waits for its client, or for the end of this process ({@link #abandoned}).
 *   <li>{@link #read} and {@link #readBatch} may have given some entries to the sink.
 * </ul>
 *
 * What has been answered can be seen by every call that begins later, and is undone by nothing but the end of what keeps it.
 * What an answered append survives beyond that is each store's own: no end of the process
 * ({@link org.reprise.store.memory.MemoryStore}), that of the process or of power, as the durability says
 * ({@link org.reprise.store.sqlite.SqliteStore}), or what the persistence and the replication of the server say
 * ({@link org.reprise.store.redis.RedisStore}), which may also give out again the attachments of before.
 *
 * <p><b>Time</b> is the caller's: a store has no clock. A session whose {@code expiresAt} has come is gone for every
 * method that is told the time as {@code now}; for the others it is there until {@link #expire}, {@link #open} or
 * {@link #remove} removes it.
 *
 * <p>Arrays that are passed in are copied, save for heads and parked entries, which are kept and must not be changed
 * afterwards. No argument may be null. An argument that is wrong whatever is stored is refused before all else.
 */
public interface ContextStore extends AutoCloseable {

    /**
     * The most bytes that the entries of one session may take together: 256 MiB. Those that are parked count as they
     * were.
     */
    int MAX_SESSION_BYTES = 256 << 20;

    /** The most bytes of entries that {@link #admit} reads: 256 KiB. */
    int READ_AHEAD_BYTES = 256 << 10;

    /**
     * Opens a session and attaches to it, if there is none of that id at {@code now}.
     *
     * @param owner whose session it is
     * @param epoch the new incarnation, random and not 0
     * @return the first attachment, or empty if there is such a session
     * @throws IllegalArgumentException if the epoch is 0
     */
    Optional<Attachment> open(String sessionId, String owner, long epoch, byte[] head, Instant now);

    /** The state of a session, or empty if there is none at {@code now}. */
    Optional<SessionState> state(String sessionId, Instant now);

    /** Attaches anew to a session, which fences every attachment before, or answers empty if there is none at {@code now}. */
    Optional<Attached> attach(String sessionId, Instant now);

    /**
     * Attaches anew for a client that comes back, as {@link #attach} does, if the session fits the claim, and may read the
     * first of what the client lacks.
     *
     * <p>A store that takes one step for each of these may attach to a session that has come, in between, in the place of
     * the one that fitted: the state that is given tells.
     *
     * @return empty if there is no session at {@code now}
     */
    default Optional<Admission> admit(Claim claim, Instant now) {
        Optional<SessionState> found = state(claim.sessionId(), now);
        if (found.isPresent() && !claim.fits(found.get())) {
            return Optional.of(new Admission.Declined(found.get()));
        }
        return found.flatMap(session -> attach(claim.sessionId(), now))
                .map(attached -> new Admission.Admitted(attached, List.of()));
    }

    /**
     * Appends an entry.
     *
     * @param clientMessageId 0 for an entry of the server's own; else the number that the client gave it, 1, 2, 3 … in
     *     each epoch
     * @throws StoreUnavailableException if the store cannot append now, whether or not the entry is stored
     * @throws FencedException if the attachment is not the newest
     * @throws IllegalArgumentException if the id is negative, the entry is empty, or the session's entries would take
     *     more than {@link #MAX_SESSION_BYTES}
     * @throws IndexOutOfBoundsException if {@code offset} and {@code length} are not a range of {@code bytes}
     */
    AppendResult append(Attachment attachment, long clientMessageId, byte[] bytes, int offset, int length);

    /**
     * Replaces the head.
     *
     * @throws FencedException if the attachment is not the newest
     */
    void putHead(Attachment attachment, byte[] head);

    /**
     * Gives the entries in ({@code after}, {@code upTo}] to {@code sink}, in batches of at most {@code maxBatchBytes}; an
     * entry that is larger comes alone. It is a snapshot: appends meanwhile do not change it, and none waits for the
     * sink.
     *
     * @param after a sequence, 0 for the first entry on
     * @param upTo a sequence that is stored, not smaller than {@code after}; equal to it for nothing at all
     * @throws FencedException if the attachment is not the newest at the time of the call
     * @throws IllegalArgumentException if the range is not one of stored sequences, the batch size is not positive, or
     *     {@code after} is smaller than the sequence up to which entries are parked
     */
    void read(Attachment attachment, long after, long upTo, int maxBatchBytes, EntrySink sink);

    /**
     * Gives some of the entries next after {@code after} to {@code sink}, as one batch of at most {@code maxBatchBytes}, or
     * one entry that is larger; at least one entry, unless none is stored.
     *
     * @param after a sequence that is stored, 0 for the first entry on
     * @return how many entries were given
     * @throws FencedException if the attachment is not the newest at the time of the call
     * @throws IllegalArgumentException if {@code after} is not the sequence of a stored entry or 0, the batch size is not
     *     positive, or the next entry is parked
     */
    int readBatch(Attachment attachment, long after, int maxBatchBytes, EntrySink sink);

    /**
     * Marks the session as detached since {@code detachedAt}, to be gone at {@code expiresAt}. The attachment stays the
     * newest, so that an agent can go on writing.
     *
     * @return whether the attachment was the newest and attached; if not, nothing was changed
     */
    boolean detach(Attachment attachment, Instant detachedAt, Instant expiresAt);

    /**
     * The newest attachments of at most {@code most} sessions that are detached since {@code since} or before and not
     * parked.
     *
     * @throws IllegalArgumentException if {@code most} is not positive
     */
    List<Attachment> detachedSince(Instant since, int most);

    /**
     * The newest attachments of at most {@code most} sessions that are attached by a process which is gone: nobody will
     * detach them.
     *
     * @throws IllegalArgumentException if {@code most} is not positive
     */
    List<Attachment> abandoned(int most);

    /**
     * Puts {@code head} in the place of the head, and {@code parked} in the place of the entries up to its sequence,
     * which must hold those. Entries that come later stand behind them as ever.
     *
     * @param headVersion the version of the head that {@code head} was made from
     * @return whether the attachment is the newest, detached and not parked, and the head of that version; if not,
     *     nothing was changed
     * @throws IllegalArgumentException if the sequence is neither 0 nor one that is stored
     */
    boolean park(Attachment attachment, long headVersion, byte[] head, ParkedEntries parked);

    /**
     * Puts entries back in the place of the parked ones.
     *
     * @param bytes the entries, one after another, kept as they were before they were parked
     * @param lengths how many bytes each takes
     * @throws FencedException if the attachment is not the newest
     * @throws IllegalArgumentException if nothing is parked, the number of entries or of bytes is not that of the parked
     *     ones, a length is not positive, or the lengths do not add up to {@code bytes}
     */
    void unpark(Attachment attachment, byte[] bytes, int[] lengths);

    /** Removes the sessions whose time has come at {@code now}, and names them. */
    List<String> expire(Instant now);

    /** Removes a session, whoever is attached; nothing happens if there is none. */
    void remove(String sessionId);

    /** How many sessions are kept, expired ones that have not been removed included. */
    long sessions();

    /** Lets go of what the store holds outside the heap. */
    @Override
    void close();
}
