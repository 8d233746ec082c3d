package org.reprise.stress.server;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reprise.context.SessionHead;
import org.reprise.store.Attachment;

/**
 * An attachment that this process serves, or served last, with the connection while there is one.
 *
 * <p>Thread-safe. It holds nothing but its session's, so that what it takes can be measured.
 */
final class LiveSession {

    private final Attachment attachment;
    private final String userId;
    private final long resumesUsedUpTo;
    private @Nullable SessionHead unsentHead;
    private @Nullable ServerConnection connection;
    private long overAtMillis = Long.MAX_VALUE;

    /**
     * A session that is attached.
     *
     * @param userId whose it is
     * @param resumesUsedUpTo what {@link ResumePace} keeps of it
     */
    LiveSession(Attachment attachment, String userId, long resumesUsedUpTo, ServerConnection connection) {
        this.attachment = attachment;
        this.userId = userId;
        this.resumesUsedUpTo = resumesUsedUpTo;
        this.connection = connection;
    }

    Attachment attachment() {
        return attachment;
    }

    String userId() {
        return userId;
    }

    long resumesUsedUpTo() {
        return resumesUsedUpTo;
    }

    /** The connection that has to send what has been stored. */
    synchronized Optional<ServerConnection> connection() {
        return Optional.ofNullable(connection);
    }

    /** A head has been stored. Answers the connection that has to send it. */
    synchronized Optional<ServerConnection> stored(SessionHead head) {
        if (connection != null) {
            unsentHead = head;
        }
        return Optional.ofNullable(connection);
    }

    /** The head that has been stored since this was last asked. */
    synchronized Optional<SessionHead> takeUnsentHead() {
        SessionHead head = unsentHead;
        unsentHead = null;
        return Optional.ofNullable(head);
    }

    /** Lets go of the connection, and of what only a connection needs. Answers it, if it was there. */
    synchronized Optional<ServerConnection> disconnect() {
        ServerConnection gone = connection;
        connection = null;
        unsentHead = null;
        return Optional.ofNullable(gone);
    }

    /** The session waits, until {@code expiresAt} at the longest: whoever has it by then has it by another attachment. */
    synchronized void waitUntil(Instant expiresAt) {
        overAtMillis = expiresAt.toEpochMilli();
    }

    /** Whether no connection is there, and none can come any more. */
    synchronized boolean isOver(Instant now) {
        return connection == null && overAtMillis <= now.toEpochMilli();
    }
}
