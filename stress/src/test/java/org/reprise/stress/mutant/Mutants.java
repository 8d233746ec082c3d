package org.reprise.stress.mutant;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reprise.codec.ContextCodec;
import org.reprise.codec.EncodeBuffer;
import org.reprise.codec.JsonCodec;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.context.ToolCall;
import org.reprise.resume.Position;
import org.reprise.resume.RetentionPolicy;
import org.reprise.resume.SessionTokens;
import org.reprise.resume.TokenVerdict;
import org.reprise.store.AppendResult;
import org.reprise.store.Attached;
import org.reprise.store.Attachment;
import org.reprise.store.ContextStore;
import org.reprise.store.EntrySink;
import org.reprise.store.ParkedEntries;
import org.reprise.store.SessionState;
import org.reprise.stress.client.Backoff;
import org.reprise.stress.client.ClientNetwork;
import org.reprise.stress.client.ClientOptions;
import org.reprise.stress.client.SessionTracker;
import org.reprise.stress.scenario.Parts;
import org.reprise.stress.scenario.Scripts;
import org.reprise.stress.server.Agent;
import org.reprise.stress.server.AgentSession;
import org.reprise.stress.server.Outbox;
import org.reprise.stress.server.ServerOptions;
import org.reprise.wire.CloseCode;
import org.reprise.wire.Frame;
import org.reprise.wire.JsonFrames;
import org.reprise.wire.WireMessage;

/** Parts of a service that each carry one known bug. */
final class Mutants {

    /** Often enough that nobody takes a server for silent. */
    private static final Executor NOW_AND_THEN = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

    private Mutants() {}

    /** The offset of the first return is the one that every later return replays from. */
    static Parts replaysFromTheFirstOffset() {
        Map<Long, Long> offsets = new ConcurrentHashMap<>();
        return understanding((hello, tokens) -> {
            Position shown = hello.position();
            if (shown.epoch() == 0) {
                return hello;
            }
            long first = offsets.computeIfAbsent(shown.epoch(), epoch -> shown.lastSequence());
            return new Frame.Hello(hello.token(), new Position(shown.epoch(), first));
        });
    }

    /** What the client has last seen is forgotten sooner than its session, and then counts as ahead. */
    static Parts forgetsTheLastPacketFirst() {
        return storing(store -> new StoreOver(store) {
            private final Map<String, Instant> detached = new ConcurrentHashMap<>();

            @Override
            public boolean detach(Attachment attachment, Instant detachedAt, Instant expiresAt) {
                detached.put(attachment.sessionId(), detachedAt);
                return super.detach(attachment, detachedAt, expiresAt);
            }

            @Override
            public Optional<SessionState> state(String sessionId, Instant now) {
                Instant since = detached.get(sessionId);
                boolean forgotten = since != null && RetentionPolicy.DEFAULT.parks(since, now);
                return super.state(sessionId, now)
                        .map(state -> forgotten
                                ? new SessionState(
                                        state.owner(),
                                        state.epoch(),
                                        0,
                                        state.lastClientMessageId(),
                                        state.headVersion(),
                                        state.head())
                                : state);
            }
        });
    }

    /** A client that has not had an event yet has no offset, and so nothing to return to. */
    static Parts doesNotKnowWhoHasHadNothing() {
        return storing(store -> new StoreOver(store) {
            @Override
            public Optional<SessionState> state(String sessionId, Instant now) {
                Optional<SessionState> state = super.state(sessionId, now);
                if (state.isPresent() && state.get().lastClientMessageId() == 0) {
                    remove(sessionId);
                    return Optional.empty();
                }
                return state;
            }
        });
    }

