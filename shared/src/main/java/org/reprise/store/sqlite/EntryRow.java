package org.reprise.store.sqlite;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.reprise.store.EntryBlock;
import org.reprise.store.StoreException;

/**
 * A row of entries.
 *
 * @param lastSequence the last entry in it
 * @param lastClientMessageId the highest client message id up to there
 * @param sessionBytes what the session's entries take up to there
 * @param ends where each entry ends, in four bytes; null if there is one
 * @param bytes the entries
 */
record EntryRow(long lastSequence, long lastClientMessageId, long sessionBytes, byte @Nullable [] ends, byte[] bytes) {

    static EntryRow of(ResultSet row) throws SQLException {
        return new EntryRow(
                StoredSession.sequence(row.getLong(1)),
                row.getLong(2),
                row.getLong(3),
                row.getBytes(4),
                row.getBytes(5));
    }

    /** The row with these entries in the place of its own, of which they are the last. */
    EntryRow with(EntryBlock block) {
        return new EntryRow(lastSequence, lastClientMessageId, sessionBytes, ends(block), block.bytes());
    }

    static byte[] ends(EntryBlock block) {
        ByteBuffer ends = ByteBuffer.allocate(Integer.BYTES * block.ends().length);
        ends.asIntBuffer().put(block.ends());
        return ends.array();
    }

    /** The entries of the row after {@code after}, one of its own; null if there are none. */
    @Nullable
    EntryBlock after(long after) {
        if (after == lastSequence) {
            return null;
        }
        EntryBlock all = block();
        BlockBuilder rest = new BlockBuilder(after + 1);
        all.give(after, lastSequence, 1, (sequence, count, from, offset, length) -> rest.add(from, offset, length));
        return rest.build();
    }

    EntryBlock block() {
        return block(lastSequence, ends, bytes);
    }

    static EntryBlock block(long lastSequence, byte @Nullable [] ends, byte[] bytes) {
        if (ends == null) {
            return new EntryBlock(lastSequence, new int[] {bytes.length}, bytes);
        }
        int[] each = new int[ends.length / Integer.BYTES];
        ByteBuffer.wrap(ends).asIntBuffer().get(each);
        try {
            return new EntryBlock(lastSequence - each.length + 1, each, bytes);
        } catch (IllegalArgumentException e) {
            throw new StoreException(
                    "the entries up to " + lastSequence + " of a session are damaged: restore a copy of the file", e);
        }
    }
}
