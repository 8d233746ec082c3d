package org.reprise.store;

import java.util.Objects;

/**
 * What a client that comes back says: whose the session is, and what the client has of it.
 *
 * @param epoch the incarnation that the client knows; 0 if it knows none
 * @param lastSequence the last entry that the client has of that incarnation
 */
public record Claim(String sessionId, String owner, long epoch, long lastSequence) {
    public Claim {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(owner, "owner");
        if (lastSequence < 0) {
            throw new IllegalArgumentException("last sequence " + lastSequence + ", at least 0 is allowed");
        }
    }

    /** Whether a session is the owner's and has all that the client has of it. */
    public boolean fits(SessionState session) {
        return owner.equals(session.owner()) && (epoch != session.epoch() || lastSequence <= session.lastSequence());
    }

    /** The last entry that the client has of the incarnation {@code present}; 0 if it has none. */
    public long lastOf(long present) {
        return epoch == present ? lastSequence : 0;
    }
}
