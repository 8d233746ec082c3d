package org.reprise.stress.server;

import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.reprise.wire.CloseCode;
import org.reprise.wire.WireMessage;

/** The way out over a Jetty WebSocket. What cannot be sent ends the connection. Thread-safe. */
final class JettyOutbox implements Outbox {

    /** What a close frame holds beside the code (RFC 6455, section 5.5). */
    private static final int MOST_REASON_BYTES = 123;

    private final Session session;
    private int waiting;
    private long waitingSince;

    JettyOutbox(Session session) {
        this.session = session;
    }

    @Override
    public void send(WireMessage message, Runnable sent) {
        given();
        Callback callback = Callback.from(
                () -> {
                    taken();
                    sent.run();
                },
                failure -> session.disconnect());
        if (message instanceof WireMessage.Text text) {
            session.sendText(text.text(), callback);
        } else if (message instanceof WireMessage.Binary binary) {
            session.sendBinary(binary.bytes().duplicate(), callback);
        }
    }

    private synchronized void given() {
        if (waiting++ == 0) {
            waitingSince = System.nanoTime();
        }
    }

    private synchronized void taken() {
        waiting--;
        waitingSince = System.nanoTime();
    }

    /** Whether messages wait, and the connection has taken none of them for {@code nanos}. */
    synchronized boolean isStuck(long now, long nanos) {
        return waiting > 0 && now - waitingSince > nanos;
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
