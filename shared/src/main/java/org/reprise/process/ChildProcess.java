package org.reprise.process;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * A process that ends with this one at the latest, by exit or by signal, except by one that no process can catch.
 *
 * <p>May be used by any number of threads at once.
 */
public final class ChildProcess implements AutoCloseable {

    private static final long MOST_SECONDS = 30;

    private final Object starting = new Object();
    private final AtEnd ending;
    private final Process process;

    private ChildProcess(ProcessBuilder command) throws IOException {
        // In this order, and with a hook that waits for it: a JVM that ends meanwhile leaves nothing behind.
        synchronized (starting) {
            ending = AtEnd.run("reprise-child-end", this::kill);
            try {
                process = command.start();
            } catch (IOException e) {
                ending.close();
                throw e;
            }
        }
    }

    /**
     * Starts a process.
     *
     * @throws IOException if it cannot be started
     * @throws IllegalStateException if this process is ending
     */
    public static ChildProcess start(ProcessBuilder command) throws IOException {
        return new ChildProcess(command);
    }

    /** The process. */
    public Process process() {
        return process;
    }

    /** Ends it at once (SIGKILL), as a machine ends that loses its power, and waits until it is gone. */
    public void kill() {
        synchronized (starting) {
            process.destroyForcibly()
                    .onExit()
                    .orTimeout(MOST_SECONDS, TimeUnit.SECONDS)
                    .join();
        }
    }

    /** Likewise, for good. */
    @Override
    public void close() {
        kill();
        ending.close();
    }
}
