package org.reprise.benchmarks.ab;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reprise.process.AtEnd;

/**
 * Runs processes one after another, and leaves none behind, nor any that they have started: not when one takes too long,
 * not when this is closed, and not when the JVM ends by exit or signal, except by one that no process can catch. Those
 * that are killed may take a moment to be gone.
 *
 * <p>Processes are run by one thread; any may close it.
 */
final class Children implements AutoCloseable {

    private static final int SECONDS_TO_END = 3;

    private final AtEnd ending = AtEnd.run("kill-children", this::kill);
    private @Nullable Process running;
    private boolean closed;

    /**
     * Runs a process to its end.
     *
     * @return its exit code
     * @throws TimeoutException if it did not end within the limit
     * @throws IOException if it cannot be started
     * @throws InterruptedException if this thread is interrupted, or this is closed, before or meanwhile
     */
    int run(ProcessBuilder builder, Duration limit) throws IOException, InterruptedException, TimeoutException {
        Process process = start(builder);
        try {
            process.getOutputStream().close();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TimeoutException("did not end within " + DurationText.of(limit));
            }
            requireOpen();
            return process.exitValue();
        } finally {
            killTree(process);
        }
    }

    private synchronized Process start(ProcessBuilder builder) throws IOException, InterruptedException {
        requireOpen();
        Process process = builder.start();
        running = process;
        return process;
    }

    private synchronized void requireOpen() throws InterruptedException {
        if (closed) {
            throw new InterruptedException("closed");
        }
    }

    private synchronized void kill() {
        closed = true;
        if (running != null) {
            killTree(running);
        }
    }

    /** The parent first, so that it starts no more, and given a moment in which to remove its temporary files. */
    private static void killTree(Process process) {
        List<ProcessHandle> before = process.descendants().toList();
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, SECONDS_TO_END, TimeUnit.SECONDS)
                .join()
                .destroyForcibly();
        Stream.concat(before.stream(), process.descendants()).forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        kill();
        ending.close();
    }
}
