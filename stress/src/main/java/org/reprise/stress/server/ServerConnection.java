package org.reprise.stress.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reprise.codec.ContextTooLargeException;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.SessionHead;
import org.reprise.resume.ResumeOutcome;
import org.reprise.resume.Resumption;
import org.reprise.store.AppendResult;
import org.reprise.store.EntryBlock;
import org.reprise.store.EntrySink;
import org.reprise.store.FencedException;
import org.reprise.store.StoreUnavailableException;
import org.reprise.wire.CloseCode;
import org.reprise.wire.Frame;
import org.reprise.wire.FrameException;
import org.reprise.wire.FrameFormat;
import org.reprise.wire.Payload;
import org.reprise.wire.WireLimits;
import org.reprise.wire.WireMessage;

/**
 * The server's side of one connection.
 *
 * <p>Entries reach the client by one way only, whether they are restored or new: the pump reads them from the store, behind
 * those that were sent, and asks for the next batch when the connection has taken the last. So they are in sequence, and a
 * client that reads slowly holds up no more than one batch.
 *
 * <p>Thread-safe: messages come from the connection's thread, entries and closings from any.
 */
final class ServerConnection {

    static final String FAILED = "the server could not handle a message";

    static final String UNSENDABLE = "the server could not send what is stored";

    static final String SUPERSEDED = "a newer connection has resumed the session";

    /** When a client may come back whose server cannot reach its store. */
    private static final String RETRY_MILLIS = "1000";

    private static final System.Logger LOG = System.getLogger(ServerConnection.class.getName());

    private final Sessions sessions;
    private final Agent agent;
    private final FrameFormat format;
    private final Transcoder transcoder;
    private final Outbox outbox;
    private final FrameTrace trace;
    private final Runnable onAttached;

    private @Nullable LiveSession live;
    private String tokenId = "";
    private boolean welcomed;
    private boolean closed;
    private final AtomicBoolean closing = new AtomicBoolean();
    private long sent;

    /** What the store read when it attached the client, as far as it has not been sent. */
    private final Deque<EntryBlock> readAhead = new ArrayDeque<>();

    private boolean sending;
    private boolean pumping;

    ServerConnection(
            Sessions sessions, Agent agent, FrameFormat format, Outbox outbox, FrameTrace trace, Runnable onAttached) {
        this.sessions = sessions;
        this.agent = agent;
        this.format = format;
        this.transcoder = new Transcoder(sessions.service().codec(), format.codec());
        this.outbox = outbox;
        this.trace = trace;
        this.onAttached = onAttached;
    }

    /** A message has come. */
    void receive(WireMessage message) {
        if (closing.get()) {
            // Who has been told that it is over may go on talking until it answers the close.
            return;
        }
        try {
            receive(format.decode(message));
        } catch (FrameException e) {
            close(e.closeCode(), e.getMessage());
        } catch (FencedException e) {
            close(CloseCode.SUPERSEDED, SUPERSEDED);
        } catch (StoreUnavailableException e) {
            close(CloseCode.TRY_AGAIN_LATER, RETRY_MILLIS);
        } catch (RuntimeException e) {
            // Of an agent, as a rule. What it says may be the user's, and is for nobody else.
            LOG.log(System.Logger.Level.ERROR, "a message could not be handled: {0}", Failures.where(e));
            close(CloseCode.FAILED, FAILED);
        }
    }

    /** The connection is gone: the session waits from now on. */
    void onClosed() {
        LiveSession detached;
        synchronized (this) {
            closed = true;
            detached = live;
            live = null;
        }
        if (detached != null) {
            sessions.detach(detached);
        }
    }

    synchronized boolean isAttached() {
        return live != null;
    }

    /** Whether the connection is to be closed, and waits for the client to agree. */
    boolean isClosing() {
        return closing.get();
    }

    /** Closes the connection, if that has not been done yet; the session waits from when it is closed. */
    void close(CloseCode code, String reason) {
        if (closing.compareAndSet(false, true)) {
            trace.trace("closing", code + " " + reason);
            outbox.close(code, reason);
        }
    }

