package org.reprise.stress.client;

import java.util.List;
import java.util.Objects;
import org.reprise.wire.Frame;

/**
 * How a connect or reconnect went. Times are of {@link System#nanoTime()}.
 *
 * @param outcome what the server said it restored
 * @param dropped what the server said it dropped
 * @param entries how many entries were sent to make the replica whole
 * @param startedAt when the connect was to start
 * @param connectedAt when the WebSocket was open
 * @param welcomedAt when the hello was accepted
 * @param restoredAt when the replica was whole
 */
public record Resumed(
        Frame.Outcome outcome,
        List<String> dropped,
        long entries,
        long startedAt,
        long connectedAt,
        long welcomedAt,
        long restoredAt) {

    public Resumed {
        Objects.requireNonNull(outcome, "outcome");
        dropped = List.copyOf(dropped);
    }

    /** From the start to the open WebSocket, in nanoseconds. */
    public long connectNanos() {
        return connectedAt - startedAt;
    }

    /** From the start to the accepted hello, in nanoseconds. */
    public long welcomeNanos() {
        return welcomedAt - startedAt;
    }

    /** From the start to the whole replica, in nanoseconds. */
    public long restoreNanos() {
        return restoredAt - startedAt;
    }
}