    /** When the old connection of a session is closed, the session goes with it. */
    static Parts closesTheSessionWithItsOldConnection() {
        return new Parts() {
            private volatile @Nullable ContextStore all;
            private final Queue<String> opened = new ConcurrentLinkedQueue<>();

            @Override
            public ContextStore store(ContextStore usual) {
                all = usual;
                return new StoreOver(usual) {
                    @Override
                    public Optional<Attachment> open(
                            String sessionId, String owner, long epoch, byte[] head, Instant now) {
                        opened.add(sessionId);
                        return super.open(sessionId, owner, epoch, head, now);
                    }
                };
            }

            @Override
            public ServerOptions server(ServerOptions usual, SessionTokens tokens) {
                return usual.withOutboxes(outbox -> new OutboxOver(outbox) {
                    @Override
                    public void close(CloseCode code, String reason) {
                        ContextStore store = all;
                        if (code == CloseCode.SUPERSEDED && store != null) {
                            opened.forEach(store::remove);
                        }
                        super.close(code, reason);
                    }
                });
            }
        };
    }

    /** All that is stored when another connection takes over counts as delivered by the one before, half open as it is. */
    static Parts countsWhatWasSentAsDelivered() {
        return greeting((hello, tokens, store) -> hello.position().epoch() == 0
                ? hello
                : ofItsSession(hello, tokens, store)
                        .map(state -> new Position(hello.position().epoch(), state.lastSequence()))
                        .map(position -> new Frame.Hello(hello.token(), position))
                        .orElse(hello));
    }

    /** After a return, what the user says does not count. */
    static Parts doesNotCountOneOfThePaths() {
        return storing(store -> new StoreOver(store) {
            private final Map<String, Long> uncounted = new ConcurrentHashMap<>();

            @Override
            public AppendResult append(
                    Attachment attachment, long clientMessageId, byte[] bytes, int offset, int length) {
                if (clientMessageId > 0 && attachment.number() > 1) {
                    uncounted.merge(attachment.sessionId(), 1L, Long::sum);
                }
                return super.append(attachment, clientMessageId, bytes, offset, length);
            }

            @Override
            public int readBatch(Attachment attachment, long after, int maxBatchBytes, EntrySink sink) {
                long off = uncounted.getOrDefault(attachment.sessionId(), 0L);
                return super.readBatch(
                        attachment,
                        after,
                        maxBatchBytes,
                        (first, count, bytes, offset, length) ->
                                sink.accept(first - off, count, bytes, offset, length));
            }
        });
    }

    /**
     * What has come counts from a negative sequence on, once one has been shown, so that whatever is said from then on counts
     * as heard before.
     */
    static Parts countsFromANegativeSequence() {
        AtomicBoolean behind = new AtomicBoolean();
        return new Parts() {
            @Override
            public ServerOptions server(ServerOptions usual, SessionTokens tokens) {
                return Wire.understanding(usual, frame -> {
                    if (frame instanceof Frame.Hello hello && hello.position().lastSequence() < 0) {
                        behind.set(true);
                        return new Frame.Hello(hello.token(), Position.NONE);
                    }
                    return frame instanceof Frame.ClientMessage && behind.get() ? new Frame.Ping(0) : frame;
                });
            }
        };
    }

    /** Whose the session is that a token names is not asked. */
    static Parts asksForNoOwner() {
        return understanding((hello, tokens) -> tokens.verify(hello.token()) instanceof TokenVerdict.Valid valid
                ? new Frame.Hello(ownersToken(tokens, valid.claims().sessionId()), hello.position())
                : hello);
    }

    /** Who shows nothing gets the session that was served last. */
    static Parts takesAnEmptyId() {
        AtomicReference<String> last = new AtomicReference<>("");
        return understanding((hello, tokens) -> {
            if (hello.token().isEmpty() && !last.get().isEmpty()) {
                return new Frame.Hello(ownersToken(tokens, last.get()), hello.position());
            }
            if (tokens.verify(hello.token()) instanceof TokenVerdict.Valid valid) {
                last.set(valid.claims().sessionId());
            }
            return hello;
        });
    }

    private static String ownersToken(SessionTokens tokens, String sessionId) {
        return tokens.issue(sessionId, Scripts.userOf(sessionId), Duration.ofHours(1));
    }

