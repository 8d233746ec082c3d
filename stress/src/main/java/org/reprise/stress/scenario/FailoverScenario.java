package org.reprise.stress.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.reprise.codec.BinaryCodec;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionContext;
import org.reprise.corpus.Corpora;
import org.reprise.resume.SessionTokens;
import org.reprise.store.Attached;
import org.reprise.store.ContextStore;
import org.reprise.store.StoreException;
import org.reprise.store.redis.RedisProcess;
import org.reprise.store.uri.Stores;
import org.reprise.stress.client.ClientNetwork;
import org.reprise.stress.oracle.DeliveryOracle;
import org.reprise.stress.oracle.Verdict;
import org.reprise.stress.process.ServerProcess;
import org.reprise.stress.process.TemporaryFolder;

/**
 * People go on where they were when the machine that served them dies: no word that was taken from them is lost, none is
 * there twice, and no machine that comes back from the dead speaks in between.
 *
 * <p>Three server processes over one Redis, without sticky routing, of which one is killed, one is frozen and wakes up, and
 * one is killed while it is frozen; then one process over an SQLite file, killed among its appends. Clients talk all the
 * while, and come back to whichever server they meet.
 */
final class FailoverScenario implements Scenario {

    private static final String NAME = "failover";
    private static final int NODES = 3;
    private static final int MOST_CALLERS = 24;
    private static final int CONVERSATIONS = 30;

    /** How many messages of each caller have to be stored before the next thing happens. */
    private static final int BETWEEN = 3;

    private static final int SQLITE_KILLS = 2;
    private static final int STEPS = 11;
    private static final String REDIS = "over Redis";
    private static final String SQLITE = "over SQLite";
    private static final String FENCED = REDIS + ": writes of a process that wakes up";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String promise() {
        return "a server process that dies or freezes loses and doubles nothing, over Redis and over SQLite";
    }

    @Override
    public boolean byDefault() {
        return false;
    }

    @Override
    public Findings play(Settings settings, Progress progress) {
        if (settings.service().target() != null) {
            return new Findings(List.of(notApplicable("the servers", "the server is elsewhere")), 0, 0, List.of());
        }
        try (Failover failover = new Failover(settings, progress)) {
            return failover.play();
        } catch (IOException e) {
            throw new UncheckedIOException("the scenario's folder cannot be made or removed", e);
        } catch (StoreException | IllegalStateException | UncheckedIOException e) {
            throw new StageException(e.getMessage());
        }
    }

    private Verdict notApplicable(String objective, String why) {
        return new Verdict(name(), objective, "judged", why, Verdict.Status.NOT_APPLICABLE);
    }

    /** One play. For one thread. */
    private final class Failover implements AutoCloseable {
        private final Settings settings;
        private final Progress progress;
        private final Random random;
        private final Scripts scripts;
        private final SessionTokens tokens;
        private final TemporaryFolder folder;
        private final ClientNetwork network = ClientNetwork.from("127.0.0.1");
        private final List<Verdict> verdicts = new ArrayList<>();
        private final List<String> faults = new ArrayList<>();

        /** A Redis that was given may know the sessions of an earlier run. */
        private final String run = "f" + Long.toHexString(new SecureRandom().nextLong());

        private long attempted;
        private long restored;
        private int steps;
        private int sessions;

        Failover(Settings settings, Progress progress) throws IOException {
            this.settings = settings;
            this.progress = progress;
            this.random = new Random(settings.workload().seed());
            this.scripts = new Scripts(Corpora.open(
                    settings.workload().corpus(), settings.workload().seed()));
            this.tokens = Stage.tokens(settings.service().secret(), InstantSource.system());
            this.folder = TemporaryFolder.create("reprise-failover");
        }

        Findings play() throws IOException {
            String store = settings.service().store();
            boolean own = store.equals(Stores.MEMORY);
            if (own) {
                overOwnRedis();
            } else if (store.startsWith("redis")) {
                overRedis(store);
            }
            if (own) {
                overSqlite("sqlite:" + folder.path().resolve("sessions.db"));
            } else if (store.startsWith("sqlite:")) {
                overSqlite(store);
            }
            verdicts.add(Verdict.of(
                    name(),
                    "returns: each continues its session, in sequence",
                    "no fault",
                    faults.isEmpty()
                            ? "none in " + attempted + " returns"
                            : faults.size() + " in " + attempted + " returns: " + faults.get(0),
                    faults.isEmpty() && attempted > 0));
            int asked = settings.workload().sessions();
            List<String> notes = asked > MOST_CALLERS
                    ? List.of(
                            NAME + ": " + MOST_CALLERS + " of " + asked + " sessions, the most that it is played with")
                    : List.of();
            return new Findings(verdicts, attempted, restored, List.of(), notes);
        }

