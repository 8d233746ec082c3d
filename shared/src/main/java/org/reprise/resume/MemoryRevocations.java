package org.reprise.resume;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Revocations of one process. Each is forgotten after its token has ended by itself. */
public final class MemoryRevocations implements Revocations {

    private final ConcurrentMap<String, Instant> expiries = new ConcurrentHashMap<>();
    private final InstantSource clock;

    /** No revocations, by the time of {@code clock}. */
    public MemoryRevocations(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void revoke(String tokenId, Instant expiresAt) {
        Instant now = clock.instant();
        expiries.values().removeIf(expiry -> !expiry.isAfter(now));
        expiries.put(tokenId, expiresAt);
    }

    @Override
    public boolean isRevoked(String tokenId) {
        return expiries.containsKey(tokenId);
    }
}
