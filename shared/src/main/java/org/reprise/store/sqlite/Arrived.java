package org.reprise.store.sqlite;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.reprise.store.EntryBlock;

/**
 * An entry that is in no row of its session yet.
 *
 * @param session the session's number
 * @param clientMessageId its own; 0 if it has none
 * @param lastClientMessageId the highest up to there
 * @param sessionBytes what the session's entries take up to there
 * @param before the one before it of its session; null if that is in a row, or there is none
 */
record Arrived(
        long session,
        long sequence,
        long clientMessageId,
        long lastClientMessageId,
        long sessionBytes,
        byte[] bytes,
        @Nullable Arrived before) {

    EntryBlock block() {
        return new EntryBlock(sequence, new int[] {bytes.length}, bytes);
    }

    EntryRow row() {
        return new EntryRow(block(), new int[] {(int) clientMessageId}, lastClientMessageId, sessionBytes);
    }

    /** Those of a session after {@code after}, the oldest first. */
    static Deque<Arrived> after(long after, @Nullable Arrived newest) {
        Deque<Arrived> found = new ArrayDeque<>();
        for (Arrived one = newest; one != null && one.sequence > after; one = one.before) {
            found.addFirst(one);
        }
        return found;
    }
}
