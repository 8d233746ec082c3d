package org.reprise.store.sqlite;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reprise.store.Admission;
import org.reprise.store.AppendResult;
import org.reprise.store.Attached;
import org.reprise.store.Attachment;
import org.reprise.store.Claim;
import org.reprise.store.ContextStore;
import org.reprise.store.EntryBlock;
import org.reprise.store.EntrySink;
import org.reprise.store.FencedException;
import org.reprise.store.ParkedEntries;
import org.reprise.store.SessionState;
import org.reprise.store.StoreException;
import org.reprise.store.StoreUnavailableException;
import org.reprise.store.sqlite.GroupCommit.Waits;

/**
 * A store in an SQLite file: sessions outlive the process.
 *
 * <p>A session's opening, its entries and its heads are on the disk, as far as the {@link Durability} says, when the method
 * that wrote them returns. Attaching, detaching, parking and removing survive the end of the process; a loss of power may
 * undo the last of them, which costs nobody anything that was said.
 *
 * <p>Up to 17 MiB of what was written of late are kept in memory. One process at a time uses a file. Threads that write at
 * the same time share commits. A disk that is full or fails is answered {@link StoreUnavailableException}. Names of sessions
 * and owners are text: {@link #open} refuses one that has half a surrogate pair.
 */
public final class SqliteStore implements ContextStore {

    private static final int REMOVED_AT_ONCE = 256;

    /** What rows are gathered to when they are read. */
    private static final int GATHERED_BYTES = 64 << 10;

    private final Database database;
    private final GroupCommit commits;

    private SqliteStore(Database database) {
        this.database = database;
        this.commits = new GroupCommit(database.writer(), database::failure);
    }

    /**
     * Opens the store in {@code file}, which is made if it is not there.
     *
     * @throws StoreException if it cannot be opened, is another program's or a newer one's, is damaged, or another process
     *     has it open; it is as it was
     */
    public static SqliteStore open(Path file, Durability durability) {
        return open(file, durability, Arrivals.MOST_BYTES);
    }

    /** As {@link #open(Path, Durability)}, with another bound of what arrives before it is moved, for tests. */
    static SqliteStore open(Path file, Durability durability, int arrivedBytes) {
        return new SqliteStore(Database.open(file, durability, arrivedBytes));
    }

    @Override
    public Optional<Attachment> open(String sessionId, String owner, long epoch, byte[] head, Instant now) {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(now, "now");
        if (epoch == 0) {
            throw new IllegalArgumentException("the epoch of session '" + sessionId + "' is 0, any other is allowed");
        }
        if (!Statements.isText(sessionId) || !Statements.isText(owner)) {
            throw new IllegalArgumentException("session '" + sessionId + "' of '" + owner
                    + "' has half a surrogate pair in its name or its owner's, whole characters are allowed");
        }
        return commits.run(Waits.FOR_DISK, writer -> {
            StoredSession present = writer.session(sessionId);
            if (present != null) {
                if (present.isThere(now)) {
                    return Optional.empty();
                }
                writer.remove(present);
            }
            writer.statements()
                    .run(
                            "INSERT INTO session (id, owner, epoch, attachment, run, head_version, parked_bytes)"
                                    + " VALUES (?, ?, ?, 1, ?, 1, 0)",
                            sessionId,
                            owner,
                            epoch,
                            database.run());
            writer.statements().run("INSERT INTO head VALUES (last_insert_rowid(), ?)", head);
            return Optional.of(new Attachment(sessionId, epoch, 1));
        });
    }

    @Override
    public Optional<SessionState> state(String sessionId, Instant now) {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(now, "now");
        // Only where it is written are its last entry and its head of one moment.
        return commits.run(Waits.FOR_NOTE, writer -> {
            StoredSession session = writer.session(sessionId);
            return session == null || !session.isThere(now)
                    ? Optional.empty()
                    : Optional.of(session.state(writer.statements().head(session)));
        });
    }

    @Override
    public Optional<Attached> attach(String sessionId, Instant now) {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(now, "now");
        return commits.run(Waits.FOR_NOTE, writer -> {
            StoredSession session = writer.session(sessionId);
            return session == null || !session.isThere(now)
                    ? Optional.empty()
                    : Optional.of(attach(writer, session, writer.statements().head(session)));
        });
    }

