package org.reprise.store.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.reprise.store.EntryBlock;

/** The rows of entries that follow one another, as blocks: rows that are small are gathered. */
final class EntryRows implements AutoCloseable {

    private static final String ROWS =
            "SELECT key, ends, length(bytes), bytes FROM entry WHERE key > ? AND key <= ?" + " ORDER BY key";

    private final ResultSet rows;
    private final int gatheredBytes;
    private boolean there;
    private long sequence;

    private EntryRows(ResultSet rows, int gatheredBytes) throws SQLException {
        this.rows = rows;
        this.gatheredBytes = gatheredBytes;
        step();
    }

    /**
     * The entries after {@code after}, up to {@code upTo} and those that share its row; the first block may begin before.
     *
     * @param gatheredBytes the most that rows are gathered to
     */
    static EntryRows of(Statements statements, StoredSession session, long after, long upTo, int gatheredBytes)
            throws SQLException {
        // A row that holds the entry has the key of that or of a later one.
        long last = Math.max(upTo, Math.min(session.foldedUpTo(), session.lastSequence()));
        return new EntryRows(
                statements.of(ROWS, session.key(after), session.key(last)).executeQuery(), gatheredBytes);
    }

    private void step() throws SQLException {
        there = rows.next();
        if (there) {
            sequence = StoredSession.sequence(rows.getLong(1));
        }
    }

    /** The next block; null if there is none. */
    @Nullable
    EntryBlock next() throws SQLException {
        if (!there) {
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
        EntryBlock block = EntryRow.block(sequence, rows.getBytes(2), rows.getBytes(4));
        step();
        return block;
    }

    private boolean fitsBehind(int before) throws SQLException {
        return there && rows.getInt(3) <= gatheredBytes - before;
    }

    @Override
    public void close() throws SQLException {
        rows.close();
    }
}