        private void overOwnRedis() throws IOException {
            Optional<Path> program = RedisProcess.onPath();
            if (program.isEmpty()) {
                verdicts.add(notApplicable(
                        REDIS,
                        "no redis-server or valkey-server on the PATH; install one, or give --store redis://HOST"));
                return;
            }
            Path files = Files.createDirectory(folder.path().resolve("redis"));
            try (RedisProcess redis = RedisProcess.start(program.get(), files)) {
                overRedis(redis.uri());
            }
        }

        private void overRedis(String uri) {
            List<ServerProcess> nodes = new ArrayList<>();
            List<Caller> callers = new ArrayList<>();
            try (ContextStore store = Stores.open(uri)) {
                try {
                    IntStream.range(0, NODES).forEach(i -> nodes.add(node("node" + i, uri)));
                    callers.addAll(callers(() -> anyOf(nodes)));
                    talkOn(callers);

                    nodes.get(0).kill();
                    talkOn(callers);
                    nodes.get(0).restart();
                    talkOn(callers);

                    verdicts.add(wakeUp(nodes, callers, store));
                    talkOn(callers);

                    nodes.get(2).freeze();
                    leave(nodes.get(2), callers);
                    talkOn(callers);
                    nodes.get(2).kill();
                    nodes.get(2).restart();
                    talkOn(callers);
                    finish(callers);
                } catch (StageException e) {
                    throw withEnded(e, nodes);
                } finally {
                    callers.forEach(Caller::close);
                    nodes.forEach(ServerProcess::close);
                }
                judge(REDIS, callers, store);
            }
        }

        private void overSqlite(String uri) {
            List<Caller> callers = new ArrayList<>();
            ServerProcess node = node("single", uri);
            try {
                callers.addAll(callers(node::uri));
                talkOn(callers);
                for (int kill = 0; kill < SQLITE_KILLS; kill++) {
                    node.kill();
                    node.restart();
                    talkOn(callers);
                }
                finish(callers);
            } catch (StageException e) {
                throw withEnded(e, List.of(node));
            } finally {
                callers.forEach(Caller::close);
                node.close();
            }
            try (ContextStore store = Stores.open(uri)) {
                judge(SQLITE, callers, store);
            }
        }

        /** What a run breaks down by is most likely a server that is gone, whoever ended it. */
        private static StageException withEnded(StageException why, List<ServerProcess> nodes) {
            String ended = nodes.stream()
                    .flatMap(
                            node -> node
                                    .exitCode()
                                    .map(code -> "; server " + node.name() + " has ended with exit code " + code)
                                    .stream())
                    .collect(Collectors.joining());
            return new StageException(why.getMessage() + ended);
        }

        /** Takes its sessions out of a store that was given; one of its own goes with the folder. */
        private void leaveNothing() {
            String given = settings.service().store();
            if (given.equals(Stores.MEMORY) || sessions == 0) {
                return;
            }
            try (ContextStore store = Stores.open(given)) {
                IntStream.range(0, sessions)
                        .mapToObj(i -> Scripts.sessionId(run, CONVERSATIONS, i))
                        .forEach(store::remove);
            }
        }

        private ServerProcess node(String name, String uri) {
            return ServerProcess.start(
                    name,
                    folder.path(),
                    List.of(
                            "--store",
                            uri,
                            "--secret",
                            settings.service().secret(),
                            "--corpus",
                            settings.workload().corpus(),
                            "--seed",
                            Long.toString(settings.workload().seed())));
        }

        private synchronized URI anyOf(List<ServerProcess> nodes) {
            return nodes.get(random.nextInt(nodes.size())).uri();
        }

        private List<Caller> callers(Supplier<URI> endpoints) {
            List<Caller> callers = Stream.generate(() -> caller(endpoints))
                    .limit(Math.min(MOST_CALLERS, settings.workload().sessions()))
                    .toList();
            callers.forEach(caller -> caller.client().connect());
            Waiting.until(() -> callers.stream().allMatch(Caller::isLive), "all callers connected");
            callers.forEach(Caller::talk);
            return callers;
        }

        private Caller caller(Supplier<URI> endpoints) {
            return caller(Scripts.sessionId(run, CONVERSATIONS, sessions++), endpoints);
        }

        private Caller caller(String sessionId, Supplier<URI> endpoints) {
            return new Caller(
                    sessionId,
                    scripts.of(sessionId),
                    endpoints,
                    () -> tokens.issue(sessionId, Scripts.userOf(sessionId), Stage.TOKEN_LIFETIME),
                    network,
                    settings.service().format(),
                    new Random(random.nextLong()));
        }