    @Override
    public Optional<Admission> admit(Claim claim, Instant now) {
        Objects.requireNonNull(claim, "claim");
        Objects.requireNonNull(now, "now");
        return commits.run(Waits.FOR_NOTE, writer -> {
            StoredSession session = writer.session(claim.sessionId());
            if (session == null || !session.isThere(now)) {
                return Optional.empty();
            }
            byte[] head = writer.statements().head(session);
            if (!claim.fits(session.state(head))) {
                return Optional.of(new Admission.Declined(session.state(head)));
            }
            long from = claim.lastOf(session.epoch());
            // Before the attach: if it cannot be read, nobody is attached.
            List<EntryBlock> readAhead = session.parkedUpTo() == null ? writer.readAhead(session, from) : List.of();
            Attached attached = attach(writer, session, head);
            return Optional.of(new Admission.Admitted(attached, readAhead));
        });
    }

    private Attached attach(Writer writer, StoredSession session, byte[] head) throws SQLException {
        byte[] parked = session.parkedUpTo() == null
                ? null
                : writer.statements().bytes("SELECT bytes FROM parked WHERE session = ?", session.number());
        return new Attached(
                writer.attach(session, database.run()).newestAttachment(),
                session.state(head),
                session.detachedAt(),
                parked == null ? null : new ParkedEntries(session.parkedSequence(), parked));
    }

