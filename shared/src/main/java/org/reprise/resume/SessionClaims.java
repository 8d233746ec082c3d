package org.reprise.resume;

import java.time.Instant;
import java.util.Objects;

/**
 * What a session token says.
 *
 * @param tokenId unique for each token
 * @param sessionId the session that it resumes
 * @param userId whose token it is
 * @param expiresAt when it ends
 */
public record SessionClaims(String tokenId, String sessionId, String userId, Instant expiresAt) {
    public SessionClaims {
        Objects.requireNonNull(tokenId, "tokenId");
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }
}
