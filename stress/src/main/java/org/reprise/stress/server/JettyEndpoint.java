package org.reprise.stress.server;

import java.nio.ByteBuffer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.reprise.wire.CloseCode;
import org.reprise.wire.WireMessage;

/** Gives what happens on one Jetty WebSocket to its {@link ServerConnection}. Public because Jetty calls it. */
public final class JettyEndpoint implements Session.Listener.AutoDemanding {

    private final Owner owner;
    private final @Nullable WireMessage first;
    private final long openedAt;
    private volatile long heardAt;
    private volatile @Nullable ServerConnection connection;
    private volatile @Nullable Session session;
    private volatile @Nullable JettyOutbox outbox;
    private boolean leftUnwelcomed;
    private long closingSince;

    /** @param first the message that came with the upgrade request, null if none did */
    JettyEndpoint(Owner owner, @Nullable WireMessage first, long now) {
        this.owner = owner;
        this.first = first;
        this.openedAt = now;
        this.heardAt = now;
    }

    /** Is told when the endpoint's connection opens and closes. */
    interface Owner {
        /** Makes the protocol's side of a connection that has opened. */
        ServerConnection opened(JettyEndpoint endpoint, Session session, JettyOutbox outbox);

        /** The connection has closed. */
        void closed(JettyEndpoint endpoint);
    }

    @Override
    public void onWebSocketOpen(Session session) {
        JettyOutbox way = new JettyOutbox(session);
        this.session = session;
        outbox = way;
        ServerConnection opened = owner.opened(this, session, way);
        connection = opened;
        if (first != null) {
            opened.receive(first);
        }
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
        ServerConnection closed = connection;
        connection = null;
        session = null;
        outbox = null;
        if (closed != null) {
            closed.onClosed();
            owner.closed(this);
        }
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

    /** It has been welcomed or is gone. Answers whether that is new. */
    synchronized boolean leavesUnwelcomed() {
        boolean first = !leftUnwelcomed;
        leftUnwelcomed = true;
        return first;
    }

    /**
     * Closes the connection if it has not said hello, not said anything, or not read anything for too long. For one thread.
     */
    void closeIfLate(long now, long helloNanos, long silenceNanos, long unreadNanos) {
        ServerConnection watched = connection;
        JettyOutbox way = outbox;
        if (watched == null || way == null) {
            return;
        }
        if (way.isStuck(now, unreadNanos)) {
            watched.close(CloseCode.UNREAD, "what was sent was not read in time");
            disconnect();
        } else if (watched.isClosing()) {
            closingSince = closingSince == 0 ? now : closingSince;
            if (now - closingSince > helloNanos) {
                disconnect();
            }
        } else if (!watched.isAttached() && now - openedAt > helloNanos) {
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