    private void receive(Frame frame) {
        trace.trace("received", frame);
        LiveSession attached;
        synchronized (this) {
            attached = live;
        }
        if (attached == null) {
            if (!(frame instanceof Frame.Hello hello)) {
                throw new FrameException(CloseCode.BAD_FRAME, "the first frame must be a hello");
            }
            greet(hello);
        } else if (frame instanceof Frame.ClientMessage said) {
            store(attached, said);
        } else if (frame instanceof Frame.Ping ping) {
            send(new Frame.Pong(ping.nonce()));
        } else {
            throw new FrameException(
                    CloseCode.BAD_FRAME, "a frame of type " + frame.type() + " is not allowed after the hello");
        }
    }

    private void greet(Frame.Hello hello) {
        long began = System.nanoTime();
        OptionalLong putOffMillis = sessions.gate().enter(began);
        if (putOffMillis.isPresent()) {
            close(CloseCode.TRY_AGAIN_LATER, Long.toString(putOffMillis.getAsLong()));
            return;
        }
        try {
            resume(hello);
        } finally {
            sessions.gate().leave(System.nanoTime() - began);
            detachIfClosed();
        }
    }

    /** Who has gone before its session was attached has not been detached from it. */
    private void detachIfClosed() {
        boolean gone;
        synchronized (this) {
            gone = closed;
        }
        if (gone) {
            onClosed();
        }
    }

    private void resume(Frame.Hello hello) {
        ResumeOutcome outcome = sessions.resume(hello.token(), hello.position(), this, agent);
        if (outcome instanceof ResumeOutcome.Restored restored) {
            welcome(restored.resumption(), Frame.Outcome.RESTORED, List.of());
        } else if (outcome instanceof ResumeOutcome.Degraded degraded) {
            welcome(degraded.resumption(), Frame.Outcome.DEGRADED, degraded.dropped());
        } else if (outcome instanceof ResumeOutcome.Clean clean) {
            welcome(clean.resumption(), Frame.Outcome.CLEAN, List.of());
        } else if (outcome instanceof ResumeOutcome.Refused refused) {
            refuse(refused);
        }
    }

    /** Tells the client why it may not have the session, or not any longer, and closes the connection. */
    void refuse(ResumeOutcome.Refused refused) {
        if (closing.get()) {
            return;
        }
        send(new Frame.Refused(refused.code()));
        if (refused.retryAfter().isZero()) {
            close(CloseCode.REFUSED, "refused");
        } else {
            close(CloseCode.TRY_AGAIN_LATER, Long.toString(refused.retryAfter().toMillis() + 1));
        }
    }

    /** The token by which it was attached; empty before. */
    synchronized String tokenId() {
        return tokenId;
    }

    /** The session is this connection's, from the entry after {@code from}. */
    synchronized void attached(LiveSession attached, long from, String shownTokenId) {
        live = attached;
        tokenId = shownTokenId;
        sent = from;
    }

    private void welcome(Resumption resumption, Frame.Outcome outcome, List<String> dropped) {
        Payload head = transcoder.head(resumption.head());
        onAttached.run();
        send(new Frame.Welcome(
                outcome,
                resumption.attachment().epoch(),
                resumption.attachment().number(),
                resumption.from(),
                resumption.to(),
                resumption.lastClientMessageId(),
                head.sha256(),
                dropped));
        send(new Frame.Head(head));
        synchronized (this) {
            readAhead.addAll(resumption.readAhead());
            welcomed = true;
        }
        pump();
    }

