package org.reprise.store.sqlite;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.reprise.store.EntryBlock;
import org.reprise.store.StoreException;

/**
 * A row of entries.
 *
 * @param said the client message that each entry is; 0 if it is none, or one that stands elsewhere
 * @param lastClientMessageId the highest client message id up to the last entry
 * @param sessionBytes what the session's entries take up to the last
 */
record EntryRow(EntryBlock block, int[] said, long lastClientMessageId, long sessionBytes) {

    static final String COLUMNS = "key, last_client_message, session_bytes, ends, bytes, said";

    /** The row that has these {@link #COLUMNS}. */
    static EntryRow of(ResultSet row) throws SQLException {
        EntryBlock block = block(StoredSession.sequence(row.getLong(1)), row.getBytes(4), row.getBytes(5));
        byte[] said = row.getBytes(6);
        return new EntryRow(
                block, said == null ? new int[block.ends().length] : numbers(said), row.getLong(2), row.getLong(3));
    }

    long lastSequence() {
        return block.lastSequence();
    }

    /** Where each entry ends; null if there is one. */
    byte @Nullable [] ends() {
        return block.ends().length == 1 ? null : bytes(block.ends());
    }

    /** The client messages; null if there are none. */
    byte @Nullable [] saidBytes() {
        return Arrays.stream(said).allMatch(id -> id == 0) ? null : bytes(said);
    }

    /** The entries of the row after {@code after}, one of its own; null if there are none. */
    @Nullable
    EntryBlock after(long after) {
        if (after == lastSequence()) {
            return null;
        }
        BlockBuilder rest = new BlockBuilder(after + 1);
        block.give(after, lastSequence(), 1, (sequence, count, from, offset, length) -> rest.add(from, offset, length));
        return rest.build();
    }

    static EntryBlock block(long lastSequence, byte @Nullable [] ends, byte[] bytes) {
        if (ends == null) {
            return new EntryBlock(lastSequence, new int[] {bytes.length}, bytes);
        }
        int[] each = numbers(ends);
        try {
            return new EntryBlock(lastSequence - each.length + 1, each, bytes);
        } catch (IllegalArgumentException e) {
            throw new StoreException(
                    "the entries up to " + lastSequence + " of a session are damaged: restore a copy of the file", e);
        }
    }

    /** The entry that is this client message, by the row that has it, of which the key and {@code said} are given. */
    static long sequence(StoredSession session, long clientMessageId, ResultSet row) throws SQLException {
        byte[] said = row.next() ? row.getBytes(2) : null;
        int[] ids = said == null ? new int[0] : numbers(said);
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == clientMessageId) {
                return StoredSession.sequence(row.getLong(1)) - ids.length + 1 + i;
            }
        }
        throw new StoreException(
                "client message " + clientMessageId + " of session '" + session.id()
                        + "' is not to be found: the file is damaged, restore a copy of it",
                null);
    }

    private static byte[] bytes(int[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * numbers.length);
        bytes.asIntBuffer().put(numbers);
        return bytes.array();
    }

    private static int[] numbers(byte[] bytes) {
        int[] numbers = new int[bytes.length / Integer.BYTES];
        ByteBuffer.wrap(bytes).asIntBuffer().get(numbers);
        return numbers;
    }
}
