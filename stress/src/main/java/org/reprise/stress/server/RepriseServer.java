package org.reprise.stress.server;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;
import org.reprise.resume.ResumeService;
import org.reprise.store.Attachment;
import org.reprise.store.StoreUnavailableException;
import org.reprise.wire.CloseCode;
import org.reprise.wire.FrameException;
import org.reprise.wire.FrameFormat;
import org.reprise.wire.UpgradeHello;
import org.reprise.wire.WireLimits;
import org.reprise.wire.WireMessage;

/** A Jetty server that serves the sessions of a resume service at {@value #PATH}. */
public final class RepriseServer implements AutoCloseable {

    /** The path of the WebSocket endpoint. */
    public static final String PATH = "/reprise";

    /**
     * Connections that wait to be accepted. With Jetty's 50, clients that all return at once are dropped by the kernel and
     * try again after seconds.
     */
    public static final int ACCEPT_QUEUE = 4_096;

    /** Messages on the way to one client: a batch, and an ack for each message that it may have sent. */
    private static final int OUTGOING_FRAMES = WireLimits.UNACKED_MESSAGES + 64;

    /**
     * What goes out at once, without a write of its own for each message: those of up to a quarter of it, as a welcome and most
     * heads are, and whatever comes behind them. It is held only until it is written.
     */
    private static final int OUTPUT_BUFFER_BYTES = 32 << 10;

    /** Silence is noticed by {@link JettyEndpoint#closeIfLate}, on the reading side; Jetty's timer must not come first. */
    private static final Duration NO_IDLE_TIMEOUT = Duration.ZERO;

    /**
     * A process that has stood still, or has not reached the store, for longer may have been taken for dead: others count its
     * sessions as waiting, and would expire them under its clients. They have to attach anew.
     */
    private static final Duration TAKEN_FOR_DEAD = Duration.ofSeconds(10);

    private static final String RETRY_MILLIS = "0";

    /** When a client may come back whom too many others kept out that have not said hello. */
    private static final String RETRY_SECONDS = "1";

    /** A server that is behind gives clients up to so many time-outs more for their hello; by then they have given up. */
    private static final int MOST_LAG_TIMEOUTS = 4;

    private static final Duration WATCH_INTERVAL = Duration.ofMillis(250);

    private static final System.Logger LOG = System.getLogger(RepriseServer.class.getName());

    private final Agent agent;
    private final ServerOptions options;
    private final LiveSessions registry = new LiveSessions();
    private final Sessions sessions;
    private final Set<JettyEndpoint> endpoints = ConcurrentHashMap.newKeySet();
    private final Set<JettyEndpoint> unwelcomed = ConcurrentHashMap.newKeySet();
    private final ClosedConnections closed = new ClosedConnections();
    private final Server server;
    private final ServerConnector connector;
    private final WebSocketUpgradeHandler upgrade;
    private final ScheduledExecutorService timer;
    private final ReadingLag lag;
    private long sweptAt = System.nanoTime();

