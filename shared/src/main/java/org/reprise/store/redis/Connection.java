package org.reprise.store.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.reprise.store.StoreException;
import org.reprise.store.StoreUnavailableException;

/**
 * The way to a Redis server or cluster. One connection serves all threads: their commands follow one another without
 * waiting for answers.
 */
final class Connection implements AutoCloseable {

    /** Enough for the largest session; whoever waits longer is told to come back. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final String shown;
    private final AbstractRedisClient client;
    private final StatefulConnection<byte[], byte[]> connection;
    private final RedisClusterCommands<byte[], byte[]> commands;

    private Connection(
            String shown,
            AbstractRedisClient client,
            StatefulConnection<byte[], byte[]> connection,
            RedisClusterCommands<byte[], byte[]> commands) {
        this.shown = shown;
        this.client = client;
        this.connection = connection;
        this.commands = commands;
    }

    /** A connection to one server. */
    static Connection toServer(RedisURI uri) {
        RedisClient client = RedisClient.create(uri);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.enabled(TIMEOUT))
                .build());
        try {
            var opened = client.connect(ByteArrayCodec.INSTANCE);
            return new Connection(shown(uri), client, opened, opened.sync());
        } catch (RedisException e) {
            client.shutdown();
            throw unreachable(uri, e);
        }
    }

    /** A connection to a cluster, of which {@code uri} names a node. */
    static Connection toCluster(RedisURI uri) {
        RedisClusterClient client = RedisClusterClient.create(uri);
        client.setOptions(ClusterClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.enabled(TIMEOUT))
                .build());
        try {
            StatefulRedisClusterConnection<byte[], byte[]> opened = client.connect(ByteArrayCodec.INSTANCE);
            return new Connection(shown(uri), client, opened, opened.sync());
        } catch (RedisException e) {
            client.shutdown();
            throw unreachable(uri, e);
        }
    }

    private static StoreException unreachable(RedisURI uri, RedisException e) {
        return new StoreException(
                "Redis at " + shown(uri) + " cannot be reached: " + cause(e)
                        + "; does it run, and is the password right?",
                e);
    }

    /** Without the password. */
    private static String shown(RedisURI uri) {
        return uri.getHost() + ":" + uri.getPort();
    }

    private static String cause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage();
    }

    /**
     * Runs commands.
     *
     * @throws StoreUnavailableException if the server cannot be reached or does not answer now
     */
    <T> T run(Function<RedisClusterCommands<byte[], byte[]>, T> action) {
        try {
            return action.apply(commands);
        } catch (RedisException e) {
            throw new StoreUnavailableException("Redis at " + shown + " cannot be used now: " + cause(e), e);
        }
    }

    /** What a script answers: numbers as {@link Long}, texts as bytes. */
    List<Object> run(Script script, byte[][] keys, byte[]... arguments) {
        return run(server -> {
            try {
                return server.evalsha(script.digest(), ScriptOutputType.MULTI, keys, arguments);
            } catch (RedisNoScriptException e) {
                return server.eval(script.text(), ScriptOutputType.MULTI, keys, arguments);
            }
        });
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown(Duration.ZERO, TIMEOUT);
    }
}
