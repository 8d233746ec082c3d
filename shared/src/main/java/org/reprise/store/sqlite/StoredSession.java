package org.reprise.store.sqlite;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.reprise.store.Attachment;
import org.reprise.store.FencedException;
import org.reprise.store.SessionState;

/**
 * The row of a session.
 *
 * @param number the key of all that belongs to it
 * @param parkedUpTo the last entry that is parked; null if nothing is
 * @param entryBytes what all entries take together, parked ones as they were before
 * @param parkedBytes what the parked ones took before
 */
record StoredSession(
        long number,
        String id,
        String owner,
        long epoch,
        long newest,
        long headVersion,
        long lastSequence,
        long lastClientMessageId,
        long entryBytes,
        @Nullable Instant detachedAt,
        @Nullable Instant expiresAt,
        @Nullable Long parkedUpTo,
        long parkedBytes) {

    private static final int KEY_BITS = 32;

    /** The key of one of the session's entries or client messages. */
    long key(long of) {
        return number << KEY_BITS | of;
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
}
