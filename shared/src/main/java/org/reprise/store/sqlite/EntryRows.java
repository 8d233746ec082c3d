package org.reprise.store.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.reprise.store.EntryBlock;

/** The entries of a session that follow one another, as blocks: rows that are small are gathered, as are arrivals. */
final class EntryRows implements AutoCloseable {

    private static final String ROWS =
            "SELECT key, ends, length(bytes), bytes FROM entry WHERE key > ? AND key <= ? ORDER BY key";

    private final ResultSet rows;
    private final Deque<Arrived> arrivals;
    private final int gatheredBytes;
    private boolean inRows;
    private long sequence;

    private EntryRows(ResultSet rows, Deque<Arrived> arrivals, int gatheredBytes, long after) throws SQLException {
        this.rows = rows;
        this.arrivals = arrivals;
        this.gatheredBytes = gatheredBytes;
        this.sequence = after;
        this.inRows = true;
        step();
    }

    /**
     * The entries after {@code after}; the first block may begin before.
     *
     * @param newest of the session's arrivals, from before the session was read
     * @param gatheredBytes the most that is gathered
     */
    static EntryRows of(
            Statements statements, StoredSession session, @Nullable Arrived newest, long after, int gatheredBytes)
            throws SQLException {
        ResultSet rows = statements
                .of(ROWS, session.key(after), session.key(session.lastSequence()))
                .executeQuery();
        return new EntryRows(rows, Arrived.after(after, newest), gatheredBytes, after);
    }

    private void step() throws SQLException {
        inRows = inRows && rows.next();
        if (inRows) {
            sequence = StoredSession.sequence(rows.getLong(1));
        } else {
            // Those that have been moved to a row meanwhile have been there.
            while (!arrivals.isEmpty() && arrivals.getFirst().sequence() <= sequence) {
                arrivals.removeFirst();
            }
        }
    }

    /** The next block; null if there is none. */
    @Nullable
    EntryBlock next() throws SQLException {
        if (!inRows && arrivals.isEmpty()) {
            return null;
        }
        EntryBlock first = take();
        if (!fitsBehind(first.bytes().length)) {
            return first;
        }
        BlockBuilder block = new BlockBuilder(first.firstSequence());
        block.add(first);
        while (fitsBehind(block.size())) {
            block.add(take());
        }
        return block.build();
    }

    private EntryBlock take() throws SQLException {
        if (!inRows) {
            return arrivals.removeFirst().block();
        }
        EntryBlock block = EntryRow.block(sequence, rows.getBytes(2), rows.getBytes(4));
        step();
        return block;
    }

    private boolean fitsBehind(int before) throws SQLException {
        if (inRows) {
            return rows.getInt(3) <= gatheredBytes - before;
        }
        return !arrivals.isEmpty() && arrivals.getFirst().bytes().length <= gatheredBytes - before;
    }

    @Override
    public void close() throws SQLException {
        rows.close();
    }
}
