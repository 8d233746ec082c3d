package org.reprise.stress.client;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.exceptions.UpgradeException;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.jspecify.annotations.Nullable;
import org.reprise.codec.MalformedContextException;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.resume.Position;
import org.reprise.resume.RefusalCode;
import org.reprise.wire.CloseCode;
import org.reprise.wire.Frame;
import org.reprise.wire.FrameException;
import org.reprise.wire.Payload;
import org.reprise.wire.UpgradeHello;
import org.reprise.wire.WireLimits;

/**
 * A client that keeps its session through lost connections.
 *
 * <p>It holds a replica of the session, asks for what it lacks when it comes back, and sends a message until it is known to
 * be stored, by its ack or by its entry in the replica; the server stores it once.
 *
 * <p>May be used from any thread.
 */
public final class ReconnectingClient implements AutoCloseable {

    private final ClientNetwork network;
    private final ClientOptions options;
    private final ClientListener listener;
    private final Replica replica = new Replica();
    private final Outstanding outstanding = new Outstanding();

    private ConnectionState state = ConnectionState.OFFLINE;
    private int attempt;
    private long liveSince;
    private @Nullable Connect connect;
    private @Nullable JettyLink link;
    private @Nullable ScheduledFuture<?> heartbeat;
    private long heardAt;
    private Future<?> retry = CompletableFuture.completedFuture(null);

    /** Hellos that were given up without an answer: a slow server may yet take one for the newer connection. */
    private int strayHellos;

    /** A client that is offline until {@link #connect()}. */
    public ReconnectingClient(ClientNetwork network, ClientOptions options, ClientListener listener) {
        this.network = network;
        this.options = options;
        this.listener = listener;
    }

    /** Connects or reconnects now. */
    public CompletableFuture<Resumed> connect() {
        return connect(network, System.nanoTime());
    }

    /**
     * Connects or reconnects now, from another place if the network is not the one before. A connection that is open is
     * left alone, as it would be if the client had moved away from it: the server has to find out.
     *
     * @param startedAt when the connect was to start, of {@link System#nanoTime()}; times count from it
     * @return completed when the replica is whole; failed with {@link RefusedException} or {@link ConnectionLostException}
     * @throws RuntimeException if there is no token or no endpoint now, as the options' suppliers throw it; the client is as
     *     it was
     */
    public synchronized CompletableFuture<Resumed> connect(ClientNetwork from, long startedAt) {
        Frame.Hello hello = new Frame.Hello(options.token().get(), replica.position());
        ClientUpgradeRequest request = upgradeRequest(hello);
        cancelRetry();
        failConnect(new ConnectionLostException(JettyLink.ABNORMAL_CLOSE, "connected anew"));
        Connect begun = new Connect(hello, startedAt);
        connect = begun;
        become(ConnectionState.CONNECTING, "");
        JettyLink opened = new JettyLink(options.format(), new Links());
        link = opened;
        heardAt = System.nanoTime();
        try {
            CompletableFuture<Session> opening = from.jetty().connect(opened, request);
            opening.whenComplete((session, failure) -> {
                if (failure == null) {
                    from.watch(session);
                } else {
                    unopened(opened, failure);
                    lost(opened, JettyLink.ABNORMAL_CLOSE, "no connection: " + failure.getMessage());
                }
            });
            // Not the request's own time-out, by which Jetty would hold the client for as long, whatever becomes of it.
            Future<?> deadline = schedule(() -> timeOut(begun, opened, opening), options.connectTimeout());
            begun.done.whenComplete((resumed, failure) -> deadline.cancel(false));
        } catch (IOException e) {
            unopened(opened, e);
            lost(opened, JettyLink.ABNORMAL_CLOSE, "no connection: " + e.getMessage());
        }
        return begun.done;
    }