    private void store(LiveSession attached, Frame.ClientMessage said) {
        if (said.clientMessageId() < 1) {
            throw new FrameException(
                    CloseCode.BAD_FRAME, "'clientMessageId' is " + said.clientMessageId() + ", at least 1 is allowed");
        }
        AppendResult result = append(attached, said);
        if (result instanceof AppendResult.Stored stored) {
            send(new Frame.Ack(said.clientMessageId(), stored.sequence()));
            agent.answer(sessions.forAgent(attached.attachment()), said.message());
        } else if (result instanceof AppendResult.Duplicate duplicate) {
            requireSame(attached, said, duplicate.sequence());
            send(new Frame.Ack(said.clientMessageId(), duplicate.sequence()));
        } else if (result instanceof AppendResult.Gap gap) {
            throw new FrameException(
                    CloseCode.MESSAGE_NUMBER,
                    "'clientMessageId' is " + said.clientMessageId() + ", the next one is " + gap.expected());
        }
    }

    private AppendResult append(LiveSession attached, Frame.ClientMessage said) {
        try {
            return sessions.append(attached, said.clientMessageId(), said.message());
        } catch (ContextTooLargeException e) {
            throw new FrameException(CloseCode.TOO_LARGE, e.getMessage());
        }
    }

    /** Two clients may have taken one number for two messages: the second must not be told that its own is stored. */
    private void requireSame(LiveSession attached, Frame.ClientMessage said, long sequence) {
        sessions.service().readBatch(attached.attachment(), sequence - 1, 1, (first, count, bytes, offset, length) -> {
            HistoryEntry stored = sessions.service()
                    .codec()
                    .decodeEntries(bytes, offset, length)
                    .get(0);
            if (!(stored instanceof Message message
                    && message.id().equals(said.message().id()))) {
                throw new FrameException(
                        CloseCode.MESSAGE_NUMBER,
                        "'clientMessageId' " + said.clientMessageId() + " stands for another message");
            }
        });
    }

    /** Sends what the client has not been sent, a batch at a time. */
    synchronized void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            while (welcomed && !sending && !closed && !closing.get() && live != null && sendNext(live)) {
                // Each round sends one message; a connection that takes it at once is given the next.
            }
        } catch (FencedException e) {
            close(CloseCode.SUPERSEDED, SUPERSEDED);
        } catch (StoreUnavailableException e) {
            close(CloseCode.TRY_AGAIN_LATER, RETRY_MILLIS);
        } catch (RuntimeException e) {
            // Whoever has appended is not to blame, nor is the thread that tells that a message was taken.
            LOG.log(System.Logger.Level.ERROR, "what is stored could not be sent: {0}", Failures.where(e));
            close(CloseCode.FAILED, UNSENDABLE);
        } finally {
            pumping = false;
        }
    }

    private boolean sendNext(LiveSession attached) {
        Optional<SessionHead> head = attached.takeUnsentHead();
        if (head.isPresent()) {
            sendNext(new Frame.Head(Payload.of(format.codec().encodeHead(head.get()))));
            return true;
        }
        return readNext(attached, (first, count, bytes, offset, length) -> {
                    sendNext(new Frame.Entries(first, count, transcoder.entries(bytes, offset, length)));
                    sent = first + count - 1;
                })
                > 0;
    }

    private int readNext(LiveSession attached, EntrySink sink) {
        while (!readAhead.isEmpty() && readAhead.getFirst().lastSequence() <= sent) {
            readAhead.removeFirst();
        }
        EntryBlock block = readAhead.peekFirst();
        return block == null
                ? sessions.service().readBatch(attached.attachment(), sent, WireLimits.BATCH_BYTES, sink)
                : block.giveBatch(sent, block.lastSequence(), WireLimits.BATCH_BYTES, sink);
    }

    private void sendNext(Frame frame) {
        sending = true;
        send(frame, this::taken);
    }

    private void taken() {
        synchronized (this) {
            sending = false;
        }
        pump();
    }

    private void send(Frame frame) {
        send(frame, () -> {});
    }

    private void send(Frame frame, Runnable sent) {
        trace.trace("sent", frame);
        FrameSentEvent event = FrameSentEvent.begun();
        WireMessage message = format.encode(frame);
        outbox.send(message, sent);
        event.done(live(), frame, message);
    }

    private synchronized @Nullable LiveSession live() {
        return live;
    }
}
