package org.reprise.stress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.reprise.store.redis.RedisProcess;
import redis.embedded.core.ExecutableProvider;

/** A real Redis server of a test's own: the one on the {@code PATH}, else the one that embedded-redis ships. */
public final class TestRedis {

    private TestRedis() {}

    /** Starts it in a folder of its own. */
    public static RedisProcess start(Path folder) {
        return RedisProcess.start(RedisProcess.onPath().orElseGet(TestRedis::shipped), folder);
    }

    private static Path shipped() {
        try {
            return ExecutableProvider.newJarResourceProvider().get().toPath();
        } catch (IOException e) {
            throw new UncheckedIOException("the Redis of embedded-redis cannot be unpacked", e);
        }
    }
}