    @Override
    public AppendResult append(Attachment attachment, long clientMessageId, byte[] bytes, int offset, int length) {
        Objects.requireNonNull(attachment, "attachment");
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0 || clientMessageId < 0) {
            throw new IllegalArgumentException("an entry of " + length + " bytes with client message id "
                    + clientMessageId + ": at least 1 byte and an id of at least 0 are allowed");
        }
        byte[] entry = Arrays.copyOfRange(bytes, offset, offset + length);
        return commits.run(
                Waits.FOR_DISK, writer -> append(writer, writer.requireNewest(attachment), clientMessageId, entry));
    }

    private static AppendResult append(Writer writer, StoredSession session, long clientMessageId, byte[] entry)
            throws SQLException {
        if (clientMessageId > 0 && clientMessageId <= session.lastClientMessageId()) {
            return new AppendResult.Duplicate(writer.sequence(session, clientMessageId));
        }
        if (clientMessageId > session.lastClientMessageId() + 1) {
            return new AppendResult.Gap(session.lastClientMessageId() + 1);
        }
        long total = session.entryBytes() + entry.length;
        if (total > MAX_SESSION_BYTES) {
            throw new IllegalArgumentException("the entries of session '" + session.id() + "' would take " + total
                    + " bytes, at most " + MAX_SESSION_BYTES + " are kept: begin a new session");
        }
        return new AppendResult.Stored(writer.append(session, clientMessageId, entry));
    }

    @Override
    public void putHead(Attachment attachment, byte[] head) {
        Objects.requireNonNull(attachment, "attachment");
        Objects.requireNonNull(head, "head");
        commits.run(Waits.FOR_DISK, writer -> {
            writer.putHead(writer.requireNewest(attachment), head);
            return true;
        });
    }

    @Override
    public void read(Attachment attachment, long after, long upTo, int maxBatchBytes, EntrySink sink) {
        Objects.requireNonNull(attachment, "attachment");
        Objects.requireNonNull(sink, "sink");
        requireBatchSize(maxBatchBytes);
        Arrived newest = database.arrivals().committed(attachment.sessionId());
        database.read(reader -> {
            StoredSession session = requireNewest(reader, attachment).with(newest);
            if (after < session.parkedSequence() || after > upTo || upTo > session.lastSequence()) {
                throw new IllegalArgumentException(
                        "entries after " + after + " up to " + upTo + " are asked for, " + there(session));
            }
            try (EntryRows rows =
                    EntryRows.of(reader, session, newest, after, Math.min(maxBatchBytes, GATHERED_BYTES))) {
                long at = after;
                while (at < upTo) {
                    EntryBlock block = there(rows.next(), session, at);
                    long last = Math.min(upTo, block.lastSequence());
                    block.give(at, last, maxBatchBytes, sink);
                    at = last;
                }
            }
            return true;
        });
    }

    @Override
    public int readBatch(Attachment attachment, long after, int maxBatchBytes, EntrySink sink) {
        Objects.requireNonNull(attachment, "attachment");
        Objects.requireNonNull(sink, "sink");
        requireBatchSize(maxBatchBytes);
        Arrived newest = database.arrivals().committed(attachment.sessionId());
        return database.read(reader -> {
            StoredSession session = requireNewest(reader, attachment).with(newest);
            if (after < session.parkedSequence() || after > session.lastSequence()) {
                throw new IllegalArgumentException("entries after " + after + " are asked for, " + there(session));
            }
            if (after == session.lastSequence()) {
                return 0;
            }
            try (EntryRows rows =
                    EntryRows.of(reader, session, newest, after, Math.min(maxBatchBytes, GATHERED_BYTES))) {
                EntryBlock block = there(rows.next(), session, after);
                return block.giveBatch(after, block.lastSequence(), maxBatchBytes, sink);
            }
        });
    }

    private static EntryBlock there(@Nullable EntryBlock block, StoredSession session, long after) {
        if (block == null || block.lastSequence() <= after || block.firstSequence() > after + 1) {
            throw new StoreException(
                    "session '" + session.id() + "' has no entry " + (after + 1)
                            + ": the file is damaged, restore a copy of it",
                    null);
        }
        return block;
    }

    private StoredSession requireNewest(Statements reader, Attachment attachment) throws SQLException {
        return database.attaches()
                .session(reader, attachment.sessionId())
                .orElseThrow(() -> new FencedException(attachment, "the session is gone"))
                .requireNewest(attachment);
    }

    private static String there(StoredSession session) {
        return "there are those after " + session.parkedSequence() + " up to " + session.lastSequence()
                + (session.parkedSequence() > 0 ? "; the ones before are parked" : "");
    }

    @Override
    public boolean detach(Attachment attachment, Instant detachedAt, Instant expiresAt) {
        Objects.requireNonNull(attachment, "attachment");
        Objects.requireNonNull(detachedAt, "detachedAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
        return commits.run(Waits.FOR_COMMIT, writer -> {
            StoredSession session = writer.ifNewest(attachment);
            if (session == null || session.detachedAt() != null) {
                return false;
            }
            // Whoever comes back finds it in few rows; now nobody waits.
            writer.fold(session);
            writer.detach(session, detachedAt, expiresAt);
            return true;
        });
    }

    @Override
    public List<Attachment> detachedSince(Instant since, int most) {
        Objects.requireNonNull(since, "since");
        requireAtLeastOne(most);
        return attachments(
                "SELECT id, epoch, attachment FROM session WHERE detached_at IS NOT NULL AND parked_up_to IS NULL"
                        + " AND (detached_at, detached_nano) <= (?, ?) LIMIT ?",
                since.getEpochSecond(),
                since.getNano(),
                most);
    }

    @Override
    public List<Attachment> abandoned(int most) {
        requireAtLeastOne(most);
        return attachments(
                "SELECT id, epoch, attachment FROM session WHERE detached_at IS NULL AND run < ? LIMIT ?",
                database.run(),
                most);
    }

    private List<Attachment> attachments(String sql, Object... parameters) {
        writeAttaches();
        return database.read(reader -> {
            List<Attachment> found = new ArrayList<>();
            try (ResultSet rows = reader.of(sql, parameters).executeQuery()) {
                while (rows.next()) {
                    found.add(new Attachment(rows.getString(1), rows.getLong(2), rows.getLong(3)));
                }
            }
            return found;
        });
    }

    @Override
    public boolean park(Attachment attachment, long headVersion, byte[] head, ParkedEntries parked) {
        Objects.requireNonNull(attachment, "attachment");
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(parked, "parked");
        return commits.run(Waits.FOR_COMMIT, writer -> {
            StoredSession session = writer.ifNewest(attachment);
            if (session == null
                    || session.detachedAt() == null
                    || session.parkedUpTo() != null
                    || session.headVersion() != headVersion) {
                return false;
            }
            if (parked.upTo() < 0 || parked.upTo() > session.lastSequence()) {
                throw new IllegalArgumentException(
                        "entries up to " + parked.upTo() + " are to be parked, there are " + session.lastSequence());
            }
            writer.park(session, head, parked);
            return true;
        });
    }

    @Override
    public void unpark(Attachment attachment, byte[] bytes, int[] lengths) {
        Objects.requireNonNull(attachment, "attachment");
        Objects.requireNonNull(bytes, "bytes");
        Objects.requireNonNull(lengths, "lengths");
        commits.run(Waits.FOR_COMMIT, writer -> {
            StoredSession session = writer.requireNewest(attachment);
            requireWhole(session, bytes, lengths);
            writer.unpark(session, bytes, lengths);
            return true;
        });
    }

    private static void requireWhole(StoredSession session, byte[] bytes, int[] lengths) {
        if (session.parkedUpTo() == null) {
            throw new IllegalArgumentException(
                    lengths.length + " entries are to be put back, but session '" + session.id() + "' is not parked");
        }
        long total = Arrays.stream(lengths).asLongStream().sum();
        int least = Arrays.stream(lengths).min().orElse(1);
        if (lengths.length != session.parkedSequence()
                || bytes.length != session.parkedBytes()
                || total != bytes.length
                || least < 1) {
            throw new IllegalArgumentException(lengths.length + " entries of at least " + least + " and together "
                    + total + " bytes in an array of " + bytes.length + " are to be put back, but "
                    + session.parkedSequence() + " entries of at least 1 and together " + session.parkedBytes()
                    + " bytes are parked");
        }
    }

    @Override
    public List<String> expire(Instant now) {
        Objects.requireNonNull(now, "now");
        List<String> expired = new ArrayList<>();
        int removed;
        do {
            List<String> some = commits.run(Waits.FOR_COMMIT, writer -> {
                List<String> ids = new ArrayList<>();
                PreparedStatement due = writer.statements()
                        .of(
                                "SELECT id FROM session WHERE expires_at IS NOT NULL"
                                        + " AND (expires_at, expires_nano) <= (?, ?) LIMIT ?",
                                now.getEpochSecond(),
                                now.getNano(),
                                REMOVED_AT_ONCE);
                try (ResultSet rows = due.executeQuery()) {
                    while (rows.next()) {
                        ids.add(rows.getString(1));
                    }
                }
                for (String id : ids) {
                    writer.remove(Objects.requireNonNull(writer.session(id)));
                }
                if (!ids.isEmpty()) {
                    writer.giveBackPages();
                }
                return ids;
            });
            removed = some.size();
            expired.addAll(some);
        } while (removed == REMOVED_AT_ONCE);
        return expired;
    }

    @Override
    public void remove(String sessionId) {
        Objects.requireNonNull(sessionId, "sessionId");
        commits.run(Waits.FOR_COMMIT, writer -> {
            StoredSession session = writer.session(sessionId);
            if (session != null) {
                writer.remove(session);
                writer.giveBackPages();
            }
            return true;
        });
    }

    @Override
    public long sessions() {
        return database.read(reader -> reader.number("SELECT count(*) FROM session"));
    }

    /** Writes what is only noted yet. */
    private void writeAttaches() {
        if (!database.attaches().isEmpty()) {
            commits.run(Waits.FOR_COMMIT, writer -> true);
        }
    }

    /** Lets the file grow no further than so many pages: as a disk that is full, for tests. */
    void limitPages(int most) {
        commits.run(Waits.FOR_COMMIT, writer -> {
            writer.statements().text("PRAGMA max_page_count = " + most);
            return true;
        });
    }

    /** Writes what is left to the file proper, and lets another process have it. */
    @Override
    public void close() {
        try {
            if (!database.isClosed()) {
                writeAttaches();
            }
        } catch (StoreUnavailableException e) {
            // They stay noted, and the next process writes them.
        } finally {
            database.close();
        }
    }

    private static void requireBatchSize(int maxBatchBytes) {
        if (maxBatchBytes < 1) {
            throw new IllegalArgumentException(
                    "batches of at most " + maxBatchBytes + " bytes are asked for, at least 1 is allowed");
        }
    }

    private static void requireAtLeastOne(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("at most " + most + " sessions are asked for, at least 1 is allowed");
        }
    }
}
