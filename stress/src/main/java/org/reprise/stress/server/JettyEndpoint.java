package org.reprise.stress.server;

import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Frame;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.common.WebSocketSession;
import org.jspecify.annotations.Nullable;
import org.reprise.stress.socket.MessageAssembly;
import org.reprise.wire.CloseCode;
import org.reprise.wire.FrameException;
import org.reprise.wire.WireLimits;
import org.reprise.wire.WireMessage;

/**
 * Gives what happens on one Jetty WebSocket to its {@link ServerConnection}. Public because Jetty calls it.
 *
 * <p>It listens to frames: for messages Jetty would look up methods anew for each connection, and make texts of their bytes.
 */
public final class JettyEndpoint implements Session.Listener.AutoDemanding {

    private final Owner owner;
    private @Nullable WireMessage hello;
    private final long begunAt;
    private final MessageAssembly messages = new MessageAssembly(WireLimits.HELLO_BYTES);
    private final JettyOutbox outbox = new JettyOutbox();
    private volatile long heardAt;
    private volatile @Nullable Open open;
    private long closingSince;

    /**
     * An endpoint whose WebSocket is to open.
     *
     * @param hello what the client has said in its upgrade request
     * @param now of {@link System#nanoTime()}
     */
    JettyEndpoint(Owner owner, @Nullable WireMessage hello, long now) {
        this.owner = owner;
        this.hello = hello;
        this.begunAt = now;
        this.heardAt = now;
    }

    /** Is told when the endpoint's WebSocket opens and closes. */
    interface Owner {
        /** The WebSocket is open. Answers the protocol's side of the connection, whose way out is {@code outbox}. */
        ServerConnection opened(JettyEndpoint endpoint, Session session, Outbox outbox);

        /** The WebSocket is closed. */
        void closed(JettyEndpoint endpoint);
    }

    private record Open(Session session, ServerConnection connection) {}

    /** When the upgrade was asked for, of {@link System#nanoTime()}. */
    long begunAt() {
        return begunAt;
    }

    @Override
    public void onWebSocketOpen(Session session) {
        ServerConnection connection = owner.opened(this, session, outbox);
        open = new Open(session, connection);
        WireMessage said = hello;
        hello = null;
        if (said != null) {
            connection.receive(said);
        }
        // All of the answer to that goes out together.
        outbox.open(((WebSocketSession) session).getCoreSession());
    }

    /** The client has been welcomed: from now on it may say more. To be called while it is heard. */
    void welcome() {
        Open welcomed = open;
        if (welcomed != null) {
            messages.allow(WireLimits.CLIENT_MESSAGE_BYTES);
            welcomed.session.setMaxFrameSize(WireLimits.CLIENT_MESSAGE_BYTES);
            // The frame limit is for both directions: a larger message is sent in several frames.
            welcomed.session.setAutoFragment(true);
        }
    }

    /** Ends the connection, if it has not ended. */
    void end() {
        Open ended;
        synchronized (this) {
            ended = open;
            open = null;
        }
        if (ended != null) {
            try {
                ended.connection.onClosed();
            } finally {
                owner.closed(this);
            }
        }
    }

    @Override
    public void onWebSocketFrame(Frame part, Callback callback) {
        if (!part.getType().isControl()) {
            heardAt = System.nanoTime();
        }
        Open hearing = open;
        if (hearing != null) {
            try {
                messages.add(part).ifPresent(hearing.connection::receive);
            } catch (FrameException e) {
                hearing.connection.close(e.closeCode(), e.getMessage());
            }
        }
        callback.succeed();
    }

    @Override
    public void onWebSocketClose(int statusCode, @Nullable String reason, Callback callback) {
        end();
        callback.succeed();
    }

    /** A failed connection is closed by Jetty, which says so by {@link #onWebSocketClose}. */
    @Override
    public void onWebSocketError(Throwable cause) {}

    void close(CloseCode code, String reason) {
        Open closing = open;
        if (closing != null) {
            closing.connection.close(code, reason);
        }
    }

    /**
     * Closes the connection if it has not said hello, not said anything, or not read anything for too long. For one thread.
     */
    void closeIfLate(long now, long helloNanos, long silenceNanos, long unreadNanos) {
        Open watched = open;
        if (watched == null) {
            return;
        }
        ServerConnection connection = watched.connection;
        // Who is silent may be gone without a trace, and would never answer a close.
        if (outbox.isStuck(now, unreadNanos)) {
            connection.close(CloseCode.UNREAD, "what was sent was not read in time");
            watched.session.disconnect();
        } else if (connection.isClosing()) {
            closingSince = closingSince == 0 ? now : closingSince;
            if (now - closingSince > helloNanos) {
                watched.session.disconnect();
            }
        } else if (!connection.isAttached() && now - begunAt > helloNanos) {
            connection.close(CloseCode.HELLO_TIMEOUT, "no hello in time");
        } else if (now - heardAt > silenceNanos) {
            connection.close(CloseCode.SILENT, "nothing was heard in time");
            watched.session.disconnect();
        }
    }
}
