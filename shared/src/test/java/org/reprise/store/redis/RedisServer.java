package org.reprise.store.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A real Redis or Valkey of the test's own, on a free port. */
final class RedisServer implements AutoCloseable {

    private static final String COMMAND = "redis-server";
    private static final long MOST_SECONDS = 20;

    private final int port;
    private final Path folder;
    private final List<String> options;
    private Process process;

    private RedisServer(Path folder, List<String> options) throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
        this.folder = folder;
        this.options = options;
    }

    /** Starts one, or skips the test, saying so, where the command is missing. */
    static RedisServer start(Path folder, String... options) throws IOException, InterruptedException {
        boolean found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(part -> Files.isExecutable(Path.of(part, COMMAND)));
        Assumptions.assumeTrue(found, "SKIPPED: " + COMMAND + " is not on the PATH; install Redis to test its store");
        RedisServer server = new RedisServer(folder, List.of(options));
        server.start();
        return server;
    }

    RedisURI uri() {
        return RedisURI.create("127.0.0.1", port);
    }

    void start() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(COMMAND, "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", ""));
        command.addAll(options);
        process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis.log").toFile())
                .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        while (!answers()) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new IOException("redis-server does not answer, see " + folder.resolve("redis.log"));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private boolean answers() {
        RedisClient client = RedisClient.create(uri());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return "PONG".equals(connection.sync().ping());
        } catch (RuntimeException e) {
            return false;
        } finally {
            client.shutdown(0, 0, TimeUnit.SECONDS);
        }
    }

    void flush() {
        RedisClient client = RedisClient.create(uri());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            connection.sync().flushall();
        } finally {
            client.shutdown(0, 0, TimeUnit.SECONDS);
        }
    }

    /** Ends it at once, as a machine ends that loses its power. */
    void kill() {
        process.destroyForcibly()
                .onExit()
                .orTimeout(MOST_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        kill();
    }
}
