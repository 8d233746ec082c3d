package org.reprise.stress.scenario;

import java.io.IOException;
import java.lang.ref.Reference;
import java.net.Socket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reprise.codec.BinaryCodec;
import org.reprise.codec.ContextCodec;
import org.reprise.codec.JsonCodec;
import org.reprise.codec.Packer;
import org.reprise.context.SessionContext;
import org.reprise.corpus.Corpora;
import org.reprise.resume.ResumeService;
import org.reprise.resume.RetentionPolicy;
import org.reprise.resume.SessionTokens;
import org.reprise.resume.SigningKeys;
import org.reprise.store.Attachment;
import org.reprise.store.ContextStore;
import org.reprise.store.FencedException;
import org.reprise.store.Revocations;
import org.reprise.store.SessionState;
import org.reprise.store.memory.MemoryRevocations;
import org.reprise.store.uri.Stores;
import org.reprise.stress.agent.ReplayAgent;
import org.reprise.stress.client.ClientNetwork;
import org.reprise.stress.oracle.HeapOracle;
import org.reprise.stress.server.Agent;
import org.reprise.stress.server.RepriseServer;
import org.reprise.stress.server.ServerLimits;
import org.reprise.stress.server.ServerOptions;

/** What a scenario is played on: a server, unless there is one elsewhere, and all that clients need. */
public final class Stage implements AutoCloseable {

    /** The issuer of the tokens. */
    public static final String ISSUER = "reprise-stress";

    private static final String KEY_ID = "stress";
    /** Longer than any run. */
    public static final Duration TOKEN_LIFETIME = Duration.ofHours(12);

    private static final String HOME = "127.0.0.1";

    /** Scenarios resume a session as often as they can, most of them while the clock stands still. */
    public static final ServerLimits MANY_RESUMES = ServerLimits.DEFAULT.withResumesPerMinute(ServerLimits.UNLIMITED);

    private final String name;
    private final Settings settings;
    private final String run;
    private final Scripts scripts;
    private final int conversations;
    private final InstantSource clock;
    private final @Nullable SteppedClock stepped;
    private final Revocations revocations;
    private final SessionTokens tokens;
    private final Random random;
    private final ClientNetwork network;
    private final Set<String> played = ConcurrentHashMap.newKeySet();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final @Nullable ContextStore store;
    private final @Nullable ContextCodec codec;
    private final @Nullable Serving serving;
    private final URI uri;
    private volatile @Nullable RepriseServer server;

    private Stage(String name, Settings settings, int conversations, Parts parts) {
        this.name = name;
        this.settings = settings;
        this.random = new Random(settings.workload().seed());
        // A server elsewhere, or a store that lasts, may know the sessions of an earlier run.
        boolean fresh = settings.service().target() == null
                && settings.service().store().equals(Stores.MEMORY);
        this.run = fresh ? "s" : "s" + Long.toHexString(new SecureRandom().nextLong());
        this.scripts = new Scripts(
                Corpora.open(settings.workload().corpus(), settings.workload().seed()));
        this.conversations = conversations;
        boolean virtual = !settings.realTime() && settings.service().target() == null;
        this.stepped = virtual ? new SteppedClock(Instant.now()) : null;
        this.clock = stepped == null ? InstantSource.system() : stepped;
        this.revocations = settings.service().target() == null
                ? Stores.openRevocations(settings.service().store(), clock)
                : new MemoryRevocations(clock);
        this.tokens = tokens(settings.service().secret(), revocations, clock);
        this.network = parts.network(ClientNetwork.from(HOME));
        if (settings.service().target() == null) {
            this.store = parts.store(Stores.open(settings.service().store()));
            this.codec = settings.service().format().codec() instanceof JsonCodec ? new JsonCodec() : new BinaryCodec();
            ServerOptions options =
                    ServerOptions.DEFAULT.withTrace(settings.trace()).withLimits(MANY_RESUMES);
            this.serving = new Serving(
                    service(store, codec, tokens, scripts, clock),
                    parts.agent(new ReplayAgent(scripts::of)),
                    parts.server(virtual ? options.withoutSweep() : options, tokens));
            RepriseServer first = serving.start(options.port());
            this.server = first;
            this.uri = first.uri();
        } else {
            this.store = null;
            this.codec = null;
            this.serving = null;
            this.server = null;
            this.uri = settings.service().target();
        }
    }

