package org.reprise.store.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import redis.embedded.core.ExecutableProvider;

/** Real Redis servers of the tests' own: the one on the {@code PATH}, else the one that embedded-redis ships. */
final class Servers {

    private Servers() {}

    static RedisProcess start(Path folder, String... options) {
        return RedisProcess.start(RedisProcess.onPath().orElseGet(Servers::shipped), folder, options);
    }

    static Path shipped() {
        try {
            return ExecutableProvider.newJarResourceProvider().get().toPath();
        } catch (IOException e) {
            throw new UncheckedIOException("the Redis of embedded-redis cannot be unpacked", e);
        }
    }

    /** Asks a server, by a connection of its own. */
    static <T> T ask(String uri, Function<RedisCommands<String, String>, T> question) {
        RedisClient client = RedisClient.create(uri);
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return question.apply(connection.sync());
        } finally {
            client.shutdown(0, 0, TimeUnit.SECONDS);
        }
    }
}