    private ClientUpgradeRequest upgradeRequest(Frame.Hello hello) {
        ClientUpgradeRequest request =
                new ClientUpgradeRequest(options.endpoint().get());
        request.setSubProtocols(options.format().subprotocol());
        options.headers().forEach(request::setHeader);
        request.setHeader(
                UpgradeHello.HEADER, UpgradeHello.header(options.format().encode(hello)));
        return request;
    }

    /**
     * Says something. It is sent now or when the client is back, and again until it is stored.
     *
     * @param message its id must be another than that of any message of the session
     * @return completed with the message's sequence when the server has stored it; failed by {@link #close}, and with
     *     {@link MessageRefusedException} if the server will not have it
     * @throws IllegalStateException if {@link WireLimits#UNACKED_MESSAGES} are waiting to be stored, or the client has ended
     * @throws IllegalArgumentException if a message with this id is waiting to be stored, or its frame would be larger than
     *     {@link WireLimits#CLIENT_MESSAGE_BYTES}
     */
    public synchronized CompletableFuture<Long> say(Message message) {
        if (state == ConnectionState.ENDED) {
            throw new IllegalStateException("the client has ended: make a new one");
        }
        requireFitting(message);
        CompletableFuture<Long> stored = outstanding.add(message);
        if (state == ConnectionState.LIVE) {
            sendOutstanding();
        }
        return stored;
    }

    private void requireFitting(Message message) {
        int bytes = options.format()
                .encode(new Frame.ClientMessage(Long.MAX_VALUE, message))
                .length();
        if (bytes > WireLimits.CLIENT_MESSAGE_BYTES) {
            throw new IllegalArgumentException("message '" + message.id() + "' takes " + bytes + " bytes, at most "
                    + WireLimits.CLIENT_MESSAGE_BYTES + " are allowed: shorten it");
        }
    }

    /** Says {@code content}, under {@code id}, now. */
    public CompletableFuture<Long> say(String id, String content) {
        return say(Message.of(id, Role.USER, content, options.clock().instant()));
    }

    /** Resets the connection, as when a network is lost at once. The client stays offline until told or retried. */
    public void reset() {
        JettyLink open = leave("reset");
        if (open != null) {
            open.reset();
        }
    }

    /** Closes the connection by the closing handshake, and stays offline until told. */
    public void disconnect() {
        JettyLink open = leave("disconnected");
        if (open != null) {
            close(open);
        }
    }

    /** Lets go of the connection without a sign: it stays open, and nobody listens. */
    public void abandon() {
        leave("abandoned");
    }

    private synchronized @Nullable JettyLink leave(String reason) {
        JettyLink left = link;
        link = null;
        cancelRetry();
        failConnect(new ConnectionLostException(JettyLink.ABNORMAL_CLOSE, reason));
        stopHeartbeat();
        if (state != ConnectionState.ENDED) {
            become(ConnectionState.OFFLINE, reason);
        }
        return left;
    }

    /** Where the client stands. */
    public synchronized ConnectionState state() {
        return state;
    }

    /** What the client has of which stream. */
    public synchronized Position position() {
        return replica.position();
    }

    /** The session as the client knows it; empty before the first connect. */
    public synchronized Optional<SessionContext> context() {
        return replica.context();
    }

    /** How many messages have been said and are not known to be stored. */
    public synchronized int unacked() {
        return outstanding.size();
    }

    /** Disconnects for good. Messages that were not acked fail. */
    @Override
    public void close() {
        JettyLink open = leave("closed");
        List<CompletableFuture<Long>> failed;
        synchronized (this) {
            become(ConnectionState.ENDED, "closed");
            failed = outstanding.clear();
        }
        failed.forEach(stored ->
                stored.completeExceptionally(new ConnectionLostException(JettyLink.ABNORMAL_CLOSE, "closed")));
        if (open != null) {
            close(open);
        }
    }

    /** By the closing handshake; who has not answered within the time of silence is taken for gone. */
    private void close(JettyLink open) {
        open.close(schedule(open::reset, options.silenceTimeout()));
    }

