package org.reprise.stress.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Listens on an address, and hands over each connection that comes. */
final class Listener {

    private static final int BACKLOG = 64;
    private static final Duration MOST_REBIND = Duration.ofSeconds(10);
    private static final long REBIND_POLL_MILLIS = 5;
    private static final Duration MOST_STOP = Duration.ofSeconds(10);

    private final ServerSocket socket;
    private final Thread thread;

    private Listener(ServerSocket socket, Consumer<Socket> accepted) {
        this.socket = socket;
        this.thread = new Thread(() -> acceptAll(accepted), "reprise-fault-proxy");
        thread.setDaemon(true);
    }

    /**
     * Listens from now on.
     *
     * @param accepted takes a connection, one after the other
     * @throws IOException if the address is not free, nor becomes so within ten seconds: the port of a listener that has been
     *     closed may take a moment
     */
    static Listener open(InetSocketAddress address, Consumer<Socket> accepted) throws IOException {
        Listener listener = new Listener(bind(address), accepted);
        listener.thread.start();
        return listener;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /**
     * Ends it. Who connects afterwards is refused.
     *
     * @throws IllegalStateException if a connection that came before has not been handed over within ten seconds
     */
    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the fault proxy cannot stop listening", e);
        }
        // The system goes on listening for as long as a thread is still within accept().
        try {
            thread.join(MOST_STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive() && !Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException(
                    "the fault proxy still takes a connection, " + MOST_STOP.toSeconds() + " s after it was closed");
        }
    }

    private static ServerSocket bind(InetSocketAddress address) throws IOException {
        long deadline = System.nanoTime() + MOST_REBIND.toNanos();
        while (true) {
            ServerSocket socket = new ServerSocket();
            try {
                socket.setReuseAddress(true);
                socket.bind(address, BACKLOG);
                return socket;
            } catch (IOException e) {
                socket.close();
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(REBIND_POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void acceptAll(Consumer<Socket> accepted) {
        while (!socket.isClosed()) {
            try {
                accepted.accept(socket.accept());
            } catch (IOException e) {
                // It has been closed, or a client has gone before it was accepted.
            }
        }
    }
}