    /**
     * A stage whose sessions play so many conversations each.
     *
     * @param name what is played, for what is kept of a failure
     */
    public static Stage open(String name, Settings settings, int conversations) {
        return open(name, settings, conversations, Parts.USUAL);
    }

    /** Likewise, with parts of one's own. */
    public static Stage open(String name, Settings settings, int conversations, Parts parts) {
        return new Stage(name, settings, conversations, parts);
    }

    /** A stage with an agent that does something to the one that replays. */
    static Stage open(String name, Settings settings, int conversations, UnaryOperator<Agent> agents) {
        return open(name, settings, conversations, new Parts() {
            @Override
            public Agent agent(Agent usual) {
                return agents.apply(usual);
            }
        });
    }

    /** The service that a stage's server serves, over another store or in another process. */
    public static ResumeService service(
            ContextStore store, ContextCodec codec, SessionTokens tokens, Scripts scripts, InstantSource clock) {
        return new ResumeService(
                store,
                codec,
                tokens,
                RetentionPolicy.DEFAULT,
                (sessionId, userId, now) -> scripts.of(sessionId).head(),
                clock,
                new SecureRandom(),
                Packer.PLAIN);
    }

    /** Tokens signed with {@code secret}, hexadecimal, whose revocations this process alone knows. */
    public static SessionTokens tokens(String secret, InstantSource clock) {
        return tokens(ISSUER, secret, clock);
    }

    /** Likewise, with revocations of one's own. */
    public static SessionTokens tokens(String secret, Revocations revocations, InstantSource clock) {
        return tokens(ISSUER, secret, revocations, clock);
    }

    /** Likewise, as another service would issue them. */
    static SessionTokens tokens(String issuer, String secret, InstantSource clock) {
        return tokens(issuer, secret, new MemoryRevocations(clock), clock);
    }

    private static SessionTokens tokens(String issuer, String secret, Revocations revocations, InstantSource clock) {
        SigningKeys keys = new SigningKeys(KEY_ID, Map.of(KEY_ID, HexFormat.of().parseHex(secret)));
        return new SessionTokens(issuer, keys, revocations, clock);
    }

    /** What the run is made with. */
    public Settings settings() {
        return settings;
    }

    /** What is played. */
    public String name() {
        return name;
    }

    /** Where the server is. */
    public URI uri() {
        return uri;
    }

    /** The server, if it is in this process. */
    public Optional<RepriseServer> server() {
        return Optional.ofNullable(server);
    }

    /** Stops the server, which must be in this process, and starts another over the same store, on the same port. */
    public void restart() {
        RepriseServer before = server().orElseThrow();
        before.close();
        if (serving != null) {
            server = serving.start(uri.getPort());
        }
    }

    /** The store, if it is in this process. */
    public Optional<ContextStore> store() {
        return Optional.ofNullable(store);
    }

    /** The tokens of the service. */
    public SessionTokens tokens() {
        return tokens;
    }

    /** The clock of the service. */
    public InstantSource clock() {
        return clock;
    }

    /** The network that clients are in at first. */
    public ClientNetwork network() {
        return network;
    }

    /** A further network, closed with the stage. */
    public ClientNetwork networkFrom(String address) {
        return closing(ClientNetwork.from(address));
    }

    /** The id of the run's session number {@code index}. */
    public String sessionId(int index) {
        String sessionId = Scripts.sessionId(run, conversations, index);
        played.add(sessionId);
        return sessionId;
    }

    /** The script of the run's session number {@code index}. */
    public Scripts scripts() {
        return scripts;
    }

    /** A token for a session, for its owner. */
    public String token(String sessionId) {
        return tokens.issue(sessionId, Scripts.userOf(sessionId), TOKEN_LIFETIME);
    }

