package org.reprise.stress.server;

import java.nio.ByteBuffer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.common.WebSocketSession;
import org.jspecify.annotations.Nullable;
import org.reprise.wire.CloseCode;
import org.reprise.wire.WireMessage;

/**
 * Gives what happens on one Jetty WebSocket to its {@link ServerConnection}. Public because Jetty calls it.
 *
 * <p>The connection is there before the WebSocket is open, so that a hello in the upgrade request can be answered by then.
 */
public final class JettyEndpoint implements Session.Listener.AutoDemanding {

    private final Owner owner;
    private final long begunAt;
    private final JettyOutbox outbox = new JettyOutbox();
    private volatile long heardAt;
    private volatile @Nullable ServerConnection connection;
    private volatile @Nullable Session session;
    private boolean welcomed;
    private boolean over;
    private long closingSince;

    JettyEndpoint(Owner owner, long now) {
        this.owner = owner;
        this.begunAt = now;
        this.heardAt = now;
    }

    /** Is told when the endpoint's WebSocket opens and closes. */
    interface Owner {
        /** The WebSocket is open. */
        void opened(JettyEndpoint endpoint, Session session, ServerConnection connection);

        /** The WebSocket of a client that has been welcomed is open. */
        void welcomed(Session session);

        /** The WebSocket is closed, or will never be open. */
        void closed(JettyEndpoint endpoint);
    }

    /** The way out, which may be used before the WebSocket is open. */
    JettyOutbox outbox() {
        return outbox;
    }

    /** Makes {@code served} the protocol's side of the connection. */
    void serve(ServerConnection served) {
        connection = served;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        ServerConnection served = connection;
        boolean already;
        synchronized (this) {
            if (over || served == null) {
                opened.disconnect();
                return;
            }
            session = opened;
            already = welcomed;
        }
        if (already) {
            owner.welcomed(opened);
        }
        owner.opened(this, opened, served);
        outbox.open(((WebSocketSession) opened).getCoreSession());
    }

    /** The client has been welcomed. Answers whether that came before the end, and for the first time. */
    boolean welcome() {
        Session open;
        synchronized (this) {
            if (over || welcomed) {
                return false;
            }
            welcomed = true;
            open = session;
        }
        if (open != null) {
            owner.welcomed(open);
        }
        return true;
    }

    synchronized boolean isWelcomed() {
        return welcomed;
    }

    /** Lets go of a connection whose WebSocket is not open; it never will be. */
    void abandon() {
        end(null);
    }

    /** Ends the connection, if it is still that of {@code ending}; null for one that is not open. */
    private void end(@Nullable Session ending) {
        ServerConnection ended;
        synchronized (this) {
            if (over || session != ending) {
                return;
            }
            over = true;
            ended = connection;
            connection = null;
            session = null;
        }
        if (ended != null) {
            ended.onClosed();
        }
        owner.closed(this);
    }

    @Override
    public void onWebSocketText(String text) {
        heardAt = System.nanoTime();
        ServerConnection connected = connection;
        if (connected != null) {
            connected.receive(WireMessage.Text.of(text));
        }
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        heardAt = System.nanoTime();
        ServerConnection connected = connection;
        if (connected != null) {
            connected.receive(new WireMessage.Binary(payload));
        }
        callback.succeed();
    }

    @Override
    public void onWebSocketClose(int statusCode, @Nullable String reason, Callback callback) {
        end(session);
        callback.succeed();
    }

    /** A failed connection is closed by Jetty, which says so by {@link #onWebSocketClose}. */
    @Override
    public void onWebSocketError(Throwable cause) {}

    void close(CloseCode code, String reason) {
        ServerConnection open = connection;
        if (open != null) {
            open.close(code, reason);
        }
    }

    /**
     * Closes the connection if it has not said hello, not said anything, or not read anything for too long. For one thread.
     */
    void closeIfLate(long now, long helloNanos, long silenceNanos, long unreadNanos) {
        ServerConnection watched = connection;
        if (watched == null) {
            return;
        }
        if (session == null && now - begunAt > helloNanos) {
            abandon();
        } else if (outbox.isStuck(now, unreadNanos)) {
            watched.close(CloseCode.UNREAD, "what was sent was not read in time");
            disconnect();
        } else if (watched.isClosing()) {
            closingSince = closingSince == 0 ? now : closingSince;
            if (now - closingSince > helloNanos) {
                disconnect();
            }
        } else if (!watched.isAttached() && now - begunAt > helloNanos) {
            watched.close(CloseCode.HELLO_TIMEOUT, "no hello in time");
        } else if (now - heardAt > silenceNanos) {
            watched.close(CloseCode.SILENT, "nothing was heard in time");
            disconnect();
        }
    }

    /** A peer that is silent may be gone without a trace, and would never answer a close. */
    private void disconnect() {
        Session gone = session;
        if (gone != null) {
            gone.disconnect();
        }
    }
}
