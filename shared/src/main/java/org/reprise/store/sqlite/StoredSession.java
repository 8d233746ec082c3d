package org.reprise.store.sqlite;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.reprise.store.Attachment;
import org.reprise.store.FencedException;
import org.reprise.store.SessionState;

/**
 * A session as its row and its last entry have it.
 *
 * @param number the key of all that belongs to it
 * @param run the opening of the file in which it was attached
 * @param entryBytes what all entries take together, parked ones as they were before
 * @param parkedUpTo the last entry that is parked; null if nothing is
 * @param parkedBytes what the parked ones took before
 * @param parkedClientMessageId no less than the highest client message id among the parked ones
 * @param foldedUpTo the last entry in a row that is as full as it may be
 */
record StoredSession(
        long number,
        String id,
        String owner,
        long epoch,
        long newest,
        long run,
        long headVersion,
        long lastSequence,
        long lastClientMessageId,
        long entryBytes,
        @Nullable Instant detachedAt,
        @Nullable Instant expiresAt,
        @Nullable Long parkedUpTo,
        long parkedBytes,
        long parkedClientMessageId,
        long foldedUpTo) {

    private static final int KEY_BITS = 32;

    /** The key of one of the session's entries or client messages. */
    long key(long of) {
        return key(number, of);
    }

    /** The key of one of a session's entries or client messages. */
    static long key(long session, long of) {
        return session << KEY_BITS | of;
    }

    /** The number of the session whose key this is. */
    static long number(long key) {
        return key >> KEY_BITS;
    }

    /** The number of the entry that has this key. */
    static long sequence(long key) {
        return key & (1L << KEY_BITS) - 1;
    }

    boolean isThere(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }

    boolean isNewest(Attachment attachment) {
        return attachment.epoch() == epoch && attachment.number() == newest;
    }

    StoredSession requireNewest(Attachment attachment) {
        if (!isNewest(attachment)) {
            throw new FencedException(
                    attachment,
                    attachment.epoch() == epoch ? "attachment " + newest + " has come" : "the session is gone");
        }
        return this;
    }

    /** The last sequence that cannot be read. */
    long parkedSequence() {
        return parkedUpTo == null ? 0 : parkedUpTo;
    }

    Attachment newestAttachment() {
        return new Attachment(id, epoch, newest);
    }

    SessionState state(byte[] head) {
        return new SessionState(owner, epoch, lastSequence, lastClientMessageId, headVersion, head);
    }

    /** The session with one more entry. */
    StoredSession appended(long clientMessageId, int bytes) {
        return upTo(lastSequence + 1, Math.max(clientMessageId, lastClientMessageId), entryBytes + bytes);
    }

    /** The session with what has arrived; {@code newest} is from before it was read, so its rows may have that, and more. */
    StoredSession with(@Nullable Arrived newest) {
        return newest == null || newest.session() != number || newest.sequence() <= lastSequence
                ? this
                : upTo(newest.sequence(), newest.lastClientMessageId(), newest.sessionBytes());
    }

    private StoredSession upTo(long sequence, long clientMessageId, long bytes) {
        return new StoredSession(
                number,
                id,
                owner,
                epoch,
                newest,
                run,
                headVersion,
                sequence,
                clientMessageId,
                bytes,
                detachedAt,
                expiresAt,
                parkedUpTo,
                parkedBytes,
                parkedClientMessageId,
                foldedUpTo);
    }

    /** The session with a newer attachment. */
    StoredSession attached(long newer, long inRun) {
        return new StoredSession(
                number,
                id,
                owner,
                epoch,
                newer,
                inRun,
                headVersion,
                lastSequence,
                lastClientMessageId,
                entryBytes,
                null,
                null,
                parkedUpTo,
                parkedBytes,
                parkedClientMessageId,
                foldedUpTo);
    }
}
