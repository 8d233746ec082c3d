package org.reprise.stress.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.reprise.wire.WireLimits;

/** The threads and sockets that the clients of one place share. */
public final class ClientNetwork implements AutoCloseable {

    /** Jetty's 64 connections and 1,024 queued requests would refuse a crowd that comes back together. */
    private static final int MOST_CONNECTIONS = 1 << 20;

    private final WebSocketClient jetty;
    private final ScheduledExecutorService timer;

    private ClientNetwork(WebSocketClient jetty, ScheduledExecutorService timer) {
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
        jetty.setMaxTextMessageSize(WireLimits.SERVER_MESSAGE_BYTES);
        jetty.setMaxBinaryMessageSize(WireLimits.SERVER_MESSAGE_BYTES);
        jetty.setMaxFrameSize(WireLimits.SERVER_MESSAGE_BYTES);
        jetty.setAutoFragment(false);
        try {
            jetty.start();
        } catch (Exception e) {
            throw new IllegalStateException("no client from " + address + ": " + e.getMessage(), e);
        }
        return new ClientNetwork(jetty, Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "reprise-client-timer-" + address);
            thread.setDaemon(true);
            return thread;
        }));
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