        /** Waits until every caller has gone on for a while from here. */
        private void talkOn(List<Caller> callers) {
            int[] before = callers.stream().mapToInt(Caller::acked).toArray();
            for (int i = 0; i < before.length; i++) {
                Caller caller = callers.get(i);
                int due = before[i] + BETWEEN;
                Waiting.until(
                        () -> caller.acked() >= due || !caller.ended().isEmpty(),
                        "message " + due + " of " + caller.sessionId());
                if (!caller.ended().isEmpty()) {
                    throw new StageException(caller.sessionId() + " was ended: " + caller.ended());
                }
            }
            progress.step(++steps, STEPS);
        }

        /** The callers of a process that is frozen leave their connections half open. */
        private static void leave(ServerProcess frozen, List<Caller> callers) {
            callers.stream()
                    .filter(caller -> caller.endpoint().equals(frozen.uri()))
                    .forEach(Caller::moveOn);
        }

        /**
         * A process is frozen with a message on its way to it, and the session goes on elsewhere. When it wakes up it takes the
         * message, and must not be able to store it. It sleeps no longer than that takes: else the client gives it up, and
         * brings its message to where it wakes.
         */
        private Verdict wakeUp(List<ServerProcess> nodes, List<Caller> callers, ContextStore store) {
            ServerProcess sleeper = nodes.get(1);
            String sessionId = Scripts.sessionId(run, CONVERSATIONS, sessions++);
            List<Message> turns = scripts.of(sessionId).turns().stream()
                    .limit(3)
                    .map(turn -> turn.said())
                    .toList();
            try (Caller before = caller(sessionId, sleeper::uri);
                    Caller after = caller(sessionId, nodes.get(0)::uri)) {
                before.client().connect();
                Waiting.until(before::isLive, "the caller of the sleeper connected");
                Waiting.of(before.say(turns.get(0)), "the first message");
                Waiting.until(() -> callers.stream().allMatch(Caller::isLive), "all callers connected");
                sleeper.freeze();
                before.say(turns.get(1));
                leave(sleeper, callers);
                after.client().connect();
                Waiting.until(after::isLive, "the session resumed elsewhere");
                long stored = Waiting.of(after.say(said("while-it-slept")), "a message elsewhere");
                sleeper.thaw();
                Waiting.until(() -> !before.ended().isEmpty(), "the end of the sleeper's connection");
                Waiting.of(after.say(said("when-it-woke")), "another message elsewhere");
                List<String> ids = userMessages(store, sessionId);
                List<String> expected = List.of(turns.get(0).id(), "while-it-slept", "when-it-woke");
                return Verdict.of(
                        name(),
                        FENCED,
                        "refused as superseded, not stored",
                        before.ended() + "; stored: " + (ids.equals(expected) ? "none of it" : ids)
                                + ", the other's as " + stored,
                        ids.equals(expected) && before.ended().startsWith("4003"));
            }
        }

        private static Message said(String id) {
            return Message.of(id, Role.USER, id, InstantSource.system().instant());
        }

        private static List<String> userMessages(ContextStore store, String sessionId) {
            return stored(store, sessionId).history().stream()
                    .filter(Message.class::isInstance)
                    .map(Message.class::cast)
                    .filter(message -> message.role() == Role.USER)
                    .map(Message::id)
                    .toList();
        }

        private static void finish(List<Caller> callers) {
            Waiting.until(() -> callers.stream().allMatch(Caller::finish), "the end of all that was being said");
            Waiting.until(() -> callers.stream().allMatch(Caller::isAnswered), "the last answers");
        }

        private void judge(String where, List<Caller> callers, ContextStore store) {
            DeliveryOracle delivery = new DeliveryOracle();
            List<String> different = new ArrayList<>();
            for (Caller caller : callers) {
                SessionContext stored = stored(store, caller.sessionId());
                faults.addAll(caller.judge(stored.history(), delivery));
                different.addAll(caller.differences(stored));
                attempted += caller.returns();
                restored += caller.restored();
            }
            verdicts.addAll(delivery.verdicts(name(), where));
            verdicts.add(Verdict.of(
                    name(),
                    where + ": context, of client, store and ledger",
                    "no difference",
                    different.isEmpty()
                            ? "none in " + callers.size() + " sessions"
                            : different.size() + " in " + callers.size() + " sessions: " + different.get(0),
                    different.isEmpty()));
            progress.step(++steps, STEPS);
        }

        /** What the store holds, read by an attachment of its own: nobody else is attached afterwards. */
        private static SessionContext stored(ContextStore store, String sessionId) {
            Attached attached = store.attach(sessionId, InstantSource.system().instant())
                    .orElseThrow(() -> new StageException("session " + sessionId + " is not stored"));
            return StoredContext.read(store, attached.attachment(), attached.state(), new BinaryCodec());
        }

        @Override
        public void close() throws IOException {
            network.close();
            try {
                leaveNothing();
            } finally {
                folder.close();
            }
        }
    }
}
