package org.reprise.stress.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.reprise.stress.socket.MessageAssembly;
import org.reprise.wire.Frame;
import org.reprise.wire.FrameException;
import org.reprise.wire.FrameFormat;
import org.reprise.wire.UpgradeHello;
import org.reprise.wire.WireLimits;
import org.reprise.wire.WireMessage;

/** One WebSocket of a client. Public because Jetty calls it. */
public final class JettyLink implements Session.Listener.AutoDemanding {

    /** RFC 6455: a connection that ended without a close frame. */
    static final int ABNORMAL_CLOSE = 1006;

    private static final int NORMAL_CLOSE = 1000;

    private final FrameFormat format;
    private final Owner owner;
    private final MessageAssembly messages = new MessageAssembly(WireLimits.SERVER_MESSAGE_BYTES);
    private volatile @Nullable Session session;
    private volatile boolean dropped;
    private volatile Future<?> givingUp = CompletableFuture.completedFuture(null);

    JettyLink(FrameFormat format, Owner owner) {
        this.format = format;
        this.owner = owner;
    }

    /** Is told what comes over a link. */
    interface Owner {
        /** The WebSocket is open; the server has taken the hello of the upgrade request, or has not. */
        void opened(JettyLink link, boolean helloTaken);

        /** A frame has come. */
        void received(JettyLink link, Frame frame);

        /** A message has come that is no frame. */
        void misunderstood(JettyLink link, FrameException why);

        /** The WebSocket is closed. */
        void closed(JettyLink link, int code, String reason);
    }

    @Override
    public void onWebSocketOpen(Session session) {
        this.session = session;
        if (dropped) {
            session.disconnect();
        } else {
            owner.opened(
                    this, UpgradeHello.TAKEN.equals(session.getUpgradeResponse().getHeader(UpgradeHello.HEADER)));
        }
    }

    @Override
    public void onWebSocketFrame(org.eclipse.jetty.websocket.api.Frame part, Callback callback) {
        try {
            messages.add(part).ifPresent(message -> owner.received(this, format.decode(message)));
        } catch (FrameException e) {
            owner.misunderstood(this, e);
        }
        callback.succeed();
    }

    @Override
    public void onWebSocketClose(int statusCode, @Nullable String reason, Callback callback) {
        session = null;
        givingUp.cancel(false);
        owner.closed(this, statusCode, reason == null ? "" : reason);
        callback.succeed();
    }

    /** Jetty closes a failed WebSocket, and says so by {@link #onWebSocketClose}. */
    @Override
    public void onWebSocketError(Throwable cause) {}

    /** Sends a frame; nothing happens if the WebSocket is not open. */
    void send(Frame frame) {
        Session open = session;
        if (open == null) {
            return;
        }
        Callback callback = Callback.from(() -> {}, failure -> open.disconnect());
        WireMessage message = format.encode(frame);
        if (message instanceof WireMessage.Text text) {
            open.sendText(text.text(), callback);
        } else if (message instanceof WireMessage.Binary binary) {
            open.sendBinary(binary.bytes().duplicate(), callback);
        }
    }

    /**
     * Ends the WebSocket by the closing handshake.
     *
     * @param givingUp resets it when that has taken too long; is cancelled when it is closed
     */
    void close(Future<?> givingUp) {
        dropped = true;
        this.givingUp = givingUp;
        Session open = session;
        if (open == null) {
            givingUp.cancel(false);
        } else {
            open.close(NORMAL_CLOSE, "", Callback.from(() -> {}, failure -> open.disconnect()));
        }
    }

    /** Resets the connection, at once or as soon as it opens. */
    void reset() {
        dropped = true;
        Session open = session;
        if (open != null) {
            open.disconnect();
        }
    }
}
