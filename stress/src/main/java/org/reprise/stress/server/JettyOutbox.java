package org.reprise.stress.server;

import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.reprise.wire.CloseCode;
import org.reprise.wire.WireMessage;

/** The way out over a Jetty WebSocket. What cannot be sent ends the connection. */
record JettyOutbox(Session session) implements Outbox {

    /** What a close frame holds beside the code (RFC 6455, section 5.5). */
    private static final int MOST_REASON_BYTES = 123;

    @Override
    public void send(WireMessage message, Runnable sent) {
        Callback callback = Callback.from(sent, failure -> session.disconnect());
        if (message instanceof WireMessage.Text text) {
            session.sendText(text.text(), callback);
        } else if (message instanceof WireMessage.Binary binary) {
            session.sendBinary(binary.bytes().duplicate(), callback);
        }
    }

    @Override
    public void close(CloseCode code, String reason) {
        session.close(code.code(), fitting(reason), Callback.from(() -> {}, failure -> session.disconnect()));
    }

    private static String fitting(String reason) {
        String fitting = reason;
        while (fitting.getBytes(StandardCharsets.UTF_8).length > MOST_REASON_BYTES) {
            fitting = fitting.substring(0, fitting.length() - 1);
        }
        return fitting;
    }
}
