package org.reprise.stress.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;
import org.reprise.wire.CloseCode;
import org.reprise.wire.WireMessage;

/**
 * The way out over a Jetty WebSocket. What is sent before that is open waits, and goes out together. What cannot be sent ends
 * the connection. Thread-safe.
 *
 * <p>It is Jetty's core session that is given the frames: it takes texts as the bytes that they are, and several in one write.
 */
final class JettyOutbox implements Outbox {

    /** What a close frame holds beside the code (RFC 6455, section 5.5). */
    private static final int MOST_REASON_BYTES = 123;

    private @Nullable CoreSession way;
    private List<Step> early = new ArrayList<>();
    private int waiting;
    private long waitingSince;
    private volatile boolean closing;

    /** Something that is done to the open connection; with {@code more} it may wait for what is done next. */
    @FunctionalInterface
    private interface Step {
        void take(CoreSession way, boolean more);
    }

    @Override
    public void send(WireMessage message, Runnable sent) {
        given();
        Frame frame = new Frame(
                message instanceof WireMessage.Text ? OpCode.TEXT : OpCode.BINARY,
                message.bytes().duplicate());
        pass((open, more) -> open.sendFrame(
                frame,
                Callback.from(
                        () -> {
                            taken();
                            sent.run();
                        },
                        failure -> {
                            // What comes behind the close is not sent, and the close is still to be.
                            if (!closing) {
                                open.abort();
                            }
                        }),
                more));
    }

    @Override
    public void close(CloseCode code, String reason) {
        closing = true;
        pass((open, more) ->
                open.close(code.code(), fitting(reason), Callback.from(() -> {}, failure -> open.abort())));
    }

    private void pass(Step step) {
        CoreSession open;
        synchronized (this) {
            open = way;
            if (open == null) {
                early.add(step);
                return;
            }
        }
        step.take(open, false);
    }

    /** The connection is open. To be called once. */
    void open(CoreSession opened) {
        List<Step> steps = takeEarly(opened);
        while (!steps.isEmpty()) {
            int last = steps.size() - 1;
            for (int i = 0; i <= last; i++) {
                steps.get(i).take(opened, i < last);
            }
            // What has been sent meanwhile, by others or since the connection took the last, stands behind it.
            steps = takeEarly(opened);
        }
    }

    private synchronized List<Step> takeEarly(CoreSession opened) {
        List<Step> steps = early;
        early = new ArrayList<>();
        if (steps.isEmpty()) {
            way = opened;
        }
        return steps;
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

    private static String fitting(String reason) {
        String fitting = reason;
        while (fitting.getBytes(StandardCharsets.UTF_8).length > MOST_REASON_BYTES) {
            fitting = fitting.substring(0, fitting.length() - 1);
        }
        return fitting;
    }
}