    /** Draws what may be drawn in a run. */
    public Random random() {
        return random;
    }

    /** The visitor of session number {@code index}, closed with the stage. */
    public Visitor visitor(int index) {
        return visitor(index, Map.of());
    }

    /** Likewise, with further headers in its upgrade requests. */
    public Visitor visitor(int index, Map<String, String> headers) {
        return closing(new Visitor(this, index, headers));
    }

    /** Lets time pass: moves the clock, or waits where the run is in real time. */
    public void pass(Duration time) {
        if (stepped != null) {
            stepped.advance(time);
            server().ifPresent(RepriseServer::sweep);
        } else {
            Waiting.forReal(time);
        }
    }

    /** Waits until the server, if it is in this process, has noticed that every client is gone. */
    public void awaitAllGone() {
        server().ifPresent(here -> Waiting.until(
                () -> here.openConnections() == 0 && here.jettySessions() == 0, "the end of all connections"));
    }

    /**
     * The objects of connections that are left, those that are open included. A selector holds the last one that it looked
     * at until it looks at another, so it is given another to look at.
     */
    public List<Reference<Object>> connectionsLeft() {
        RepriseServer here = server().orElseThrow();
        try {
            new Socket(here.uri().getHost(), here.uri().getPort()).close();
        } catch (IOException e) {
            throw new StageException("the server cannot be reached: " + e.getMessage());
        }
        return here.closedConnections().reachable();
    }

    /**
     * The bytes of all that the server, in this process, holds of its sessions: in a file or elsewhere they are not held here
     * beyond what the server knows of them.
     */
    public long footprint() {
        RepriseServer here = server;
        if (here == null || store == null) {
            throw new StageException("the footprint of a server elsewhere cannot be measured");
        }
        return isInMemory() ? HeapOracle.footprint(store, here.registry()) : HeapOracle.footprint(here.registry());
    }

    /** Whether the sessions are kept in this process and nowhere else. */
    boolean isInMemory() {
        return store != null && settings.service().store().equals(Stores.MEMORY);
    }

    /** What the server holds of a session now; empty if the server is elsewhere, holds nothing or may not read it. */
    public Optional<SessionContext> stored(String sessionId) {
        RepriseServer here = server;
        if (here == null || store == null || codec == null) {
            return Optional.empty();
        }
        Optional<Attachment> attachment = here.attachment(sessionId);
        Optional<SessionState> state = store.state(sessionId, clock.instant());
        if (attachment.isEmpty() || state.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(StoredContext.read(store, attachment.get(), state.get(), codec));
        } catch (FencedException e) {
            return Optional.empty();
        }
    }

    /** Has a resource closed with the stage, before the stage's own. */
    public <T extends AutoCloseable> T closing(T resource) {
        synchronized (opened) {
            opened.add(resource);
        }
        return resource;
    }

    /** Closes clients, networks, server and store, and leaves none of the run's sessions in a store that lasts. */
    @Override
    public void close() {
        List<AutoCloseable> closing;
        synchronized (opened) {
            closing = new ArrayList<>(opened);
        }
        closing.add(network);
        server().ifPresent(closing::add);
        ContextStore left = store;
        if (left != null) {
            if (!isInMemory()) {
                closing.add(() -> played.forEach(left::remove));
            }
            closing.add(left);
        }
        closing.add(revocations);
        IllegalStateException unclean = null;
        for (AutoCloseable resource : closing) {
            try {
                resource.close();
            } catch (Exception e) {
                if (unclean == null) {
                    unclean = new IllegalStateException("the stage was not left clean: " + e.getMessage(), e);
                } else {
                    unclean.addSuppressed(e);
                }
            }
        }
        if (unclean != null) {
            throw unclean;
        }
    }

    /** What a server of this process serves, whichever it is. */
    private record Serving(ResumeService service, Agent agent, ServerOptions options) {
        RepriseServer start(int port) {
            return RepriseServer.start(service, agent, options.withPort(port));
        }
    }
}
