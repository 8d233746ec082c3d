package org.reprise.stress.server;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reprise.wire.BinaryFrames;
import org.reprise.wire.FrameFormat;
import org.reprise.wire.JsonFrames;
import org.reprise.wire.WireLimits;

/**
 * How a server is set up.
 *
 * @param host the address to listen on
 * @param port the port; 0 for a free one
 * @param helloTimeout how long a connection may take to say hello
 * @param silenceTimeout how long a connection may say nothing
 * @param sweepInterval how often sessions are parked and expired; null if somebody else sees to it
 * @param trace is told of each frame
 * @param formats the subprotocols that are offered, the first of them to clients that ask for none; at least one
 * @param outboxes stands before the way out of each connection
 * @param limits how much one user, session and connection may take
 */
public record ServerOptions(
        String host,
        int port,
        Duration helloTimeout,
        Duration silenceTimeout,
        @Nullable Duration sweepInterval,
        FrameTrace trace,
        List<FrameFormat> formats,
        UnaryOperator<Outbox> outboxes,
        ServerLimits limits) {

    /** A free port of the loopback interface, the protocol's time-outs, a sweep every second, no trace, the usual limits. */
    public static final ServerOptions DEFAULT = new ServerOptions(
            "127.0.0.1",
            0,
            WireLimits.HELLO_TIMEOUT,
            WireLimits.SILENCE_TIMEOUT,
            Duration.ofSeconds(1),
            FrameTrace.OFF,
            List.of(new JsonFrames(), new BinaryFrames()),
            UnaryOperator.identity(),
            ServerLimits.DEFAULT);

    public ServerOptions {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(helloTimeout, "helloTimeout");
        Objects.requireNonNull(silenceTimeout, "silenceTimeout");
        Objects.requireNonNull(trace, "trace");
        formats = List.copyOf(formats);
        Objects.requireNonNull(outboxes, "outboxes");
        Objects.requireNonNull(limits, "limits");
    }

    /** These options with another port. */
    public ServerOptions withPort(int port) {
        return new ServerOptions(
                host, port, helloTimeout, silenceTimeout, sweepInterval, trace, formats, outboxes, limits);
    }

    /** These options with other time-outs. */
    public ServerOptions withTimeouts(Duration helloTimeout, Duration silenceTimeout) {
        return new ServerOptions(
                host, port, helloTimeout, silenceTimeout, sweepInterval, trace, formats, outboxes, limits);
    }

    /** These options without a sweep of the server's own. */
    public ServerOptions withoutSweep() {
        return new ServerOptions(host, port, helloTimeout, silenceTimeout, null, trace, formats, outboxes, limits);
    }

    /** These options with a trace. */
    public ServerOptions withTrace(FrameTrace trace) {
        return new ServerOptions(
                host, port, helloTimeout, silenceTimeout, sweepInterval, trace, formats, outboxes, limits);
    }

    /** These options with other subprotocols. */
    public ServerOptions withFormats(List<FrameFormat> formats) {
        return new ServerOptions(
                host, port, helloTimeout, silenceTimeout, sweepInterval, trace, formats, outboxes, limits);
    }

    /** These options with something that stands before the way out of each connection. */
    public ServerOptions withOutboxes(UnaryOperator<Outbox> outboxes) {
        return new ServerOptions(
                host, port, helloTimeout, silenceTimeout, sweepInterval, trace, formats, outboxes, limits);
    }

    /** These options with other limits. */
    public ServerOptions withLimits(ServerLimits limits) {
        return new ServerOptions(
                host, port, helloTimeout, silenceTimeout, sweepInterval, trace, formats, outboxes, limits);
    }
}
