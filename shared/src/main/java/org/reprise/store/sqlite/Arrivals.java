package org.reprise.store.sqlite;

import static java.util.Comparator.comparingLong;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.reprise.store.StoreException;

/**
 * The entries that have been appended of late, of all sessions. A transaction writes its own to one row, which is one place
 * of the file, however many sessions there are: that is for whoever opens the file after the process has died. They are
 * looked for here. When they have become many, or one of their sessions is to go, all are moved to the rows of their sessions.
 *
 * <p>Used by who leads a group, but for what is {@linkplain #committed committed}.
 */
final class Arrivals {

    /** What is kept before it is moved, in one transaction, which keeps others waiting for some milliseconds. */
    static final int MOST_BYTES = 1 << 20;

    /** What an entry takes beside its bytes, roughly. */
    private static final int ENTRY_BYTES = 64;

    /** In a row: the entry's key, its client message, the highest one, the session's bytes, and where the entry ends. */
    private static final int NOTE_BYTES = 2 * Long.BYTES + 3 * Integer.BYTES;

    /** The newest of each session, which leads to those before it. */
    private final Map<String, Arrived> committed = new ConcurrentHashMap<>();

    /** The newest of each session to which the open transaction appends. */
    private final Map<String, Arrived> open = new HashMap<>();

    /** All that the open transaction appends. */
    private final List<Arrived> added = new ArrayList<>();

    private final int mostBytes;
    private long committedBytes;
    private long addedBytes;
    private boolean moved;

    private Arrivals(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Those in the file; no more than {@code mostBytes} are to be kept. */
    static Arrivals open(Statements statements, int mostBytes) throws SQLException {
        Arrivals arrivals = new Arrivals(mostBytes);
        try (ResultSet rows = statements
                .of("SELECT entries, bytes FROM arrived ORDER BY number")
                .executeQuery()) {
            while (rows.next()) {
                arrivals.read(statements, ByteBuffer.wrap(rows.getBytes(1)), rows.getBytes(2));
            }
        }
        arrivals.commit();
        return arrivals;
    }

    private void read(Statements statements, ByteBuffer notes, byte[] bytes) throws SQLException {
        int start = 0;
        while (notes.remaining() >= NOTE_BYTES) {
            long key = notes.getLong();
            int clientMessageId = notes.getInt();
            int lastClientMessageId = notes.getInt();
            long sessionBytes = notes.getLong();
            int end = notes.getInt();
            String id = statements.string("SELECT id FROM session WHERE number = ?", StoredSession.number(key));
            Arrived before = id == null ? null : open.get(id);
            long sequence = StoredSession.sequence(key);
            boolean follows = before == null || before.sequence() == sequence - 1;
            if (id == null || !follows || end <= start || end > bytes.length) {
                throw damaged();
            }
            byte[] entry = Arrays.copyOfRange(bytes, start, end);
            add(
                    id,
                    new Arrived(
                            StoredSession.number(key),
                            sequence,
                            clientMessageId,
                            lastClientMessageId,
                            sessionBytes,
                            entry,
                            before));
            start = end;
        }
        if (notes.hasRemaining() || start < bytes.length) {
            throw damaged();
        }
    }

    private static StoreException damaged() {
        return new StoreException("the entries that arrived last are damaged: restore a copy of the file", null);
    }

    /** The newest of a session that is committed; for everybody. */
    @Nullable
    Arrived committed(String sessionId) {
        return committed.get(sessionId);
    }

    /** The newest of a session. */
    @Nullable
    Arrived of(String sessionId) {
        Arrived newest = open.get(sessionId);
        return newest == null && !moved ? committed.get(sessionId) : newest;
    }

    void add(String sessionId, Arrived arrived) {
        open.put(sessionId, arrived);
        added.add(arrived);
        addedBytes += ENTRY_BYTES + arrived.bytes().length;
    }

    boolean isFull() {
        return committedBytes + addedBytes > mostBytes;
    }

    /** Writes what the open transaction has added, which is less than all that is kept. */
    void write(Statements statements) throws SQLException {
        if (added.isEmpty()) {
            return;
        }
        ByteBuffer notes = ByteBuffer.allocate(added.size() * NOTE_BYTES);
        ByteBuffer bytes = ByteBuffer.allocate((int) addedBytes - added.size() * ENTRY_BYTES);
        for (Arrived one : added) {
            bytes.put(one.bytes());
            notes.putLong(StoredSession.key(one.session(), one.sequence()))
                    .putInt((int) one.clientMessageId())
                    .putInt((int) one.lastClientMessageId())
                    .putLong(one.sessionBytes())
                    .putInt(bytes.position());
        }
        statements.run("INSERT INTO arrived (entries, bytes) VALUES (?, ?)", notes.array(), bytes.array());
    }

    /** Takes all out in the open transaction, which is to write them elsewhere: the newest of each session. */
    List<Arrived> take(Statements statements) throws SQLException {
        statements.run("DELETE FROM arrived");
        Map<String, Arrived> all = moved ? new HashMap<>() : new HashMap<>(committed);
        all.putAll(open);
        moved = true;
        forgetAdded();
        return all.values().stream().sorted(comparingLong(Arrived::session)).toList();
    }

    /** The open transaction has been committed. */
    void commit() {
        if (moved) {
            committed.clear();
            committedBytes = 0;
        }
        committed.putAll(open);
        committedBytes += addedBytes;
        rollBack();
    }

    /** The open transaction has not been committed, or nothing of it is left. */
    void rollBack() {
        moved = false;
        forgetAdded();
    }

    private void forgetAdded() {
        open.clear();
        added.clear();
        addedBytes = 0;
    }
}
