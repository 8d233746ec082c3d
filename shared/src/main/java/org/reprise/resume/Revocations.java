package org.reprise.resume;

import java.time.Instant;

/** Which tokens have been revoked. Methods may be called from any thread. */
public interface Revocations {

    /**
     * Revokes a token.
     *
     * @param expiresAt when the token ends by itself, after which it need not be remembered
     */
    void revoke(String tokenId, Instant expiresAt);

    /** Whether a token has been revoked and has not ended by itself since. */
    boolean isRevoked(String tokenId);
}
