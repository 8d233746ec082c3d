package org.reprise.store.redis;

import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.reprise.store.Revocations;
import org.reprise.store.StoreException;

/**
 * Revocations in Redis or Valkey, known to all processes that use it from when {@link #revoke} returns. Each is a key that
 * goes by itself a minute after its token has ended. What the server loses when it ends is what its persistence says.
 */
public final class RedisRevocations implements Revocations {

    private static final int ASKED_AT_ONCE = 1_000;

    private final Connection redis;
    private final InstantSource clock;

    private RedisRevocations(Connection redis, InstantSource clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /**
     * Those on a server.
     *
     * @param uri of Lettuce: host, port, user, password, TLS
     * @throws StoreException if the server cannot be reached
     */
    public static RedisRevocations onServer(RedisURI uri, InstantSource clock) {
        return new RedisRevocations(Connection.toServer(uri), clock);
    }

    /**
     * Those on a cluster.
     *
     * @param uris of some of its nodes, at least one
     * @throws StoreException if none of them can be reached
     */
    public static RedisRevocations onCluster(List<RedisURI> uris, InstantSource clock) {
        return new RedisRevocations(Connection.toCluster(uris), clock);
    }

    @Override
    public void revoke(String tokenId, Instant expiresAt) {
        Objects.requireNonNull(expiresAt, "expiresAt");
        byte[] key = Keys.revoked(tokenId);
        byte[] end = RedisStore.bytes(Times.text(expiresAt));
        SetArgs kept = SetArgs.Builder.px(Times.keptMillis(clock.instant(), expiresAt));
        redis.run(server -> server.set(key, end, kept));
    }

    @Override
    public Set<String> revoked(Set<String> tokenIds) {
        List<String> asked = new ArrayList<>(tokenIds);
        Set<String> revoked = new HashSet<>();
        for (int from = 0; from < asked.size(); from += ASKED_AT_ONCE) {
            addRevoked(asked.subList(from, Math.min(asked.size(), from + ASKED_AT_ONCE)), revoked);
        }
        return revoked;
    }

    private void addRevoked(List<String> asked, Set<String> revoked) {
        byte[][] keys = asked.stream().map(Keys::revoked).toArray(byte[][]::new);
        List<KeyValue<byte[], byte[]>> ends = redis.run(server -> server.mget(keys));
        Instant now = clock.instant();
        for (int i = 0; i < keys.length; i++) {
            KeyValue<byte[], byte[]> end = ends.get(i);
            if (end.hasValue() && now.isBefore(Times.of(new String(end.getValue(), StandardCharsets.US_ASCII)))) {
                revoked.add(asked.get(i));
            }
        }
    }

    @Override
    public void close() {
        redis.close();
    }
}
