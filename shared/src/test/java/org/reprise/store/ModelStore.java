package org.reprise.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The contract as plainly as it can be written, one call at a time: what real stores are compared with. */
final class ModelStore implements ContextStore {

    private final Map<String, Session> sessions = new TreeMap<>();

    @Override
    public Optional<Attachment> open(String sessionId, String owner, long epoch, byte[] head, Instant now) {
        if (epoch == 0) {
            throw new IllegalArgumentException("epoch 0");
        }
        if (present(sessionId, now) != null) {
            return Optional.empty();
        }
        Session session = new Session(owner, epoch, head);
        sessions.put(sessionId, session);
        return Optional.of(new Attachment(sessionId, epoch, 1));
    }

    @Override
    public Optional<SessionState> state(String sessionId, Instant now) {
        return Optional.ofNullable(present(sessionId, now)).map(Session::state);
    }

    @Override
    public Optional<Attached> attach(String sessionId, Instant now) {
        Session session = present(sessionId, now);
        if (session == null) {
            return Optional.empty();
        }
        Instant since = session.detachedAt;
        session.newest++;
        session.detachedAt = null;
        session.expiresAt = null;
        Attachment attachment = new Attachment(sessionId, session.epoch, session.newest);
        return Optional.of(new Attached(attachment, session.state(), since, session.parked));
    }

    @Override
    public AppendResult append(Attachment attachment, long clientMessageId, byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (clientMessageId < 0 || length == 0) {
            throw new IllegalArgumentException("negative id or empty entry");
        }
        Session session = newest(attachment);
        int known = session.clientSequences.size();
        if (clientMessageId > 0 && clientMessageId <= known) {
            return new AppendResult.Duplicate(session.clientSequences.get((int) clientMessageId - 1));
        }
        if (clientMessageId > known + 1) {
            return new AppendResult.Gap(known + 1);
        }
        if (bytes(session.entries) + length > MAX_SESSION_BYTES) {
            throw new IllegalArgumentException("too many bytes");
        }
        session.entries.add(Arrays.copyOfRange(bytes, offset, offset + length));
        long sequence = session.entries.size();
        if (clientMessageId > 0) {
            session.clientSequences.add(sequence);
        }
        return new AppendResult.Stored(sequence);
    }

    @Override
    public void putHead(Attachment attachment, byte[] head) {
        Session session = newest(attachment);
        session.head = head;
        session.headVersion++;
    }

    @Override
    public void read(Attachment attachment, long after, long upTo, int maxBatchBytes, EntrySink sink) {
        requireBatchSize(maxBatchBytes);
        Session session = newest(attachment);
        if (after < session.parkedUpTo() || after > upTo || upTo > session.entries.size()) {
            throw new IllegalArgumentException("range");
        }
        for (long sequence = after + 1; sequence <= upTo; sequence++) {
            byte[] entry = session.entries.get((int) sequence - 1);
            sink.accept(sequence, 1, entry, 0, entry.length);
        }
    }

    @Override
    public int readBatch(Attachment attachment, long after, int maxBatchBytes, EntrySink sink) {
        requireBatchSize(maxBatchBytes);
        long last = newest(attachment).entries.size();
        long next = after < last ? after + 1 : after;
        read(attachment, after, next, maxBatchBytes, sink);
        return (int) (next - after);
    }

    @Override
    public boolean detach(Attachment attachment, Instant detachedAt, Instant expiresAt) {
        if (!isNewest(attachment) || session(attachment).detachedAt != null) {
            return false;
        }
        session(attachment).detachedAt = detachedAt;
        session(attachment).expiresAt = expiresAt;
        return true;
    }

    @Override
    public List<Attachment> abandoned(int most) {
        return List.of();
    }

