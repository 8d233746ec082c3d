package org.reprise.store.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reprise.store.AppendResult;
import org.reprise.store.Attached;
import org.reprise.store.Attachment;
import org.reprise.store.ContextStore;
import org.reprise.store.EntrySink;
import org.reprise.store.FencedException;
import org.reprise.store.ParkedEntries;
import org.reprise.store.SessionState;

/** A store in memory: sessions live as long as the process. */
public final class MemoryStore implements ContextStore {

    private final ConcurrentMap<String, StoredSession> sessions = new ConcurrentHashMap<>();

    @Override
    public Optional<Attachment> open(String sessionId, String owner, long epoch, byte[] head, Instant now) {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(now, "now");
        if (epoch == 0) {
            throw new IllegalArgumentException("the epoch of session '" + sessionId + "' is 0, any other is allowed");
        }
        StoredSession opened = new StoredSession(sessionId, owner, epoch, head);
        StoredSession kept = sessions.compute(
                sessionId, (id, present) -> present == null || present.endIfExpired(now) ? opened : present);
        return kept == opened ? Optional.of(new Attachment(sessionId, epoch, 1)) : Optional.empty();
    }

    @Override
    public Optional<SessionState> state(String sessionId, Instant now) {
        Objects.requireNonNull(now, "now");
        return ofThere(sessionId, session -> session.state(now));
    }

    @Override
    public Optional<Attached> attach(String sessionId, Instant now) {
        Objects.requireNonNull(now, "now");
        return ofThere(sessionId, session -> session.attach(now));
    }

    /** A session that is not there may just be making way for the one that is opened in its place. */
    private <T> Optional<T> ofThere(String sessionId, Function<StoredSession, @Nullable T> look) {
        StoredSession session = sessions.get(sessionId);
        while (session != null) {
            @Nullable T found = look.apply(session);
            if (found != null) {
                return Optional.of(found);
            }
            // Waits for an open that is under way.
            StoredSession settled = sessions.computeIfPresent(sessionId, (id, present) -> present);
            if (settled == session) {
                break;
            }
            session = settled;
        }
        return Optional.empty();
    }

    @Override
    public AppendResult append(Attachment attachment, long clientMessageId, byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0 || clientMessageId < 0) {
            throw new IllegalArgumentException("an entry of " + length + " bytes with client message id "
                    + clientMessageId + ": at least 1 byte and an id of at least 0 are allowed");
        }
        return session(attachment).append(attachment, clientMessageId, bytes, offset, length);
    }

    @Override
    public void putHead(Attachment attachment, byte[] head) {
        Objects.requireNonNull(head, "head");
        session(attachment).putHead(attachment, head);
    }

    @Override
    public void read(Attachment attachment, long after, long upTo, int maxBatchBytes, EntrySink sink) {
        Objects.requireNonNull(sink, "sink");
        requireBatchSize(maxBatchBytes);
        session(attachment).read(attachment, after, upTo, maxBatchBytes, sink);
    }

    @Override
    public int readBatch(Attachment attachment, long after, int maxBatchBytes, EntrySink sink) {
        Objects.requireNonNull(sink, "sink");
        requireBatchSize(maxBatchBytes);
        return session(attachment).readBatch(attachment, after, maxBatchBytes, sink);
    }

    @Override
    public boolean detach(Attachment attachment, Instant detachedAt, Instant expiresAt) {
        Objects.requireNonNull(detachedAt, "detachedAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
        StoredSession session = sessions.get(attachment.sessionId());
        return session != null && session.detach(attachment, detachedAt, expiresAt);
    }

    @Override
    public List<Attachment> detachedSince(Instant since, int most) {
        Objects.requireNonNull(since, "since");
        requireAtLeastOne(most);
        List<Attachment> detached = new ArrayList<>();
        for (StoredSession session : sessions.values()) {
            if (detached.size() == most) {
                break;
            }
            @Nullable Attachment attachment = session.ifDetachedSince(since);
            if (attachment != null) {
                detached.add(attachment);
            }
        }
        return detached;
    }

    /** Sessions are gone with the process, so none is ever left behind by one. */
    @Override
    public List<Attachment> abandoned(int most) {
        requireAtLeastOne(most);
        return List.of();
    }

    private static void requireAtLeastOne(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("at most " + most + " sessions are asked for, at least 1 is allowed");
        }
    }

    @Override
    public boolean park(Attachment attachment, long headVersion, byte[] head, ParkedEntries parked) {
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(parked, "parked");
        StoredSession session = sessions.get(attachment.sessionId());
        return session != null && session.park(attachment, headVersion, head, parked);
    }

    @Override
    public void unpark(Attachment attachment, byte[] bytes, int[] lengths) {
        Objects.requireNonNull(bytes, "bytes");
        Objects.requireNonNull(lengths, "lengths");
        session(attachment).unpark(attachment, bytes, lengths);
    }

    @Override
    public List<String> expire(Instant now) {
        Objects.requireNonNull(now, "now");
        List<String> expired = new ArrayList<>();
        for (String sessionId : sessions.keySet()) {
            sessions.computeIfPresent(sessionId, (id, session) -> {
                if (!session.endIfExpired(now)) {
                    return session;
                }
                expired.add(id);
                return null;
            });
        }
        return expired;
    }

    @Override
    public void remove(String sessionId) {
        sessions.remove(sessionId);
    }

    @Override
    public long sessions() {
        return sessions.size();
    }

    @Override
    public void close() {
        // All that is held is on the heap.
    }

    private static void requireBatchSize(int maxBatchBytes) {
        if (maxBatchBytes < 1) {
            throw new IllegalArgumentException(
                    "batches of at most " + maxBatchBytes + " bytes are asked for, at least 1 is allowed");
        }
    }

    private StoredSession session(Attachment attachment) {
        StoredSession session = sessions.get(attachment.sessionId());
        if (session == null) {
            throw new FencedException(attachment, "the session is gone");
        }
        return session;
    }
}
