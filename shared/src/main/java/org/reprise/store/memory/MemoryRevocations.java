package org.reprise.store.memory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.reprise.store.Revocations;

/** Revocations of one process. What has ended by itself is forgotten at the next revocation. */
public final class MemoryRevocations implements Revocations {

    private final ConcurrentMap<String, Instant> endsByTokenId = new ConcurrentHashMap<>();
    private final Queue<Revocation> byEnd = new PriorityQueue<>();
    private final InstantSource clock;

    private record Revocation(Instant end, String tokenId) implements Comparable<Revocation> {
        @Override
        public int compareTo(Revocation other) {
            int byEnd = end.compareTo(other.end);
            return byEnd == 0 ? tokenId.compareTo(other.tokenId) : byEnd;
        }
    }

    /** No revocations, by the time of {@code clock}. */
    public MemoryRevocations(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void revoke(String tokenId, Instant expiresAt) {
        forgetEnded();
        if (endsByTokenId.putIfAbsent(tokenId, expiresAt) == null) {
            byEnd.add(new Revocation(expiresAt, tokenId));
        }
    }

    private void forgetEnded() {
        Instant now = clock.instant();
        for (Revocation first = byEnd.peek(); first != null && !now.isBefore(first.end()); first = byEnd.peek()) {
            endsByTokenId.remove(first.tokenId());
            byEnd.remove();
        }
    }

    @Override
    public boolean isRevoked(String tokenId) {
        Instant end = endsByTokenId.get(tokenId);
        return end != null && clock.instant().isBefore(end);
    }

    @Override
    public Set<String> revoked(Set<String> tokenIds) {
        return tokenIds.stream().filter(this::isRevoked).collect(Collectors.toSet());
    }

    /** There is nothing to let go of. */
    @Override
    public void close() {}
}
