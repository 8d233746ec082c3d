package org.reprise.store.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reprise.store.Attachment;
import org.reprise.store.ContextStore;
import org.reprise.store.EntryBlock;
import org.reprise.store.FencedException;
import org.reprise.store.ParkedEntries;
import org.reprise.store.sqlite.GroupCommit.Waits;

/**
 * The one connection that writes. Used by who leads a group.
 *
 * <p>Nobody else changes the file, so the sessions that were used last are remembered as they are in it.
 */
final class Writer implements AutoCloseable {

    private static final int REMEMBERED = 4_096;
    private static final float USUAL_LOAD = 0.75f;

    /** What entries are gathered to in a row. */
    static final int ROW_BYTES = 64 << 10;

    /** What is gathered in one transaction, which keeps others waiting. */
    private static final int FOLDED_BYTES = 4 << 20;

    private final Statements statements;
    private final Attaches attaches;
    private final Durability durability;
    private final Map<String, StoredSession> remembered = new LinkedHashMap<>(16, USUAL_LOAD, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, StoredSession> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final RecentEntries recent = new RecentEntries();
    private boolean synced;
    private boolean notes;

    Writer(Statements statements, Attaches attaches, Durability durability) throws SQLException {
        this.statements = statements;
        this.attaches = attaches;
        this.durability = durability;
        this.synced = true;
        statements.run("PRAGMA synchronous = FULL");
    }

    Statements statements() {
        return statements;
    }

    /** Begins a transaction: one that writes, what is noted first, or one in which there are attaches only, which are noted. */
    void begin(Waits waits) throws SQLException {
        notes = waits == Waits.FOR_NOTE && !attaches.isFull();
        if (notes) {
            statements.run("BEGIN");
            return;
        }
        boolean now = waits == Waits.FOR_DISK && durability == Durability.FULL;
        if (now != synced) {
            statements.run("PRAGMA synchronous = " + (now ? "FULL" : "NORMAL"));
            synced = now;
        }
        statements.run("BEGIN IMMEDIATE");
        attaches.write(statements);
    }

    void commit() throws SQLException {
        statements.run("COMMIT");
        if (!notes) {
            attaches.forget();
        }
    }

    void rollBack() {
        remembered.clear();
        recent.forgetAll();
        statements.forget();
        try {
            statements.run("ROLLBACK");
        } catch (SQLException e) {
            // SQLite has rolled back by itself, as it does when the disk is full.
        }
    }

    /** The session of this id; null if there is none. */
    @Nullable
    StoredSession session(String id) throws SQLException {
        StoredSession session = remembered.get(id);
        if (session == null) {
            session = attaches.session(statements, id).orElse(null);
            if (session != null) {
                remembered.put(id, session);
            }
        }
        return session;
    }

    StoredSession requireNewest(Attachment attachment) throws SQLException {
        StoredSession session = session(attachment.sessionId());
        if (session == null) {
            throw new FencedException(attachment, "the session is gone");
        }
        return session.requireNewest(attachment);
    }

    @Nullable
    StoredSession ifNewest(Attachment attachment) throws SQLException {
        StoredSession session = session(attachment.sessionId());
        return session != null && session.isNewest(attachment) ? session : null;
    }

    /** Changes something of a session. */
    private void change(StoredSession session, String sql, @Nullable Object... parameters) throws SQLException {
        remembered.remove(session.id());
        statements.run(sql, parameters);
    }

    /** Removes a session with all that is its. */
    void remove(StoredSession session) throws SQLException {
        recent.forget(session);
        long first = session.key(0);
        long last = session.key(0xFFFF_FFFFL);
        statements.run("DELETE FROM entry WHERE key BETWEEN ? AND ?", first, last);
        statements.run("DELETE FROM client_message WHERE key BETWEEN ? AND ?", first, last);
        statements.run("DELETE FROM parked WHERE session = ?", session.number());
        statements.run("DELETE FROM head WHERE session = ?", session.number());
        change(session, "DELETE FROM session WHERE number = ?", session.number());
    }

    /** Makes the file shorter by what is free. */
    void giveBackPages() throws SQLException {
        statements.text("PRAGMA incremental_vacuum");
    }

    void putHead(StoredSession session, byte[] head) throws SQLException {
        statements.run("INSERT OR REPLACE INTO head VALUES (?, ?)", session.number(), head);
        change(session, "UPDATE session SET head_version = head_version + 1 WHERE number = ?", session.number());
    }

    /** Attaches to a session. What is indexed is written only where it changes. */
    StoredSession attach(StoredSession session, long run) throws SQLException {
        StoredSession attached = session.attached(session.newest() + 1, run);
        if (notes) {
            attaches.note(attached);
        } else if (session.detachedAt() == null && session.run() == run) {
            statements.run("UPDATE session SET attachment = ? WHERE number = ?", attached.newest(), session.number());
        } else {
            statements.run(
                    "UPDATE session SET attachment = ?, run = ?, detached_at = NULL, expires_at = NULL"
                            + " WHERE number = ?",
                    attached.newest(),
                    run,
                    session.number());
        }
        remembered.put(session.id(), attached);
        return attached;
    }

    void detach(StoredSession session, Instant detachedAt, Instant expiresAt) throws SQLException {
        change(
                session,
                "UPDATE session SET detached_at = ?, detached_nano = ?, expires_at = ?, expires_nano = ?"
                        + " WHERE number = ?",
                detachedAt.getEpochSecond(),
                detachedAt.getNano(),
                expiresAt.getEpochSecond(),
                expiresAt.getNano(),
                session.number());
    }

    /** Appends an entry, and answers its sequence. */
    long append(StoredSession session, long clientMessageId, byte[] entry) throws SQLException {
        StoredSession appended = session.appended(clientMessageId, entry.length);
        statements.run(
                "INSERT INTO entry VALUES (?, ?, ?, NULL, ?)",
                session.key(appended.lastSequence()),
                appended.lastClientMessageId(),
                appended.entryBytes(),
                entry);
        recent.append(session, entry);
        remembered.put(session.id(), appended);
        return appended.lastSequence();
    }

    /** The sequence of a client message that is stored. */
    long sequence(StoredSession session, long clientMessageId) throws SQLException {
        try (ResultSet folded = statements
                .of("SELECT sequence FROM client_message WHERE key = ?", session.key(clientMessageId))
                .executeQuery()) {
            if (folded.next()) {
                return folded.getLong(1);
            }
        }
        // Of the others it is the one behind the last that does not have so high a number.
        long before = session.key(session.foldedUpTo());
        return 1
                + StoredSession.sequence(statements.number(
                        "SELECT coalesce(max(key), ?) FROM entry WHERE key > ? AND key <= ? AND last_client_message < ?",
                        before,
                        before,
                        session.key(session.lastSequence()),
                        clientMessageId));
    }

    /** The first of the entries after {@code after}, as many as are read ahead. */
    List<EntryBlock> readAhead(StoredSession session, long after) throws SQLException {
        List<EntryBlock> known = recent.of(session);
        if (known == null) {
            List<EntryBlock> read = readFile(session, after);
            if (after == 0 && !read.isEmpty() && read.get(read.size() - 1).lastSequence() == session.lastSequence()) {
                recent.offer(session, read);
            }
            return read;
        }
        return known.stream().filter(block -> block.lastSequence() > after).toList();
    }

    private List<EntryBlock> readFile(StoredSession session, long after) throws SQLException {
        List<EntryBlock> blocks = new ArrayList<>();
        try (EntryRows rows = EntryRows.of(statements, session, after, session.lastSequence(), ROW_BYTES)) {
            int left = ContextStore.READ_AHEAD_BYTES;
            for (EntryBlock block = rows.next(); block != null && block.bytes().length <= left; block = rows.next()) {
                blocks.add(block);
                left -= block.bytes().length;
            }
        }
        return blocks;
    }

    /** Puts entries that have a row each into rows of many, which are read faster: the oldest, as far as the bound. */
    void fold(StoredSession session) throws SQLException {
        // The last of those rows is filled up first, unless it is full enough.
        long after = session.foldedUpTo()
                - statements.number(
                        "SELECT coalesce(max(length(ends) / 4), 0) FROM entry WHERE key = ? AND length(bytes) < ?",
                        session.key(session.foldedUpTo()),
                        ROW_BYTES / 2);
        if (session.lastSequence() == session.foldedUpTo() || session.lastSequence() - after < 2) {
            return;
        }
        List<EntryRow> folded = new ArrayList<>();
        BlockBuilder block = new BlockBuilder(after + 1);
        EntryRow before = null;
        int bytes = 0;
        try (ResultSet rows = rows(session, after + 1, session.lastSequence())) {
            while (bytes < FOLDED_BYTES && rows.next()) {
                EntryRow row = EntryRow.of(rows);
                if (before != null && row.bytes().length > ROW_BYTES - block.size()) {
                    folded.add(before.with(block.build()));
                    block = new BlockBuilder(before.lastSequence() + 1);
                }
                block.add(row.block());
                bytes += row.bytes().length;
                before = row;
            }
        }
        if (before == null) {
            return;
        }
        folded.add(before.with(block.build()));
        long upTo = before.lastSequence();
        keepClientMessages(session, upTo);
        statements.run("DELETE FROM entry WHERE key > ? AND key <= ?", session.key(after), session.key(upTo));
        for (EntryRow row : folded) {
            insert(session, row);
        }
        change(session, "UPDATE session SET folded_up_to = ? WHERE number = ?", upTo, session.number());
    }

    /** The client messages of entries that will have no row of their own any more. */
    private void keepClientMessages(StoredSession session, long upTo) throws SQLException {
        statements.run(
                "INSERT OR IGNORE INTO client_message SELECT key >> 32 << 32 | last_client_message, min(key) & 4294967295"
                        + " FROM entry WHERE key > ? AND key <= ? AND last_client_message > 0"
                        + " GROUP BY last_client_message",
                session.key(session.foldedUpTo()),
                session.key(upTo));
    }

    void park(StoredSession session, byte[] head, ParkedEntries parked) throws SQLException {
        recent.forget(session);
        long upTo = parked.upTo();
        EntryRow last = upTo == 0 ? null : row(session, upTo, session.lastSequence());
        long bytes = 0;
        long said = 0;
        if (last != null) {
            EntryBlock rest = last.after(upTo);
            bytes = last.sessionBytes() - (rest == null ? 0 : rest.bytes().length);
            said = last.lastClientMessageId();
            keepClientMessages(session, upTo);
            statements.run(
                    "DELETE FROM entry WHERE key >= ? AND key <= ?", session.key(1), session.key(last.lastSequence()));
            if (rest != null) {
                insert(session, last.with(rest));
            }
        }
        statements.run("INSERT INTO parked VALUES (?, ?)", session.number(), parked.bytes());
        putHead(session, head);
        change(
                session,
                "UPDATE session SET parked_up_to = ?, parked_bytes = ?, parked_client_message = ?,"
                        + " folded_up_to = max(folded_up_to, ?) WHERE number = ?",
                upTo,
                bytes,
                said,
                upTo,
                session.number());
    }

    void unpark(StoredSession session, byte[] bytes, int[] lengths) throws SQLException {
        BlockBuilder block = new BlockBuilder(1);
        int at = 0;
        for (int i = 0; i < lengths.length; i++) {
            block.add(bytes, at, lengths[i]);
            at += lengths[i];
            if (i + 1 == lengths.length || lengths[i + 1] > ROW_BYTES - block.size()) {
                EntryBlock full = block.build();
                insert(
                        session,
                        new EntryRow(i + 1, session.parkedClientMessageId(), at, EntryRow.ends(full), full.bytes()));
                block = new BlockBuilder(i + 2);
            }
        }
        statements.run("DELETE FROM parked WHERE session = ?", session.number());
        change(
                session,
                "UPDATE session SET parked_up_to = NULL, parked_bytes = 0, parked_client_message = 0 WHERE number = ?",
                session.number());
    }

    private void insert(StoredSession session, EntryRow row) throws SQLException {
        statements.run(
                "INSERT INTO entry VALUES (?, ?, ?, ?, ?)",
                session.key(row.lastSequence()),
                row.lastClientMessageId(),
                row.sessionBytes(),
                row.ends(),
                row.bytes());
    }

    /** The first row whose last entry is in this range. */
    private @Nullable EntryRow row(StoredSession session, long from, long to) throws SQLException {
        try (ResultSet rows = rows(session, from, to)) {
            return rows.next() ? EntryRow.of(rows) : null;
        }
    }

    private ResultSet rows(StoredSession session, long from, long to) throws SQLException {
        return statements
                .of(
                        "SELECT key, last_client_message, session_bytes, ends, bytes FROM entry"
                                + " WHERE key >= ? AND key <= ? ORDER BY key",
                        session.key(from),
                        session.key(to))
                .executeQuery();
    }

    @Override
    public void close() throws SQLException {
        statements.close();
    }
}
