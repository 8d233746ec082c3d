package org.reprise.store.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.reprise.store.StoreException;
import org.reprise.store.StoreUnavailableException;

/**
 * The way to a Redis server or cluster. One connection serves all threads: their commands follow one another without
 * waiting for answers.
 */
final class Connection implements AutoCloseable {

    /** Enough for the largest session, unless the URI says otherwise; whoever waits longer is told to come back. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** A server that is back is found soon, and not by all processes in the same instant. */
    private static final Delay RECONNECT =
            Delay.fullJitter(Duration.ofMillis(10), Duration.ofSeconds(1), 10, TimeUnit.MILLISECONDS);

    /** Between two looks at which node of a cluster has what. */
    private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(30);

    private final String shown;
    private final AbstractRedisClient client;
    private final ClientResources resources;
    private final StatefulConnection<byte[], byte[]> connection;
    private final RedisClusterCommands<byte[], byte[]> commands;
    private final RedisClusterAsyncCommands<byte[], byte[]> async;

    private Connection(
            String shown,
            AbstractRedisClient client,
            ClientResources resources,
            StatefulConnection<byte[], byte[]> connection,
            RedisClusterCommands<byte[], byte[]> commands,
            RedisClusterAsyncCommands<byte[], byte[]> async) {
        this.shown = shown;
        this.client = client;
        this.resources = resources;
        this.connection = connection;
        this.commands = commands;
        this.async = async;
    }

    /** A connection to one server. */
    static Connection toServer(RedisURI uri) {
        ClientResources resources = resources();
        RedisClient client = RedisClient.create(resources, uri);
        ClientOptions.Builder options =
                ClientOptions.builder().disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
        common(options, uri);
        client.setOptions(options.build());
        try {
            var opened = client.connect(ByteArrayCodec.INSTANCE);
            return new Connection(shown(List.of(uri)), client, resources, opened, opened.sync(), opened.async());
        } catch (RuntimeException e) {
            shutdown(client, resources);
            throw unreachable(List.of(uri), e);
        }
    }

    /** A connection to a cluster, of which {@code uris} name nodes. */
    static Connection toCluster(List<RedisURI> uris) {
        ClientResources resources = resources();
        RedisClusterClient client = RedisClusterClient.create(resources, uris);
        // Commands are not rejected while there is no connection: there is none to a node before its first command.
        ClusterClientOptions.Builder options = ClusterClientOptions.builder()
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(TOPOLOGY_REFRESH)
                        .build());
        common(options, uris.get(0));
        client.setOptions(options.build());
        try {
            StatefulRedisClusterConnection<byte[], byte[]> opened = client.connect(ByteArrayCodec.INSTANCE);
            return new Connection(shown(uris), client, resources, opened, opened.sync(), opened.async());
        } catch (RuntimeException e) {
            shutdown(client, resources);
            throw unreachable(uris, e);
        }
    }

    private static ClientResources resources() {
        return ClientResources.builder().reconnectDelay(RECONNECT).build();
    }

    /**
     * Nothing is sent a second time when the connection comes back: a step that the server has done, but whose answer was
     * lost, would be done twice. Whoever asked is told to come back.
     */
    private static void common(ClientOptions.Builder options, RedisURI uri) {
        boolean given = !uri.getTimeout().equals(RedisURI.DEFAULT_TIMEOUT_DURATION);
        options.replayFilter(command -> true)
                .timeoutOptions(TimeoutOptions.enabled(given ? uri.getTimeout() : TIMEOUT));
    }

    private static void shutdown(AbstractRedisClient client, ClientResources resources) {
        client.shutdown(Duration.ZERO, TIMEOUT);
        resources.shutdown(0, TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).syncUninterruptibly();
    }

    private static StoreException unreachable(List<RedisURI> uris, RuntimeException e) {
        return new StoreException(
                "Redis at " + shown(uris) + " cannot be reached: " + cause(e)
                        + "; does it run, and are user, password and TLS right?",
                e);
    }

    /** Without the password. */
    private static String shown(List<RedisURI> uris) {
        return uris.stream().map(uri -> uri.getHost() + ":" + uri.getPort()).collect(Collectors.joining(","));
    }

    private static String cause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    /**
     * Runs commands.
     *
     * @throws StoreUnavailableException if the server cannot be reached or does not answer now
     */
    <T> T run(Function<RedisClusterCommands<byte[], byte[]>, T> action) {
        try {
            return action.apply(commands);
        } catch (RuntimeException e) {
            // What the driver throws at an answer that makes no sense need not be a RedisException.
            throw new StoreUnavailableException("Redis at " + shown + " cannot be used now: " + cause(e), e);
        }
    }

    /** What a script answers: numbers as {@link Long}, texts as bytes. */
    List<Object> run(Script script, byte[][] keys, byte[]... arguments) {
        return send(script, keys, arguments).get();
    }

    /** Sends a script on its way, as {@link #send(Function)} does. */
    Supplier<List<Object>> send(Script script, byte[][] keys, byte[]... arguments) {
        Supplier<List<Object>> answer =
                send(server -> server.evalsha(script.digest(), ScriptOutputType.MULTI, keys, arguments));
        return () -> {
            try {
                return answer.get();
            } catch (StoreUnavailableException e) {
                if (e.getCause() instanceof RedisNoScriptException) {
                    return run(server -> server.eval(script.text(), ScriptOutputType.MULTI, keys, arguments));
                }
                throw e;
            }
        };
    }

    /**
     * Sends a command on its way, behind those that were sent before. The answer is waited for where it is asked for.
     *
     * @throws StoreUnavailableException here or there, as {@link #run} does
     */
    <T> Supplier<T> send(Function<RedisClusterAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
        RedisFuture<T> sent = run(server -> command.apply(async));
        return () -> run(server ->
                LettuceFutures.awaitOrCancel(sent, connection.getTimeout().toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Whether there is one server, which has all keys. */
    boolean isOneServer() {
        return client instanceof RedisClient;
    }

    @Override
    public void close() {
        connection.close();
        shutdown(client, resources);
    }
}
