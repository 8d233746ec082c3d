package org.reprise.stress.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.jspecify.annotations.Nullable;
import org.reprise.codec.MalformedContextException;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.resume.Position;
import org.reprise.wire.CloseCode;
import org.reprise.wire.Frame;
import org.reprise.wire.FrameException;
import org.reprise.wire.Payload;
import org.reprise.wire.WireLimits;

/**
 * A client that keeps its session through lost connections.
 *
 * <p>It holds a replica of the session, asks for what it lacks when it comes back, and sends a message again until it is
 * acked; the server stores it once. Messages get ids 1, 2, 3 … in each epoch; when a new epoch begins, what was not acked
 * is sent in it.
 *
 * <p>May be used from any thread.
 */
public final class ReconnectingClient implements AutoCloseable {

    private final ClientNetwork network;
    private final ClientOptions options;
    private final ClientListener listener;
    private final Replica replica = new Replica();
    private final TreeMap<Long, Unacked> unacked = new TreeMap<>();

    private ConnectionState state = ConnectionState.OFFLINE;
    private long lastClientMessageId;
    private int attempt;
    private @Nullable Connect connect;
    private @Nullable JettyLink link;
    private @Nullable ScheduledFuture<?> heartbeat;
    private long heardAt;

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
     */
    public synchronized CompletableFuture<Resumed> connect(ClientNetwork from, long startedAt) {
        if (connect != null) {
            connect.done.completeExceptionally(new ConnectionLostException(JettyLink.ABNORMAL_CLOSE, "connected anew"));
        }
        Connect begun = new Connect(startedAt);
        connect = begun;
        become(ConnectionState.CONNECTING, "");
        JettyLink opened = new JettyLink(options.format(), new Links());
        link = opened;
        heardAt = System.nanoTime();
        ClientUpgradeRequest request = new ClientUpgradeRequest(options.uri());
        request.setSubProtocols(options.format().subprotocol());
        options.headers().forEach(request::setHeader);
        request.setTimeout(options.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
        try {
            from.jetty().connect(opened, request).whenComplete((session, failure) -> {
                if (failure != null) {
                    lost(opened, JettyLink.ABNORMAL_CLOSE, "no connection: " + failure.getMessage());
                }
            });
        } catch (IOException e) {
            lost(opened, JettyLink.ABNORMAL_CLOSE, "no connection: " + e.getMessage());
        }
        schedule(() -> timeOut(begun, opened), options.connectTimeout());
        return begun.done;
    }

    /**
     * Says something. It is sent now or when the client is back, and until it is acked.
     *
     * @return completed with the message's sequence when the server has stored it; failed only by {@link #close}
     * @throws IllegalStateException if {@link WireLimits#UNACKED_MESSAGES} are waiting for their acks, or the client has ended
     */
    public synchronized CompletableFuture<Long> say(Message message) {
        if (state == ConnectionState.ENDED) {
            throw new IllegalStateException("the client has ended: make a new one");
        }
        if (unacked.size() >= WireLimits.UNACKED_MESSAGES) {
            throw new IllegalStateException(unacked.size() + " messages are waiting for their acks, at most "
                    + WireLimits.UNACKED_MESSAGES + " may: wait for one");
        }
        Unacked said = new Unacked(message);
        unacked.put(++lastClientMessageId, said);
        if (isWelcome()) {
            requireLink().send(new Frame.ClientMessage(lastClientMessageId, message));
        }
        return said.acked;
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
            open.close();
        }
    }

    /** Lets go of the connection without a sign: it stays open, and nobody listens. */
    public void abandon() {
        leave("abandoned");
    }

