package org.reprise.stress.storm;

import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.reprise.codec.BinaryCodec;
import org.reprise.codec.Packer;
import org.reprise.context.Message;
import org.reprise.resume.ResumeService;
import org.reprise.resume.RetentionPolicy;
import org.reprise.resume.SessionTokens;
import org.reprise.store.ContextStore;
import org.reprise.store.StoreException;
import org.reprise.store.uri.Stores;
import org.reprise.stress.scenario.BareServer;
import org.reprise.stress.scenario.EarlierSessions;
import org.reprise.stress.scenario.Stage;
import org.reprise.stress.scenario.StageException;
import org.reprise.stress.server.Agent;
import org.reprise.stress.server.AgentSession;
import org.reprise.stress.server.RepriseServer;
import org.reprise.stress.server.ServerLimits;
import org.reprise.stress.server.ServerOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code storm-server}: the server of a storm, with its sessions stored, and beside it a server that says nothing. Started
 * by the scenario in a process of its own.
 */
@Command(name = StormServerCommand.NAME, hidden = true, description = "The server of a storm, started by 'run storm'.")
public final class StormServerCommand implements Callable<Integer> {

    static final String NAME = "storm-server";

    /** Before what the heap holds without any session, in bytes. */
    static final String EMPTY_HEAP = "empty-heap";

    /** Before the endpoint of the server that says nothing. */
    static final String BARE = "bare";

    /** The exit code where the server cannot do its work. */
    private static final int BROKEN = 1;

    /** Durable stores write those together that come together. */
    private static final int FILLING_AT_ONCE = 32;

    /** However long the machine takes, nobody is away for so long that a session is parked. */
    private static final RetentionPolicy RETENTION = new RetentionPolicy(Duration.ofHours(6), Duration.ofHours(12));

    @Option(names = "--port", defaultValue = "0", description = "The port.")
    private int port;

    @Option(names = "--sessions", required = true, description = "How many sessions.")
    private int sessions;

    @Option(names = "--run", required = true, description = "Begins the ids of the sessions.")
    private String run;

    @Option(names = "--corpus", required = true, description = "What the contexts are made of.")
    private String corpus;

    @Option(names = "--seed", required = true, description = "Draws conversations.")
    private long seed;

    @Option(names = "--store", required = true, description = "Where sessions are kept.")
    private String storeUri;

    @Option(names = "--secret", required = true, description = "The key for tokens.")
    private String secret;

    @Override
    public Integer call() throws InterruptedException {
        try {
            serve();
            return 0;
        } catch (StoreException | StageException e) {
            System.out.println(e.getMessage());
            return BROKEN;
        }
    }

    private void serve() throws InterruptedException {
        InstantSource clock = InstantSource.system();
        SessionTokens tokens = Stage.tokens(secret, clock);
        StormContexts contexts = new StormContexts(corpus, seed, run);
        try (ContextStore store = Stores.open(storeUri)) {
            ResumeService service = new ResumeService(
                    store,
                    new BinaryCodec(),
                    tokens,
                    RETENTION,
                    (sessionId, userId, now) -> {
                        throw new IllegalStateException("session " + sessionId + " is not stored");
                    },
                    clock,
                    new SecureRandom(),
                    Packer.PLAIN);
            System.gc();
            System.out.println(EMPTY_HEAP + " "
                    + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            fill(new EarlierSessions(store, new BinaryCodec(), tokens, RETENTION, clock), contexts);
            try (BareServer bare = BareServer.start();
                    RepriseServer server = RepriseServer.start(service, new Silent(), options())) {
                register(() -> server.openConnections() + bare.openConnections());
                System.out.println(BARE + " " + bare.uri());
                System.out.println("endpoint " + server.uri());
                new CountDownLatch(1).await();
            }
        }
    }

    /** A storm's few users come back more often than any. */
    private ServerOptions options() {
        return ServerOptions.DEFAULT
                .withPort(port)
                .withLimits(ServerLimits.DEFAULT.withResumesPerMinute(ServerLimits.UNLIMITED));
    }

    private static void register(ConnectionsMXBean connections) {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(
                            new StandardMBean(connections, ConnectionsMXBean.class, true),
                            new ObjectName(ConnectionsMXBean.NAME));
        } catch (JMException e) {
            throw new IllegalStateException("connections cannot be counted: " + e.getMessage(), e);
        }
    }

    private void fill(EarlierSessions earlier, StormContexts contexts) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(FILLING_AT_ONCE);
        try {
            List<Future<?>> filled = new ArrayList<>();
            for (int i = 0; i < sessions; i++) {
                int index = i;
                filled.add(threads.submit(() -> earlier.put(contexts.sessionId(index), contexts.context(index))));
            }
            for (Future<?> each : filled) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new StageException(
                    "the sessions could not be stored: " + e.getCause().getMessage());
        } finally {
            threads.shutdownNow();
        }
    }

    /** Says nothing. */
    private static final class Silent implements Agent {
        @Override
        public void begin(AgentSession session) {}

        @Override
        public void answer(AgentSession session, Message message) {}
    }
}