    /** A new epoch goes on from the offset of the one before, and is called restored. */
    static Parts goesOnInANewEpoch() {
        ThreadLocal<Position> shown = ThreadLocal.withInitial(() -> Position.NONE);
        return new Parts() {
            @Override
            public ServerOptions server(ServerOptions usual, SessionTokens tokens) {
                UnaryOperator<Frame> understood = frame -> {
                    if (frame instanceof Frame.Hello hello) {
                        shown.set(hello.position());
                    }
                    return frame;
                };
                UnaryOperator<Frame> said = frame -> frame instanceof Frame.Welcome welcome
                                && welcome.outcome() == Frame.Outcome.CLEAN
                                && shown.get().epoch() != 0
                        ? new Frame.Welcome(
                                Frame.Outcome.RESTORED,
                                welcome.epoch(),
                                welcome.attachment(),
                                shown.get().lastSequence(),
                                shown.get().lastSequence(),
                                welcome.lastClientMessageId(),
                                welcome.headDigest(),
                                List.of())
                        : frame;
                return usual.withFormats(List.of(new Wire(new JsonCodec(), understood, said)));
            }
        };
    }

    /** Without an epoch there is nothing to compare with the session's: its stream is continued from any sequence. */
    static Parts doesNotCompareAnEmptyEpoch() {
        return greeting((hello, tokens, store) ->
                hello.position().epoch() != 0 || hello.position().lastSequence() <= 0
                        ? hello
                        : ofItsSession(hello, tokens, store)
                                .map(state -> new Position(
                                        state.epoch(), hello.position().lastSequence()))
                                .map(position -> new Frame.Hello(hello.token(), position))
                                .orElse(hello));
    }

    /** A connection whose session has gone to another is not told, and goes on being served. */
    static Parts servesWhoHasBeenSuperseded() {
        return new Parts() {
            @Override
            public ServerOptions server(ServerOptions usual, SessionTokens tokens) {
                return usual.withOutboxes(outbox -> new OutboxOver(outbox) {
                    @Override
                    public void close(CloseCode code, String reason) {
                        if (code == CloseCode.SUPERSEDED) {
                            goOn();
                        } else {
                            super.close(code, reason);
                        }
                    }

                    /** For as long as the connection takes it. */
                    private void goOn() {
                        send(new JsonFrames().encode(new Frame.Pong(0)), () -> NOW_AND_THEN.execute(this::goOn));
                    }
                });
            }
        };
    }

    /** The backlog is on its way before the client is told that it comes. */
    static Parts sendsTheBacklogFirst() {
        return sending(outbox -> new OutboxOver(outbox) {
            private final Queue<WireMessage> held = new ArrayDeque<>();

            @Override
            public synchronized void send(WireMessage message, Runnable sent) {
                Frame frame = new JsonFrames().decode(message);
                boolean welcomes = frame instanceof Frame.Welcome welcome && welcome.to() > welcome.from();
                boolean entries = frame instanceof Frame.Entries;
                if (welcomes || (!held.isEmpty() && !entries)) {
                    held.add(message);
                    return;
                }
                super.send(message, sent);
                while (!held.isEmpty()) {
                    super.send(held.remove(), () -> {});
                }
            }
        });
    }

    /** Who returns is not shown what has come before it says it again, and it is then taken for something else. */
    static Parts storesAgainWhatIsSentAgain() {
        return new Parts() {
            @Override
            public ServerOptions server(ServerOptions usual, SessionTokens tokens) {
                return Wire.welcoming(
                        usual,
                        welcome -> new Frame.Welcome(
                                welcome.outcome(),
                                welcome.epoch(),
                                welcome.attachment(),
                                welcome.from(),
                                welcome.from(),
                                welcome.lastClientMessageId(),
                                welcome.headDigest(),
                                welcome.dropped()));
            }
        };
    }

    /** Each return appends the history to itself. */
    static Parts appendsTheHistoryOnReturn() {
        return storing(store -> new StoreOver(store) {
            @Override
            public Optional<Attached> attach(String sessionId, Instant now) {
                Optional<Attached> attached = super.attach(sessionId, now);
                attached.ifPresent(given -> {
                    Attachment attachment = given.attachment();
                    read(
                            attachment,
                            0,
                            given.state().lastSequence(),
                            1,
                            (first, count, bytes, offset, length) -> append(attachment, 0, bytes, offset, length));
                });
                return attached;
            }
        });
    }