    private synchronized @Nullable JettyLink leave(String reason) {
        JettyLink left = link;
        link = null;
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

    /** How many messages have been said and not acked. */
    public synchronized int unacked() {
        return unacked.size();
    }

    /** Disconnects for good. Messages that were not acked fail. */
    @Override
    public void close() {
        JettyLink open = leave("closed");
        List<Unacked> failed;
        synchronized (this) {
            become(ConnectionState.ENDED, "closed");
            failed = new ArrayList<>(unacked.values());
            unacked.clear();
        }
        failed.forEach(said ->
                said.acked.completeExceptionally(new ConnectionLostException(JettyLink.ABNORMAL_CLOSE, "closed")));
        if (open != null) {
            open.close();
        }
    }

    private boolean isWelcome() {
        return state == ConnectionState.RESTORING || state == ConnectionState.LIVE;
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

    private synchronized void opened(JettyLink from) {
        if (from != link || connect == null) {
            return;
        }
        connect.connectedAt = System.nanoTime();
        from.send(new Frame.Hello(options.token().get(), replica.position()));
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
            become(ConnectionState.ENDED, refused.code().toString());
            failConnect(new RefusedException(refused.code()));
        } else if (!(frame instanceof Frame.Pong)) {
            fault("a " + frame.getClass().getSimpleName() + " is not a server's frame");
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
            renumber(welcome.lastClientMessageId());
        }
        attempt = 0;
        become(ConnectionState.RESTORING, welcome.outcome().toString());
        startHeartbeat();
        unacked.forEach((id, said) -> requireLink().send(new Frame.ClientMessage(id, said.message)));
    }

    /** In a new epoch the ids begin anew, behind those that it has. */
    private void renumber(long last) {
        List<Unacked> waiting = new ArrayList<>(unacked.values());
        unacked.clear();
        lastClientMessageId = last;
        waiting.forEach(said -> unacked.put(++lastClientMessageId, said));
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
            listener.entry(frame.first() + i, entries.get(i));
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
        become(ConnectionState.LIVE, "");
        Resumed resumed = waiting.resumed(System.nanoTime());
        listener.resumed(resumed);
        waiting.done.complete(resumed);
    }

    private void acked(Frame.Ack ack) {
        Unacked said = unacked.remove(ack.clientMessageId());
        if (said != null) {
            listener.acked(ack.clientMessageId(), ack.sequence());
            said.acked.complete(ack.sequence());
        }
    }

    private void fault(String what) {
        listener.fault(what);
        JettyLink broken = requireLink();
        lost(broken, CloseCode.BAD_FRAME.code(), what);
        broken.reset();
    }

    private synchronized void lost(JettyLink from, int code, String reason) {
        if (from != link) {
            return;
        }
        link = null;
        stopHeartbeat();
        failConnect(new ConnectionLostException(code, reason));
        if (state == ConnectionState.ENDED) {
            return;
        }
        if (code == CloseCode.SUPERSEDED.code() || code == CloseCode.REFUSED.code()) {
            become(ConnectionState.ENDED, code + " " + reason);
        } else if (options.backoff() == null) {
            become(ConnectionState.OFFLINE, code + " " + reason);
        } else {
            become(ConnectionState.WAITING, code + " " + reason);
            schedule(this::retry, delay(options.backoff(), code, reason));
        }
    }

    private Duration delay(Backoff backoff, int code, String reason) {
        Duration jittered = backoff.delay(attempt++, options.random());
        if (code != CloseCode.TRY_AGAIN_LATER.code()) {
            return jittered;
        }
        try {
            return jittered.plusMillis(Long.parseLong(reason));
        } catch (NumberFormatException e) {
            return jittered;
        }
    }

    private synchronized void retry() {
        if (state == ConnectionState.WAITING) {
            connect();
        }
    }

    private void timeOut(Connect begun, JettyLink opened) {
        synchronized (this) {
            if (connect != begun) {
                return;
            }
        }
        lost(opened, JettyLink.ABNORMAL_CLOSE, "not resumed within " + options.connectTimeout());
        opened.reset();
    }

    private void failConnect(RuntimeException why) {
        Connect failed = connect;
        connect = null;
        if (failed != null) {
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

    private void schedule(Runnable task, Duration delay) {
        try {
            network.timer().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The network has been closed: there is nothing to come back to.
        }
    }

    /** A message that the server has not said to have stored. */
    private static final class Unacked {
        private final Message message;
        private final CompletableFuture<Long> acked = new CompletableFuture<>();

        Unacked(Message message) {
            this.message = message;
        }
    }

    /** A connect that is under way. */
    private static final class Connect {
        private final CompletableFuture<Resumed> done = new CompletableFuture<>();
        private final long startedAt;
        private long connectedAt;
        private long welcomedAt;
        private Frame.@Nullable Welcome welcome;
        private boolean hasHead;

        Connect(long startedAt) {
            this.startedAt = startedAt;
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
        public void opened(JettyLink from) {
            ReconnectingClient.this.opened(from);
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
