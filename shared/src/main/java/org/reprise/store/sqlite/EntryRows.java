package org.reprise.store.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.reprise.store.EntryBlock;

/** The rows of entries that follow one another, as blocks: a row of many entries as it is, those of one gathered. */
final class EntryRows implements AutoCloseable {

    private static final String ROWS = "SELECT key, ends, length(bytes), bytes FROM entry WHERE key > ? AND key <= ?"
            + " ORDER BY key";

    private final ResultSet rows;
    private final int gatheredBytes;
    private boolean there;
    private long sequence;
    private byte @Nullable [] ends;

    private EntryRows(ResultSet rows, int gatheredBytes) throws SQLException {
        this.rows = rows;
        this.gatheredBytes = gatheredBytes;
        step();
    }

    /**
     * The entries after {@code after}, up to {@code upTo} and those that share its row; the first block may begin before.
     *
     * @param gatheredBytes the most that rows of one entry are gathered to
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
            ends = rows.getBytes(2);
        }
    }

    /** The next block; null if there is none. */
    @Nullable EntryBlock next() throws SQLException {
        if (!there) {
            return null;
        }
        EntryBlock block = EntryRow.block(sequence, ends, rows.getBytes(4));
        boolean single = ends == null;
        step();
        return single && isGatheredBehind(block.bytes().length) ? gathered(block) : block;
    }

    private EntryBlock gathered(EntryBlock first) throws SQLException {
        BlockBuilder block = new BlockBuilder(first.firstSequence());
        block.add(first);
        while (isGatheredBehind(block.size())) {
            byte[] bytes = rows.getBytes(4);
            block.add(bytes, 0, bytes.length);
            step();
        }
        return block.build();
    }

    private boolean isGatheredBehind(int before) throws SQLException {
        return there && ends == null && rows.getInt(3) <= gatheredBytes - before;
    }

    @Override
    public void close() throws SQLException {
        rows.close();
    }
}