    private RepriseServer(ResumeService service, Agent agent, ServerOptions options) {
        this.sessions = new Sessions(
                service,
                registry,
                options.limits(),
                new ResumeGate(options.limits().resumesAtOnce(), System.nanoTime()));
        this.agent = agent;
        this.options = options;
        this.lag = new ReadingLag(MOST_LAG_TIMEOUTS * options.helloTimeout().toNanos(), System.nanoTime());
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("reprise-server");
        this.server = new Server(threads);
        this.connector = new ServerConnector(server);
        connector.setHost(options.host());
        connector.setPort(options.port());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        // Of what has not become a WebSocket yet; of those see NO_IDLE_TIMEOUT.
        connector.setIdleTimeout(options.helloTimeout().toMillis());
        server.addConnector(connector);
        this.upgrade = WebSocketUpgradeHandler.from(server, this::configure);
        upgrade.setHandler(new NotFound());
        server.setHandler(upgrade);
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "reprise-server-timer");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts a server.
     *
     * @throws IllegalStateException if it cannot listen
     */
    public static RepriseServer start(ResumeService service, Agent agent, ServerOptions options) {
        RepriseServer started = new RepriseServer(service, agent, options);
        try {
            started.server.start();
        } catch (Exception e) {
            started.close();
            throw new IllegalStateException(
                    "no server on " + options.host() + ":" + options.port() + ": " + e.getMessage()
                            + "; is the port in use?",
                    e);
        }
        started.timer.scheduleWithFixedDelay(
                started::watch, WATCH_INTERVAL.toMillis(), WATCH_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        if (options.sweepInterval() != null) {
            long millis = options.sweepInterval().toMillis();
            started.timer.scheduleWithFixedDelay(started::sweepIfPossible, millis, millis, TimeUnit.MILLISECONDS);
        }
        return started;
    }

    private void configure(ServerWebSocketContainer container) {
        container.setIdleTimeout(NO_IDLE_TIMEOUT);
        // Until a hello is accepted, a connection may not cost more; see JettyEndpoint.
        container.setMaxFrameSize(WireLimits.HELLO_BYTES);
        container.setAutoFragment(false);
        container.setMaxOutgoingFrames(OUTGOING_FRAMES);
        container.setOutputBufferSize(OUTPUT_BUFFER_BYTES);
        container.addMapping(PATH, this::upgrade);
    }

    private @Nullable Object upgrade(ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
        if (unwelcomed.size() >= options.limits().connectionsWithoutHello()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
            Response.writeError(request, response, callback, 503, "too many connections have not said hello");
            return null;
        }
        List<String> offered = request.getSubProtocols();
        FrameFormat format = options.formats().stream()
                .filter(candidate -> offered.contains(candidate.subprotocol()) || offered.isEmpty())
                .findFirst()
                .orElse(null);
        if (format == null) {
            Response.writeError(request, response, callback, 400, "no common subprotocol");
            return null;
        }
        WireMessage hello = null;
        String said = request.getHeaders().get(UpgradeHello.HEADER);
        if (said != null) {
            try {
                hello = UpgradeHello.message(said);
            } catch (FrameException e) {
                Response.writeError(request, response, callback, 400, e.getMessage());
                return null;
            }
            response.getHeaders().put(UpgradeHello.HEADER, UpgradeHello.TAKEN);
        }
        if (!offered.isEmpty()) {
            response.setAcceptedSubProtocol(format.subprotocol());
        }
        // Compression would hold some 200 KB of native memory for each connection that used it once.
        response.setExtensions(List.of());
        long now = System.nanoTime();
        long sinceAccepted = System.currentTimeMillis()
                - request.getConnectionMetaData().getConnection().getCreatedTimeStamp();
        lag.read(now - TimeUnit.MILLISECONDS.toNanos(sinceAccepted), now);
        return new JettyEndpoint(new Connecting(format), hello, now);
    }

    private void watch() {
        long now = System.nanoTime();
        for (JettyEndpoint endpoint : endpoints) {
            endpoint.closeIfLate(
                    now,
                    options.helloTimeout().toNanos() + lag.recent(now),
                    options.silenceTimeout().toNanos(),
                    options.limits().unreadFor().toNanos());
        }
    }

    private void sweepIfPossible() {
        try {
            sweep();
            long now = System.nanoTime();
            if (now - sweptAt > TAKEN_FOR_DEAD.toNanos()) {
                endpoints.forEach(endpoint -> endpoint.close(CloseCode.TRY_AGAIN_LATER, RETRY_MILLIS));
            }
            sweptAt = now;
        } catch (StoreUnavailableException e) {
            // The next sweep does what this one could not.
        } catch (RuntimeException e) {
            // Such as a damaged session, for which all the others must not wait for ever.
            LOG.log(System.Logger.Level.ERROR, "a sweep was cut short: {0}", Failures.where(e));
        }
    }

    /**
     * Parks and expires what is due, and closes the connections whose tokens have been revoked.
     *
     * @throws StoreUnavailableException if the store is away
     */
    public ResumeService.SweepResult sweep() {
        sessions.closeRevoked();
        return sessions.sweep();
    }

    /** Where clients connect to. */
    public URI uri() {
        return URI.create("ws://" + options.host() + ":" + connector.getLocalPort() + PATH);
    }

    /** How many connections are open. */
    public int openConnections() {
        return endpoints.size();
    }

    /** How many WebSocket sessions Jetty has open. */
    public int jettySessions() {
        return upgrade.getServerWebSocketContainer().getOpenSessions().size();
    }

    /** The attachment through which a session is served, or was served last; empty if it is not known here. */
    public Optional<Attachment> attachment(String sessionId) {
        return registry.find(sessionId).map(LiveSession::attachment);
    }

    /** How many sessions this process serves, attached or waiting. */
    public int liveSessions() {
        return registry.size();
    }

    /** What is left of connections that have been closed. */
    public ClosedConnections closedConnections() {
        return closed;
    }

    /** What the server keeps for its sessions, beside the store: the root for measuring it. */
    public Object registry() {
        return registry;
    }

    /** Closes every connection with {@link CloseCode#GOING_AWAY} and stops. Sessions wait in the store. */
    @Override
    public void close() {
        timer.shutdownNow();
        endpoints.forEach(endpoint -> endpoint.close(CloseCode.GOING_AWAY, "the server is going away"));
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server did not stop: " + e.getMessage(), e);
        }
        endpoints.forEach(JettyEndpoint::end);
    }

    /** Serves a connection in its format. */
    private final class Connecting implements JettyEndpoint.Owner {
        private final FrameFormat format;

        Connecting(FrameFormat format) {
            this.format = format;
        }

        @Override
        public ServerConnection opened(JettyEndpoint endpoint, Session session, Outbox outbox) {
            unwelcomed.add(endpoint);
            endpoints.add(endpoint);
            ServerConnection connection = new ServerConnection(
                    sessions,
                    agent,
                    format,
                    options.outboxes().apply(outbox),
                    options.trace(),
                    () -> welcomed(endpoint));
            closed.watch(session, endpoint, connection);
            return connection;
        }

        private void welcomed(JettyEndpoint endpoint) {
            lag.read(endpoint.begunAt(), System.nanoTime());
            unwelcomed.remove(endpoint);
            endpoint.welcome();
        }

        @Override
        public void closed(JettyEndpoint endpoint) {
            unwelcomed.remove(endpoint);
            endpoints.remove(endpoint);
        }
    }

    private static final class NotFound extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Response.writeError(request, response, callback, 404, "the endpoint is " + PATH);
            return true;
        }
    }
}
