package org.reprise.stress.scenario;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.reprise.stress.server.RepriseServer;
import org.reprise.stress.socket.SilentEndpoint;

/** A Jetty server whose WebSockets say nothing: what a connection costs by itself. */
public final class BareServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final String PATH = "/bare";

    private final Server server;
    private final ServerConnector connector;

    private BareServer() {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("bare-server");
        server = new Server(threads);
        connector = new ServerConnector(server);
        connector.setHost(HOST);
        connector.setAcceptQueueSize(RepriseServer.ACCEPT_QUEUE);
        server.addConnector(connector);
        server.setHandler(WebSocketUpgradeHandler.from(server, BareServer::configure));
    }

    private static void configure(ServerWebSocketContainer container) {
        container.setIdleTimeout(Duration.ZERO);
        container.addMapping(PATH, (request, response, callback) -> {
            response.setExtensions(List.of());
            return new SilentEndpoint();
        });
    }

    /**
     * Starts one on a free port.
     *
     * @throws StageException if it cannot listen
     */
    public static BareServer start() {
        BareServer bare = new BareServer();
        try {
            bare.server.start();
        } catch (Exception e) {
            throw new StageException("no bare server on " + HOST + ": " + e.getMessage());
        }
        return bare;
    }

    /** Where clients connect to. */
    public URI uri() {
        return URI.create("ws://" + HOST + ":" + connector.getLocalPort() + PATH);
    }

    /** How many connections are open. */
    public int openConnections() {
        return connector.getConnectedEndPoints().size();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the bare server did not stop: " + e.getMessage(), e);
        }
    }
}
