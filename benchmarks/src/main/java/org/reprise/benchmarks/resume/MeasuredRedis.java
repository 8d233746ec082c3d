package org.reprise.benchmarks.resume;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.reprise.store.redis.RedisProcess;

/** The Redis that is measured: the one of {@code -Dreprise.redis=URI}, else one that is started for this JVM. */
public final class MeasuredRedis {

    /** The system property that names a server. */
    public static final String PROPERTY = "reprise.redis";

    private static @Nullable RedisProcess started;

    private MeasuredRedis() {}

    /** Whether there is a server, or one can be started. */
    public static boolean isThere() {
        return System.getProperty(PROPERTY) != null || RedisProcess.onPath().isPresent();
    }

    /**
     * The server's URI.
     *
     * @throws IllegalStateException if none is named and none can be started
     */
    public static synchronized String uri() {
        String named = System.getProperty(PROPERTY);
        if (named != null) {
            return named;
        }
        if (started == null) {
            started = start();
        }
        return started.uri();
    }

    /** It ends with this JVM. */
    private static RedisProcess start() {
        Path program = RedisProcess.onPath()
                .orElseThrow(() -> new IllegalStateException("no redis-server or valkey-server is on the PATH: install"
                        + " one, or name a server with -D" + PROPERTY + "=redis://HOST:PORT"));
        try {
            Path folder = Files.createTempDirectory("reprise-redis");
            folder.toFile().deleteOnExit();
            folder.resolve("redis.log").toFile().deleteOnExit();
            return RedisProcess.start(program, folder);
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for a Redis server", e);
        }
    }
}
