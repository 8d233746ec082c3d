package org.reprise.stress.socket;

import org.eclipse.jetty.websocket.api.Session;

/** An end of a WebSocket that says nothing and hears nothing. Public because Jetty calls it. */
public final class SilentEndpoint implements Session.Listener.AutoDemanding {

    @Override
    public void onWebSocketError(Throwable cause) {
        // It is reset by the one who measures.
    }
}
