package org.reprise.stress.client;

import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.reprise.stress.socket.SilentEndpoint;
import org.reprise.wire.WireLimits;

/** The threads and sockets that the clients of one place share. */
public final class ClientNetwork implements AutoCloseable {

    /** Jetty's 64 connections and 1,024 queued requests would refuse a crowd that comes back together. */
    private static final int MOST_CONNECTIONS = 1 << 20;

    /** A context comes in few reads; Jetty's 4 KiB would take hundreds. It is held only while something comes. */
    private static final int INPUT_BUFFER_BYTES = 64 << 10;

    private final ClientConnector connector;
    private final WebSocketClient jetty;
    private final ScheduledExecutorService timer;
    private final Set<Reference<Object>> links = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

    private ClientNetwork(ClientConnector connector, WebSocketClient jetty, ScheduledExecutorService timer) {
        this.connector = connector;
        this.jetty = jetty;
        this.timer = timer;
    }

    /** A network whose connections come from {@code address}, such as 127.0.0.2. */
    public static ClientNetwork from(String address) {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("reprise-client-" + address);
        ClientConnector connector = new ResettingConnector();
        connector.setExecutor(threads);
        connector.setBindAddress(new InetSocketAddress(address, 0));
        HttpClient http = new HttpClient(new HttpClientTransportDynamic(connector));
        http.setExecutor(threads);
        http.setMaxConnectionsPerDestination(MOST_CONNECTIONS);
        http.setMaxRequestsQueuedPerDestination(MOST_CONNECTIONS);
        WebSocketClient jetty = new WebSocketClient(http);
        // Silence is noticed by the client's own deadline.
        jetty.setIdleTimeout(Duration.ZERO);
        jetty.setInputBufferSize(INPUT_BUFFER_BYTES);
        jetty.setMaxFrameSize(WireLimits.SERVER_MESSAGE_BYTES);
        jetty.setAutoFragment(false);
        try {
            jetty.start();
        } catch (Exception e) {
            throw new IllegalStateException("no client from " + address + ": " + e.getMessage(), e);
        }
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "reprise-client-timer-" + address);
            thread.setDaemon(true);
            return thread;
        });
        // A deadline that is no longer waited for would hold its client, with its replica, until it comes.
        timer.setRemoveOnCancelPolicy(true);
        return new ClientNetwork(connector, jetty, timer);
    }

    /** The connections that were opened from here and are still reachable, those that are open included. */
    public List<Reference<Object>> closedConnections() {
        forgetCollected();
        return links.stream().filter(link -> !link.refersTo(null)).toList();
    }

    /** How many selectors look after the connections. */
    public int selectors() {
        return connector.getSelectors();
    }

    /** Watches the object of a connection, to find it if it outlives it. */
    void watch(Object connection) {
        forgetCollected();
        links.add(new WeakReference<>(connection, collected));
    }

    private void forgetCollected() {
        for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
            links.remove(gone);
        }
    }

    /**
     * Opens a WebSocket that says nothing and hears nothing: what a connection costs by itself.
     *
     * @return completed when it is open; closing it resets it
     */
    public CompletableFuture<AutoCloseable> upgrade(URI uri) {
        try {
            return jetty.connect(new SilentEndpoint(), uri).thenApply(session -> session::disconnect);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    WebSocketClient jetty() {
        return jetty;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    /** Stops the threads and closes what is open. */
    @Override
    public void close() {
        timer.shutdownNow();
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the client did not stop: " + e.getMessage(), e);
        }
    }

    /** Lets a disconnect reset the connection, as a lost network would look to the server at best. */
    private static final class ResettingConnector extends ClientConnector {
        @Override
        protected void configure(SelectableChannel selectable) throws IOException {
            super.configure(selectable);
            ((SocketChannel) selectable).setOption(StandardSocketOptions.SO_LINGER, 0);
        }
    }
}