    /** The last piece of an answer waits for another, which does not come. */
    static Parts losesTheLastPiece() {
        return new Parts() {
            @Override
            public Agent agent(Agent usual) {
                return new Agent() {
                    @Override
                    public void begin(AgentSession session) {
                        usual.begin(session);
                    }

                    @Override
                    public void answer(AgentSession session, Message message) {
                        usual.answer(new OnePieceLate(session), message);
                    }
                };
            }
        };
    }

    private static final class OnePieceLate implements AgentSession {
        private final AgentSession session;
        private @Nullable HistoryEntry waiting;

        OnePieceLate(AgentSession session) {
            this.session = session;
        }

        @Override
        public String sessionId() {
            return session.sessionId();
        }

        @Override
        public void append(HistoryEntry entry) {
            if (waiting != null) {
                session.append(waiting);
            }
            waiting = entry;
        }

        @Override
        public void putHead(SessionHead head) {
            session.putHead(head);
        }
    }

    /** Of a tool call nothing is written but that the assistant had its turn. */
    static Parts dropsToolCalls() {
        return new Parts() {
            @Override
            public ServerOptions server(ServerOptions usual, SessionTokens tokens) {
                return Wire.encoding(usual, new ForgetfulCodec());
            }
        };
    }

    private static final class ForgetfulCodec implements ContextCodec {
        private final ContextCodec codec = new JsonCodec();

        @Override
        public String name() {
            return "forgetful";
        }

        @Override
        public void encode(SessionContext context, EncodeBuffer target) {
            codec.encode(context, target);
        }

        @Override
        public void encodeHead(SessionHead head, EncodeBuffer target) {
            codec.encodeHead(head, target);
        }

        @Override
        public void encodeEntry(HistoryEntry entry, EncodeBuffer target) {
            codec.encodeEntry(
                    entry instanceof ToolCall call ? Message.of(call.id(), Role.ASSISTANT, "", Instant.EPOCH) : entry,
                    target);
        }

        @Override
        public SessionContext decode(byte[] bytes, int offset, int length) {
            return codec.decode(bytes, offset, length);
        }

        @Override
        public SessionHead decodeHead(byte[] bytes, int offset, int length) {
            return codec.decodeHead(bytes, offset, length);
        }

        @Override
        public List<HistoryEntry> decodeEntries(byte[] bytes, int offset, int length) {
            return codec.decodeEntries(bytes, offset, length);
        }
    }

    /** What was parked is of a version that is not read any more. */
    static Parts readsNoOldSnapshots() {
        return storing(store -> new StoreOver(store) {
            @Override
            public Optional<Attached> attach(String sessionId, Instant now) {
                return super.attach(sessionId, now)
                        .map(attached -> new Attached(
                                attached.attachment(),
                                attached.state(),
                                attached.detachedAt(),
                                attached.parked() == null ? null : ofAnotherVersion(attached.parked())));
            }
        });
    }

    private static ParkedEntries ofAnotherVersion(ParkedEntries parked) {
        byte[] bytes = parked.bytes().clone();
        bytes[0] ^= 0x7f;
        return new ParkedEntries(parked.upTo(), bytes);
    }

    /** The ids of all that was ever read are kept. */
    static Parts keepsEveryId() {
        return storing(store -> new StoreOver(store) {
            private final List<String> ids = new ArrayList<>();

            @Override
            public int readBatch(Attachment attachment, long after, int maxBatchBytes, EntrySink sink) {
                synchronized (ids) {
                    ids.add(attachment.sessionId() + "/" + attachment.epoch() + "/" + after);
                }
                return super.readBatch(attachment, after, maxBatchBytes, sink);
            }
        });
    }

    /** A task that is due once for each connection holds it for ever. */
    static Parts pinsClosedConnections() {
        Queue<Outbox> due = new ConcurrentLinkedQueue<>();
        return sending(outbox -> {
            due.add(outbox);
            return outbox;
        });
    }

    /** A client's tracker does not forget sessions that are closed. */
    static Parts tracksClosedSessions() {
        SessionTracker tracker = new SessionTracker();
        return new Parts() {
            @Override
            public ClientNetwork network(ClientNetwork usual) {
                return tracker.track(usual);
            }
        };
    }

