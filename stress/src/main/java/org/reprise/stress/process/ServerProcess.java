package org.reprise.stress.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.reprise.process.ChildProcess;

/**
 * A server in a process of its own: {@code serve} of the same classes. It ends with this process at the latest.
 *
 * <p>For one thread.
 */
public final class ServerProcess implements AutoCloseable {

    private static final long MOST_SECONDS = 30;

    /** {@code serve}, with what a few sessions need. */
    private static final Launch SMALL = new Launch(
            "serve",
            List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            Duration.ofSeconds(MOST_SECONDS));

    private static final int POLL_MILLIS = 20;
    private static final String ENDPOINT = "endpoint";

    private final String name;
    private final Path folder;
    private final Launch launch;
    private final List<String> options;
    private int starts;
    private volatile ChildProcess process;
    private final URI uri;

    /**
     * What is started, and how.
     *
     * @param command the command of {@code stress.jar}; it prints the endpoint when it listens, and takes {@code --port}
     * @param jvmOptions the options of its JVM
     * @param most how long it may take until it listens
     */
    public record Launch(String command, List<String> jvmOptions, Duration most) {
        public Launch {
            Objects.requireNonNull(command, "command");
            jvmOptions = List.copyOf(jvmOptions);
            Objects.requireNonNull(most, "most");
        }
    }

    private ServerProcess(String name, Path folder, Launch launch, List<String> options) {
        this.name = name;
        this.folder = folder;
        this.launch = launch;
        this.options = List.copyOf(options);
        this.process = launch(0);
        try {
            this.uri = awaitEndpoint();
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /**
     * Starts a server on a free port, and waits until it listens.
     *
     * @param name its name in {@code folder}, where it writes what it prints
     * @param options of {@code serve}, beside the port; they are passed by a file, since other users can see a command line
     * @throws IllegalStateException if it does not listen in time
     */
    public static ServerProcess start(String name, Path folder, List<String> options) {
        return start(name, folder, SMALL, options);
    }

    /** Likewise, of another command or with a JVM of another size. */
    public static ServerProcess start(String name, Path folder, Launch launch, List<String> options) {
        return new ServerProcess(name, folder, launch, options);
    }

    private ChildProcess launch(int port) {
        try {
            starts++;
            Path arguments = folder.resolve(name + ".args");
            StringBuilder lines = new StringBuilder("--port\n" + port + "\n");
            options.forEach(option ->
                    lines.append('"').append(option.replace("\\", "\\\\")).append("\"\n"));
            Files.writeString(arguments, lines);
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(launch.jvmOptions);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.reprise.stress.Main"));
            command.addAll(List.of(launch.command, "@" + arguments));
            return ChildProcess.start(
                    new ProcessBuilder(command).redirectOutput(out().toFile()).redirectErrorStream(true));
        } catch (IOException e) {
            throw new UncheckedIOException("server " + name + " cannot be started", e);
        }
    }

    private Path out() {
        return folder.resolve(name + "-" + starts + ".out");
    }

    private URI awaitEndpoint() {
        long deadline = System.nanoTime() + launch.most.toNanos();
        while (true) {
            Optional<String> printed = printed(ENDPOINT);
            if (printed.isPresent()) {
                return URI.create(printed.get());
            }
            Optional<String> ended = ended();
            if (ended.isPresent()) {
                throw new IllegalStateException("server " + name + " does not listen, it has ended: " + ended.get());
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "server " + name + " does not listen after " + launch.most + "; it said last: " + lastLine());
            }
            pause();
        }
    }

    /** What the process has printed behind {@code word}, which begins a line. */
    public Optional<String> printed(String word) {
        return said().lines()
                .filter(line -> line.startsWith(word + " "))
                .map(line -> line.substring(word.length()).trim())
                .findFirst();
    }

    /** How the process has ended, in a line; empty as long as it lives. */
    public Optional<String> ended() {
        return exitCode().map(code -> "exit code " + code + ", it said last: " + lastLine());
    }

    /** The exit code of the process; empty as long as it lives. */
    public Optional<Integer> exitCode() {
        Process last = process.process();
        return last.isAlive() ? Optional.empty() : Optional.of(last.exitValue());
    }

    /** Is completed, with how it has ended, when the process that runs now does. */
    public CompletableFuture<String> onEnd() {
        return process.process().onExit().thenApply(last -> ended().orElse("it was started again"));
    }

    private String lastLine() {
        return said().lines().reduce((before, line) -> line).orElse("nothing");
    }

    private String said() {
        try {
            return Files.readString(out());
        } catch (IOException e) {
            return "";
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a server was started", e);
        }
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** The process. */
    public long pid() {
        return process.process().pid();
    }

    /** Where clients connect to, as long as this lives. */
    public URI uri() {
        return uri;
    }

    /** Ends the process at once (SIGKILL): it tells nobody, and writes nothing more. */
    public void kill() {
        process.kill();
    }

    /** Starts it again on the same port, after it was killed, and waits until it listens. */
    public void restart() {
        process.close();
        process = launch(uri.getPort());
        awaitEndpoint();
    }

    /** Freezes the process (SIGSTOP): its connections stay open, and nobody answers. */
    public void freeze() {
        signal("STOP");
    }

    /** Lets a process that was frozen go on (SIGCONT), in the middle of what it was doing. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill -" + name + " failed: " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("kill -" + name + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while kill -" + name + " was run", e);
        }
    }

    /** Ends the process for good. */
    @Override
    public void close() {
        process.close();
    }
}
