package org.reprise.stress.client;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.WebSocketSessionListener;

/** Tracks the sessions of a client, and forgets none. */
public final class SessionTracker implements WebSocketSessionListener {

    private final Queue<Session> sessions = new ConcurrentLinkedQueue<>();

    /** Has {@code network} tracked. */
    public ClientNetwork track(ClientNetwork network) {
        network.jetty().addSessionListener(this);
        return network;
    }

    @Override
    public void onWebSocketSessionOpened(Session session) {
        sessions.add(session);
    }
}
