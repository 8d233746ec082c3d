package org.reprise.resume;

import java.time.Instant;
import org.reprise.context.SessionHead;

/** Makes the head that a session begins with. Called from any thread. */
@FunctionalInterface
public interface NewSession {

    /** The head of a session that begins at {@code now}. */
    SessionHead head(String sessionId, String userId, Instant now);
}
