package org.reprise.store.redis;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.reprise.process.ChildProcess;
import org.reprise.store.StoreException;

/**
 * A Redis or Valkey server of one's own on a free port of the loopback interface, which ends with this process at the latest.
 * Not for a service: it has no password and keeps nothing on disk unless it is told to. It is here because the benchmarks, the
 * scenarios and the tests of every module measure and kill the same real server; a store needs only a URI.
 *
 * <p>For one thread.
 */
public final class RedisProcess implements AutoCloseable {

    private static final List<String> COMMANDS = List.of("redis-server", "valkey-server");
    private static final String HOST = "127.0.0.1";
    private static final long MOST_SECONDS = 20;
    private static final int POLL_MILLIS = 20;
    private static final int PORTS_TRIED = 3;

    /** The nodes of a cluster take the port that is 10,000 higher too. */
    private static final int HIGHEST_PORT = 55_000;

    private final List<String> command;
    private final Path folder;
    private volatile ChildProcess process;

    private RedisProcess(List<String> command, Path folder) {
        this.command = List.copyOf(command);
        this.folder = folder;
        this.process = launch(command, folder);
    }

    /** The server program on the {@code PATH}; empty if there is none. */
    public static Optional<Path> onPath() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return COMMANDS.stream()
                .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(part -> Path.of(part, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts a server, and waits until it answers.
     *
     * @param program the server program
     * @param folder where it writes its files
     * @param options more of the command line, such as {@code --appendonly yes}; by default it keeps nothing on disk
     * @throws StoreException if it does not answer in time
     */
    public static RedisProcess start(Path program, Path folder, String... options) {
        for (int tried = 1; ; tried++) {
            int port = freePort();
            List<String> command = new ArrayList<>(
                    List.of(program.toString(), "--port", Integer.toString(port), "--bind", HOST, "--save", ""));
            command.addAll(List.of(options));
            RedisProcess started = new RedisProcess(command, folder);
            try {
                started.awaitAnswer();
                return started;
            } catch (StoreException e) {
                started.close();
                if (tried == PORTS_TRIED || !saysPortInUse(folder)) {
                    throw e;
                }
            }
        }
    }

    private static int freePort() {
        try {
            InetAddress host = InetAddress.getByName(HOST);
            int port = Integer.MAX_VALUE;
            while (port > HIGHEST_PORT) {
                try (ServerSocket free = new ServerSocket(0, 1, host)) {
                    port = free.getLocalPort();
                }
            }
            return port;
        } catch (IOException e) {
            throw new StoreException("no free port for a Redis server: " + e.getMessage(), e);
        }
    }

    private static boolean saysPortInUse(Path folder) {
        try {
            return Files.readString(log(folder)).contains("Address already in use");
        } catch (IOException e) {
            return false;
        }
    }

    private static Path log(Path folder) {
        return folder.resolve("redis.log");
    }

    private static ChildProcess launch(List<String> command, Path folder) {
        try {
            return ChildProcess.start(new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log(folder).toFile())));
        } catch (IOException e) {
            throw new StoreException("a Redis server cannot be started: " + e.getMessage(), e);
        }
    }

    /** Starts it again, on the same port and with the same files, after it was killed. */
    public void restart() {
        process.close();
        process = launch(command, folder);
        awaitAnswer();
    }

    private void awaitAnswer() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        while (!answers()) {
            if (System.nanoTime() > deadline || !process.process().isAlive()) {
                throw new StoreException(
                        "the Redis server on port " + port() + " does not answer, see " + log(folder), null);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoreException("interrupted while a Redis server was started", e);
            }
        }
    }

    /** Whether it serves: one that asks for a password does, one that still loads its file does not. */
    private boolean answers() {
        try (Socket socket = new Socket()) {
            int millis = (int) TimeUnit.SECONDS.toMillis(1);
            socket.connect(new InetSocketAddress(HOST, port()), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String answer = new String(in.readNBytes("+PONG".length()), StandardCharsets.US_ASCII);
            return answer.equals("+PONG") || answer.equals("-NOAU");
        } catch (IOException e) {
            return false;
        }
    }

    /** Its port. */
    public int port() {
        return Integer.parseInt(command.get(2));
    }

    /** Its URI. */
    public String uri() {
        return "redis://" + HOST + ":" + port();
    }

    /** Ends it at once, as a machine ends that loses its power. */
    public void kill() {
        process.kill();
    }

    /** Likewise, for good. */
    @Override
    public void close() {
        process.close();
    }
}