    private void sendOutstanding() {
        JettyLink open = requireLink();
        outstanding.unsent().forEach(open::send);
    }

    private JettyLink requireLink() {
        if (link == null) {
            throw new IllegalStateException("state " + state + " without a connection");
        }
        return link;
    }

    private void become(ConnectionState next, String reason) {
        if (state != next) {
            state = next;
            listener.stateChanged(next, reason);
        }
    }

    private synchronized void opened(JettyLink from, boolean helloTaken) {
        if (from != link || connect == null) {
            return;
        }
        connect.connectedAt = System.nanoTime();
        if (!helloTaken) {
            from.send(connect.hello);
        }
    }

    /** Where there was no connection, or the server has answered that there will be none, it has no hello either. */
    private synchronized void unopened(JettyLink from, Throwable failure) {
        if (from == link && connect != null && isAnswered(failure)) {
            connect.mayBeHeard = false;
        }
    }

    private static boolean isAnswered(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof UpgradeException refused && refused.getResponseStatusCode() > 0) {
                return true;
            }
        }
        return false;
    }

    private synchronized void received(JettyLink from, Frame frame) {
        if (from != link) {
            return;
        }
        heardAt = System.nanoTime();
        if (frame instanceof Frame.Entries entries) {
            take(entries);
        } else if (frame instanceof Frame.Ack ack) {
            acked(ack);
        } else if (frame instanceof Frame.Head head) {
            take(head);
        } else if (frame instanceof Frame.Welcome welcome) {
            welcomed(welcome);
        } else if (frame instanceof Frame.Refused refused) {
            refused(from, refused.code());
        } else if (!(frame instanceof Frame.Pong)) {
            fault("a frame of type " + frame.type() + " is not a server's");
        }
    }

    private void refused(JettyLink from, RefusalCode code) {
        listener.refused(code);
        if (connect != null) {
            connect.mayBeHeard = false;
        }
        RefusedException refusal = new RefusedException(code);
        if (code == RefusalCode.POSITION_AHEAD || code == RefusalCode.POSITION_INVALID) {
            // The server has lost what this replica is of: the session is told anew.
            replica.begin(0);
            failConnect(refusal);
            lost(from, JettyLink.ABNORMAL_CLOSE, code.toString());
            close(from);
        } else if (code != RefusalCode.TOO_MANY_RESUMES) {
            // The close that follows that one says when to come back.
            become(ConnectionState.ENDED, code.toString());
            failConnect(refusal);
            // The close that is to follow may never come.
            startHeartbeat();
        }
    }

    private void welcomed(Frame.Welcome welcome) {
        if (connect == null || connect.welcome != null) {
            fault("a second welcome");
            return;
        }
        boolean continues = replica.epoch() == welcome.epoch();
        if (welcome.from() != (continues ? replica.lastSequence() : 0)) {
            fault("a restore after " + welcome.from() + ", the replica has " + replica.lastSequence() + " of epoch "
                    + Long.toHexString(replica.epoch()));
            return;
        }
        connect.welcome = welcome;
        connect.welcomedAt = System.nanoTime();
        if (!continues) {
            replica.begin(welcome.epoch());
        }
        outstanding.numberFrom(welcome.lastClientMessageId() + 1);
        become(ConnectionState.RESTORING, welcome.outcome().toString());
    }

    private void take(Frame.Head frame) {
        Payload payload = frame.head();
        if (connect != null && connect.welcome != null && !connect.hasHead) {
            if (!payload.sha256().equals(connect.welcome.headDigest())) {
                fault("a head whose digest is not the welcome's");
                return;
            }
            connect.hasHead = true;
        }
        try {
            SessionHead head = options.format().codec().decodeHead(payload.bytes(), payload.offset(), payload.length());
            replica.replaceHead(head);
            listener.head(head);
        } catch (MalformedContextException e) {
            fault(e.getMessage());
            return;
        }
        completeIfWhole();
    }

    private void take(Frame.Entries frame) {
        if (frame.first() != replica.lastSequence() + 1) {
            fault("entries from " + frame.first() + ", the next one is " + (replica.lastSequence() + 1));
            return;
        }
        Payload payload = frame.entries();
        List<HistoryEntry> entries;
        try {
            entries = options.format().codec().decodeEntries(payload.bytes(), payload.offset(), payload.length());
        } catch (MalformedContextException e) {
            fault(e.getMessage());
            return;
        }
        if (entries.size() != frame.count()) {
            fault(entries.size() + " entries in a frame that says " + frame.count());
            return;
        }
        replica.append(entries);
        for (int i = 0; i < entries.size(); i++) {
            long sequence = frame.first() + i;
            listener.entry(sequence, entries.get(i));
            if (entries.get(i) instanceof Message message) {
                outstanding.stored(message.id()).ifPresent(said -> stored(said, sequence));
            }
        }
        completeIfWhole();
    }

    private void completeIfWhole() {
        Connect waiting = connect;
        if (waiting == null
                || waiting.welcome == null
                || !waiting.hasHead
                || replica.lastSequence() < waiting.welcome.to()) {
            return;
        }
        connect = null;
        liveSince = System.nanoTime();
        become(ConnectionState.LIVE, "");
        sendOutstanding();
        Resumed resumed = waiting.resumed(System.nanoTime());
        listener.resumed(resumed);
        waiting.done.complete(resumed);
        // Who has waited for it is told first; and may have left.
        if (state == ConnectionState.LIVE) {
            startHeartbeat();
        }
    }

    private void acked(Frame.Ack ack) {
        outstanding.acked(ack.clientMessageId()).ifPresent(said -> stored(said, ack.sequence()));
    }

    private void stored(Outstanding.Said said, long sequence) {
        listener.stored(said.message().id(), sequence);
        said.stored().complete(sequence);
    }

    private void fault(String what) {
        listener.fault(what);
        JettyLink broken = requireLink();
        lost(broken, JettyLink.ABNORMAL_CLOSE, what);
        broken.reset();
    }

    private synchronized void lost(JettyLink from, int code, String reason) {
        if (from != link) {
            return;
        }
        link = null;
        stopHeartbeat();
        if (code == CloseCode.TRY_AGAIN_LATER.code() && connect != null) {
            // The server is done with the hello: it can no longer supersede a later one.
            connect.mayBeHeard = false;
        }
        failConnect(new ConnectionLostException(code, reason));
        boolean mayBeOfAMessage = state == ConnectionState.LIVE;
        if (mayBeOfAMessage && (code == CloseCode.TOO_LARGE.code() || code == CloseCode.BAD_FRAME.code())) {
            outstanding
                    .refused()
                    .ifPresent(said -> said.stored()
                            .completeExceptionally(
                                    new MessageRefusedException(said.message().id(), code, reason)));
        }
        if (state == ConnectionState.LIVE && System.nanoTime() - liveSince > WireLimits.STABLE_AFTER.toNanos()) {
            attempt = 0;
        }
        if (state == ConnectionState.ENDED) {
            return;
        }
        boolean byItself = code == CloseCode.SUPERSEDED.code() && strayHellos > 0;
        strayHellos -= byItself ? 1 : 0;
        if ((code == CloseCode.SUPERSEDED.code() && !byItself) || code == CloseCode.REFUSED.code()) {
            become(ConnectionState.ENDED, code + " " + reason);
        } else if (options.backoff() == null) {
            become(ConnectionState.OFFLINE, code + " " + reason);
        } else {
            become(ConnectionState.WAITING, code + " " + reason);
            retry = schedule(this::retry, delay(options.backoff(), code, reason));
        }
    }

    private Duration delay(Backoff backoff, int code, String reason) {
        Duration jittered = backoff.delay(attempt++, options.random());
        if (code != CloseCode.TRY_AGAIN_LATER.code()) {
            return jittered;
        }
        try {
            long hint = Long.parseLong(reason);
            return jittered.plusMillis(Math.max(0, Math.min(hint, backoff.most().toMillis())));
        } catch (NumberFormatException e) {
            return jittered;
        }
    }

    private synchronized void retry() {
        if (state != ConnectionState.WAITING || options.backoff() == null) {
            return;
        }
        try {
            connect();
        } catch (RuntimeException e) {
            // There is no token or no endpoint now; there may be later.
            retry = schedule(this::retry, options.backoff().delay(attempt++, options.random()));
        }
    }

    /** A retry that is no longer waited for would come too early for a later one, and hold the client until then. */
    private void cancelRetry() {
        retry.cancel(false);
    }

    private void timeOut(Connect begun, JettyLink opened, Future<Session> opening) {
        synchronized (this) {
            if (connect != begun) {
                return;
            }
            lost(opened, JettyLink.ABNORMAL_CLOSE, "not resumed within " + options.connectTimeout());
        }
        opening.cancel(true);
        opened.reset();
    }

    private void failConnect(RuntimeException why) {
        Connect failed = connect;
        connect = null;
        if (failed != null) {
            strayHellos += failed.isStray() ? 1 : 0;
            failed.done.completeExceptionally(why);
        }
    }

    private void startHeartbeat() {
        stopHeartbeat();
        long interval = Math.min(
                WireLimits.PING_INTERVAL.toMillis(), options.silenceTimeout().toMillis() / 2);
        try {
            heartbeat = network.timer().scheduleAtFixedRate(this::beat, interval, interval, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            heartbeat = null;
        }
    }

    private void stopHeartbeat() {
        if (heartbeat != null) {
            heartbeat.cancel(false);
            heartbeat = null;
        }
    }

    private synchronized void beat() {
        JettyLink open = link;
        if (open == null) {
            return;
        }
        long now = System.nanoTime();
        if (now - heardAt > options.silenceTimeout().toNanos()) {
            lost(open, CloseCode.SILENT.code(), "nothing was heard in time");
            open.reset();
        } else {
            open.send(new Frame.Ping(now));
        }
    }

    private Future<?> schedule(Runnable task, Duration delay) {
        try {
            return network.timer().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The network has been closed: there is nothing to come back to.
            return CompletableFuture.completedFuture(null);
        }
    }

    /** A connect that is under way. */
    private static final class Connect {
        private final CompletableFuture<Resumed> done = new CompletableFuture<>();
        private final Frame.Hello hello;
        private final long startedAt;
        private long connectedAt;
        private long welcomedAt;
        private Frame.@Nullable Welcome welcome;
        private boolean hasHead;
        private boolean mayBeHeard = true;

        Connect(Frame.Hello hello, long startedAt) {
            this.hello = hello;
            this.startedAt = startedAt;
        }

        boolean isStray() {
            return mayBeHeard && welcome == null;
        }

        Resumed resumed(long restoredAt) {
            Frame.Welcome said = welcome;
            if (said == null) {
                throw new IllegalStateException("restored without a welcome");
            }
            return new Resumed(
                    said.outcome(),
                    said.dropped(),
                    said.to() - said.from(),
                    startedAt,
                    connectedAt,
                    welcomedAt,
                    restoredAt);
        }
    }

    private final class Links implements JettyLink.Owner {
        @Override
        public void opened(JettyLink from, boolean helloTaken) {
            ReconnectingClient.this.opened(from, helloTaken);
        }

        @Override
        public void received(JettyLink from, Frame frame) {
            ReconnectingClient.this.received(from, frame);
        }

        @Override
        public void misunderstood(JettyLink from, FrameException why) {
            synchronized (ReconnectingClient.this) {
                if (from == link) {
                    fault(why.getMessage());
                }
            }
        }

        @Override
        public void closed(JettyLink from, int code, String reason) {
            lost(from, code, reason);
        }
    }
}
