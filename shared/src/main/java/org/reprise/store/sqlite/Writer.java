package org.reprise.store.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** What is gathered in one transaction, which keeps others waiting. */
    private static final int FOLDED_BYTES = 4 << 20;

    private final Statements statements;
    private final Attaches attaches;
    private final Arrivals arrivals;
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

    Writer(Statements statements, Attaches attaches, Arrivals arrivals, Durability durability) throws SQLException {
        this.statements = statements;
        this.attaches = attaches;
        this.arrivals = arrivals;
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
        if (arrivals.isFull()) {
            moveArrivals();
        }
        arrivals.write(statements);
        statements.run("COMMIT");
        arrivals.commit();
        if (!notes) {
            attaches.forget();
        }
    }

    void rollBack() {
        arrivals.rollBack();
        remembered.clear();
        recent.forgetAll();
        statements.rollBack();
    }

    /** The session of this id; null if there is none. */
    @Nullable
    StoredSession session(String id) throws SQLException {
        StoredSession session = remembered.get(id);
        if (session == null) {
            session = attaches.session(statements, id)
                    .map(stored -> stored.with(arrivals.of(id)))
                    .orElse(null);
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
        moveArrivals(session);
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
        arrivals.add(
                session.id(),
                new Arrived(
                        session.number(),
                        appended.lastSequence(),
                        clientMessageId,
                        appended.lastClientMessageId(),
                        appended.entryBytes(),
                        entry,
                        arrivals.of(session.id())));
        recent.append(session, entry);
        remembered.put(session.id(), appended);
        return appended.lastSequence();
    }

    /** Moves what has arrived to the rows of its sessions, if something of this one has. */
    private void moveArrivals(StoredSession session) throws SQLException {
        if (arrivals.of(session.id()) != null) {
            moveArrivals();
        }
    }

    private void moveArrivals() throws SQLException {
        for (Arrived newest : arrivals.take(statements)) {
            RowBuilder rows = new RowBuilder();
            Arrived.after(0, newest).forEach(arrived -> rows.add(arrived.row()));
            insert(newest.session(), rows.build());
        }
    }

    /** The sequence of a client message that is stored. */
    long sequence(StoredSession session, long clientMessageId) throws SQLException {
        for (Arrived one = arrivals.of(session.id()); one != null; one = one.before()) {
            if (one.clientMessageId() == clientMessageId) {
                return one.sequence();
            }
        }
        try (ResultSet noted = statements
                .of("SELECT sequence FROM client_message WHERE key = ?", session.key(clientMessageId))
                .executeQuery()) {
            if (noted.next()) {
                return noted.getLong(1);
            }
        }
        try (ResultSet rows = statements
                .of(
                        "SELECT key, said FROM entry WHERE key > ? AND key <= ? AND last_client_message >= ?"
                                + " ORDER BY key LIMIT 1",
                        session.key(0),
                        session.key(session.lastSequence()),
                        clientMessageId)
                .executeQuery()) {
            return EntryRow.sequence(session, clientMessageId, rows);
        }
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
        Arrived newest = arrivals.of(session.id());
        try (EntryRows rows = EntryRows.of(statements, session, newest, after, RowBuilder.ROW_BYTES)) {
            int left = ContextStore.READ_AHEAD_BYTES;
            for (EntryBlock block = rows.next(); block != null && block.bytes().length <= left; block = rows.next()) {
                blocks.add(block);
                left -= block.bytes().length;
            }
        }
        return blocks;
    }

    /** Gathers rows that are small into full ones, which are read faster: the oldest, as far as the bound. */
    void fold(StoredSession session) throws SQLException {
        long last = session.key(session.lastSequence());
        if (statements.number(
                        "SELECT count(*) FROM entry WHERE key > ? AND key <= ?",
                        session.key(session.foldedUpTo()),
                        last)
                == 0) {
            return;
        }
        // The last of the full ones is filled up first, unless it is full enough.
        long after = session.foldedUpTo()
                - statements.number(
                        "SELECT coalesce(max(length(ends) / 4), 0) FROM entry WHERE key = ? AND length(bytes) < ?",
                        session.key(session.foldedUpTo()),
                        RowBuilder.ROW_BYTES / 2);
        RowBuilder folded = new RowBuilder();
        long upTo = after;
        int found = 0;
        int bytes = 0;
        try (ResultSet rows = rows(session, after + 1, session.lastSequence())) {
            while (bytes < FOLDED_BYTES && rows.next()) {
                EntryRow row = EntryRow.of(rows);
                folded.add(row);
                found++;
                bytes += row.block().bytes().length;
                upTo = row.lastSequence();
            }
        }
        if (found > 1) {
            statements.run("DELETE FROM entry WHERE key > ? AND key <= ?", session.key(after), session.key(upTo));
            insert(session.number(), folded.build());
        }
        change(session, "UPDATE session SET folded_up_to = ? WHERE number = ?", upTo, session.number());
    }

    void park(StoredSession session, byte[] head, ParkedEntries parked) throws SQLException {
        recent.forget(session);
        moveArrivals(session);
        long upTo = parked.upTo();
        long bytes = 0;
        long said = 0;
        EntryRow last = null;
        try (ResultSet rows = rows(session, 1, session.lastSequence())) {
            while (upTo > (last == null ? 0 : last.lastSequence()) && rows.next()) {
                last = EntryRow.of(rows);
                keepClientMessages(session, last);
            }
        }
        if (last != null) {
            EntryBlock rest = last.after(upTo);
            bytes = last.sessionBytes() - (rest == null ? 0 : rest.bytes().length);
            said = last.lastClientMessageId();
            statements.run(
                    "DELETE FROM entry WHERE key >= ? AND key <= ?", session.key(1), session.key(last.lastSequence()));
            if (rest != null) {
                insert(
                        session.number(),
                        List.of(new EntryRow(rest, new int[rest.ends().length], said, last.sessionBytes())));
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

    /** Keeps the client messages of a row that will not be there any more. */
    private void keepClientMessages(StoredSession session, EntryRow row) throws SQLException {
        for (int i = 0; i < row.said().length; i++) {
            if (row.said()[i] > 0) {
                statements.run(
                        "INSERT INTO client_message VALUES (?, ?)",
                        session.key(row.said()[i]),
                        row.block().firstSequence() + i);
            }
        }
    }

    void unpark(StoredSession session, byte[] bytes, int[] lengths) throws SQLException {
        RowBuilder rows = new RowBuilder();
        int at = 0;
        for (int i = 0; i < lengths.length; i++) {
            byte[] entry = Arrays.copyOfRange(bytes, at, at + lengths[i]);
            at += lengths[i];
            rows.add(new EntryRow(
                    new EntryBlock(i + 1, new int[] {lengths[i]}, entry),
                    new int[1],
                    session.parkedClientMessageId(),
                    at));
        }
        insert(session.number(), rows.build());
        statements.run("DELETE FROM parked WHERE session = ?", session.number());
        change(
                session,
                "UPDATE session SET parked_up_to = NULL, parked_bytes = 0, parked_client_message = 0 WHERE number = ?",
                session.number());
    }

    private void insert(long session, List<EntryRow> rows) throws SQLException {
        for (EntryRow row : rows) {
            statements.run(
                    "INSERT INTO entry (key, last_client_message, session_bytes, ends, bytes, said)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    StoredSession.key(session, row.lastSequence()),
                    row.lastClientMessageId(),
                    row.sessionBytes(),
                    row.ends(),
                    row.block().bytes(),
                    row.saidBytes());
        }
    }

    private ResultSet rows(StoredSession session, long from, long to) throws SQLException {
        return statements
                .of(
                        "SELECT " + EntryRow.COLUMNS + " FROM entry WHERE key >= ? AND key <= ? ORDER BY key",
                        session.key(from),
                        session.key(to))
                .executeQuery();
    }

    @Override
    public void close() throws SQLException {
        statements.close();
    }
}
