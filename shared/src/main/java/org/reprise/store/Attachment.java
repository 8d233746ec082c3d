package org.reprise.store;

import java.util.Objects;

/**
 * The right to write to a session, and the fencing token that proves it: only the attachment with a session's highest
 * number is let through.
 *
 * @param sessionId the session
 * @param epoch the incarnation of the session; random, never 0
 * @param number 1 for the attachment that opened the session, one more for each that came after
 */
public record Attachment(String sessionId, long epoch, long number) {
    public Attachment {
        Objects.requireNonNull(sessionId, "sessionId");
    }
}
