package org.reprise.store;

import java.time.Instant;
import java.util.Set;

/**
 * Which tokens have been revoked. Of a store that several processes share, a revocation that has returned is known to all
 * of them. Methods may be called from any thread, and throw {@link StoreUnavailableException} while what they need is away.
 */
public interface Revocations extends AutoCloseable {

    /**
     * Revokes a token.
     *
     * @param expiresAt when the token ends by itself, after which it need not be remembered
     */
    void revoke(String tokenId, Instant expiresAt);

    /** Whether a token has been revoked and has not ended by itself since. */
    default boolean isRevoked(String tokenId) {
        return !revoked(Set.of(tokenId)).isEmpty();
    }

    /** Those of some tokens that have been revoked and have not ended by themselves since. */
    Set<String> revoked(Set<String> tokenIds);

    /** Lets go of what they hold outside the heap. */
    @Override
    void close();
}