    /** A restore reads all that there is at once. */
    static Parts readsEverythingAtOnce() {
        return storing(store -> new StoreOver(store) {
            @Override
            public int readBatch(Attachment attachment, long after, int maxBatchBytes, EntrySink sink) {
                long last = state(attachment.sessionId(), Instant.EPOCH)
                        .orElseThrow()
                        .lastSequence();
                EncodeBuffer all = new EncodeBuffer();
                read(
                        attachment,
                        after,
                        last,
                        Integer.MAX_VALUE,
                        (first, count, bytes, offset, length) -> all.append(bytes, offset, length));
                int count = (int) (last - after);
                if (count > 0) {
                    sink.accept(after + 1, count, all.array(), 0, all.size());
                }
                return count;
            }
        });
    }

    /** A client tries again at once, for ever. */
    static Parts triesAgainAtOnce() {
        return new Parts() {
            @Override
            public ClientOptions client(ClientOptions usual) {
                return usual.withBackoff(new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)));
            }
        };
    }

    /** What was dropped is not mentioned. */
    static Parts claimsToHaveDroppedNothing() {
        return new Parts() {
            @Override
            public ServerOptions server(ServerOptions usual, SessionTokens tokens) {
                return Wire.welcoming(
                        usual,
                        welcome -> welcome.outcome() == Frame.Outcome.DEGRADED
                                ? new Frame.Welcome(
                                        Frame.Outcome.RESTORED,
                                        welcome.epoch(),
                                        welcome.attachment(),
                                        welcome.from(),
                                        welcome.to(),
                                        welcome.lastClientMessageId(),
                                        welcome.headDigest(),
                                        List.of())
                                : welcome);
            }
        };
    }

    private interface Understanding {
        Frame.Hello of(Frame.Hello hello, SessionTokens tokens);
    }

    private static Parts understanding(Understanding understanding) {
        return new Parts() {
            @Override
            public ServerOptions server(ServerOptions usual, SessionTokens tokens) {
                return Wire.greeting(usual, hello -> understanding.of(hello, tokens));
            }
        };
    }

    private interface Greeting {
        Frame.Hello of(Frame.Hello hello, SessionTokens tokens, ContextStore store);
    }

    private static Parts greeting(Greeting greeting) {
        return new Parts() {
            private volatile @Nullable ContextStore sessions;

            @Override
            public ContextStore store(ContextStore usual) {
                sessions = usual;
                return usual;
            }

            @Override
            public ServerOptions server(ServerOptions usual, SessionTokens tokens) {
                return Wire.greeting(
                        usual,
                        hello -> greeting.of(
                                hello, tokens, Objects.requireNonNull(sessions, "a stage has its store first")));
            }
        };
    }

    /** The session that a hello's token names, if it is there. */
    private static Optional<SessionState> ofItsSession(Frame.Hello hello, SessionTokens tokens, ContextStore store) {
        return tokens.verify(hello.token()) instanceof TokenVerdict.Valid valid
                ? store.state(valid.claims().sessionId(), Instant.EPOCH)
                : Optional.empty();
    }

    private static Parts storing(UnaryOperator<ContextStore> stores) {
        return new Parts() {
            @Override
            public ContextStore store(ContextStore usual) {
                return stores.apply(usual);
            }
        };
    }

    private static Parts sending(UnaryOperator<Outbox> outboxes) {
        return new Parts() {
            @Override
            public ServerOptions server(ServerOptions usual, SessionTokens tokens) {
                return usual.withOutboxes(outboxes);
            }
        };
    }

    /** Another way out, with something done otherwise by who extends it. */
    private static class OutboxOver implements Outbox {
        private final Outbox outbox;

        OutboxOver(Outbox outbox) {
            this.outbox = outbox;
        }

        @Override
        public void send(WireMessage message, Runnable sent) {
            outbox.send(message, sent);
        }

        @Override
        public void close(CloseCode code, String reason) {
            outbox.close(code, reason);
        }
    }
}