    @Override
    public List<Attachment> detachedSince(Instant since, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most");
        }
        List<Attachment> detached = new ArrayList<>();
        sessions.forEach((id, session) -> {
            if (session.detachedAt != null && !session.detachedAt.isAfter(since) && session.parked == null) {
                detached.add(new Attachment(id, session.epoch, session.newest));
            }
        });
        return detached.subList(0, Math.min(most, detached.size()));
    }

    @Override
    public boolean park(Attachment attachment, long headVersion, byte[] head, ParkedEntries parked) {
        if (!isNewest(attachment)) {
            return false;
        }
        Session session = session(attachment);
        if (session.detachedAt == null || session.parked != null || session.headVersion != headVersion) {
            return false;
        }
        if (parked.upTo() < 0 || parked.upTo() > session.entries.size()) {
            throw new IllegalArgumentException("sequence");
        }
        session.head = head;
        session.headVersion++;
        session.parked = parked;
        return true;
    }

    @Override
    public void unpark(Attachment attachment, byte[] bytes, int[] lengths) {
        Session session = newest(attachment);
        if (session.parked == null) {
            throw new IllegalArgumentException("not parked");
        }
        List<byte[]> parked = session.entries.subList(0, (int) session.parkedUpTo());
        boolean empty = Arrays.stream(lengths).anyMatch(length -> length < 1);
        long total = Arrays.stream(lengths).asLongStream().sum();
        if (empty || lengths.length != parked.size() || total != bytes.length || total != bytes(parked)) {
            throw new IllegalArgumentException("entries");
        }
        int at = 0;
        for (int i = 0; i < lengths.length; i++) {
            parked.set(i, Arrays.copyOfRange(bytes, at, at + lengths[i]));
            at += lengths[i];
        }
        session.parked = null;
    }

    @Override
    public List<String> expire(Instant now) {
        List<String> expired = sessions.keySet().stream()
                .filter(id -> present(id, now) == null)
                .toList();
        expired.forEach(sessions::remove);
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
    public void close() {}

    /** The newest attachment of a session, if there is one. */
    Optional<Attachment> newest(String sessionId) {
        return Optional.ofNullable(sessions.get(sessionId))
                .map(session -> new Attachment(sessionId, session.epoch, session.newest));
    }

    /** The entries in a range, parked or not; none if it is not one of stored entries. */
    List<byte[]> entries(String sessionId, long after, long upTo) {
        Session session = sessions.get(sessionId);
        if (session == null || after < 0 || after > upTo || upTo > session.entries.size()) {
            return List.of();
        }
        return session.entries.subList((int) after, (int) upTo);
    }

    /** The sequence up to which entries are parked; 0 if none are. */
    int parkedUpTo(String sessionId) {
        return (int) Optional.ofNullable(sessions.get(sessionId))
                .map(Session::parkedUpTo)
                .orElse(0L)
                .longValue();
    }

    private @Nullable Session present(String sessionId, Instant now) {
        Session session = sessions.get(sessionId);
        boolean gone = session == null || (session.expiresAt != null && !now.isBefore(session.expiresAt));
        return gone ? null : session;
    }

    private Session session(Attachment attachment) {
        return Objects.requireNonNull(sessions.get(attachment.sessionId()));
    }

    private Session newest(Attachment attachment) {
        if (!isNewest(attachment)) {
            throw new FencedException(attachment, "not the newest");
        }
        return session(attachment);
    }

    private boolean isNewest(Attachment attachment) {
        return newest(attachment.sessionId()).equals(Optional.of(attachment));
    }

    private static void requireBatchSize(int maxBatchBytes) {
        if (maxBatchBytes < 1) {
            throw new IllegalArgumentException("batch size");
        }
    }

    private static long bytes(List<byte[]> entries) {
        return entries.stream().mapToLong(entry -> entry.length).sum();
    }

    private static final class Session {
        final String owner;
        final long epoch;
        final List<byte[]> entries = new ArrayList<>();
        final List<Long> clientSequences = new ArrayList<>();
        long newest = 1;
        byte[] head;
        long headVersion = 1;

        @Nullable
        ParkedEntries parked;

        @Nullable
        Instant detachedAt;

        @Nullable
        Instant expiresAt;

        Session(String owner, long epoch, byte[] head) {
            this.owner = owner;
            this.epoch = epoch;
            this.head = head;
        }

        SessionState state() {
            return new SessionState(owner, epoch, entries.size(), clientSequences.size(), headVersion, head);
        }

        long parkedUpTo() {
            return parked == null ? 0 : parked.upTo();
        }
    }
}
