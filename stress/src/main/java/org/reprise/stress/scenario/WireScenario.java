package org.reprise.stress.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.reprise.context.SessionContext;
import org.reprise.resume.RetentionPolicy;
import org.reprise.stress.agent.Script;
import org.reprise.stress.client.ClientListener;
import org.reprise.stress.client.ClientOptions;
import org.reprise.stress.client.ReconnectingClient;
import org.reprise.stress.client.Resumed;
import org.reprise.stress.oracle.DigestOracle;
import org.reprise.stress.oracle.PairedRatio;
import org.reprise.wire.BinaryFrames;
import org.reprise.wire.FrameFormat;
import org.reprise.wire.JsonFrames;

/**
 * Coming back with a long conversation is hardly slower than connecting at all: nobody has to choose between a memory and a
 * quick start.
 *
 * <p>A client that has nothing restores the whole context: from starting to connect until it is there, decoded, its checksums
 * found right. Each such restore is paired with an upgrade to a server that says nothing.
 */
final class WireScenario implements Scenario {

    private static final double NANOS_PER_MILLI = 1e6;

    /** What the client and the server are compiled for, before anything counts. */
    private static final int WARM_UP_PAIRS = 2_000;

    private static final List<Load> LOADS = List.of(
            new Load("SMALL", 1, new BinaryFrames(), 1.15, 300),
            new Load("MEDIUM", 10, new BinaryFrames(), 1.35, 200),
            new Load("LARGE", 100, new BinaryFrames(), 4, 100),
            new Load("MEDIUM", 10, new JsonFrames(), 2, 200));

    private final int warmUpPairs;
    private final int mostPairs;

    /** One that is worth its figures. */
    WireScenario() {
        this(WARM_UP_PAIRS, Integer.MAX_VALUE);
    }

    /** One with no more than so many pairs of each load. */
    WireScenario(int warmUpPairs, int mostPairs) {
        this.warmUpPairs = warmUpPairs;
        this.mostPairs = mostPairs;
    }

    /** One session's size and format, and what its restore may take, as a ratio to a bare upgrade. */
    private record Load(String size, int conversations, FrameFormat format, double most, int pairs) {}

    @Override
    public String name() {
        return "wire";
    }

    @Override
    public String promise() {
        return "a conversation costs hardly more to bring back than the connection itself";
    }

    @Override
    public boolean byDefault() {
        return false;
    }

    @Override
    public Findings play(Settings settings, Progress progress) {
        Tally tally = new Tally(name());
        if (settings.service().target() != null) {
            tally.notApplicable("time to restore over a bare upgrade", "see list");
            return tally.elsewhere();
        }
        List<String> notes = new ArrayList<>();
        List<Measuring> measurings = new ArrayList<>();
        try (BareServer bare = BareServer.start()) {
            try {
                LOADS.forEach(load -> measurings.add(new Measuring(
                        load, settings.withService(settings.service().withFormat(load.format)), bare, name())));
                long all = LOADS.stream()
                        .mapToLong(load -> warmUpPairs + pairs(load))
                        .sum();
                long done = 0;
                // What all of them run is compiled before the first of them counts.
                for (Measuring measuring : measurings) {
                    for (int pair = 0; pair < warmUpPairs; pair++) {
                        measuring.pair();
                        progress.step(++done, all);
                    }
                }
                for (Measuring measuring : measurings) {
                    done = measure(measuring, tally, notes, progress, done, all);
                }
            } finally {
                measurings.forEach(Measuring::close);
            }
        }
        return tally.findings(settings.objectives()).with(notes);
    }

    private int pairs(Load load) {
        return Math.min(load.pairs, mostPairs);
    }

    private long measure(
            Measuring measuring, Tally tally, List<String> notes, Progress progress, long before, long all) {
        Load load = measuring.load;
        String what = load.size + " " + load.format.subprotocol();
        PairedRatio ratio = new PairedRatio();
        Phases phases = new Phases();
        CpuShare share = new CpuShare();
        share.begin();
        long done = before;
        for (int i = 0; i < pairs(load); i++) {
            Pair pair = measuring.pair();
            tally.reconnected(pair.restore.resumed, judge(measuring.context, pair.restore.replica));
            phases.add(pair.restore.resumed, pair.upgradeNanos);
            ratio.add(pair.restore.nanos / (double) pair.upgradeNanos);
            tally.series(what, pair.restore.nanos / NANOS_PER_MILLI);
            tally.series(what + " bare upgrade", pair.upgradeNanos / NANOS_PER_MILLI);
            progress.step(++done, all);
        }
        notes.add(what + ": " + phases.medians());
        notes.add(String.format(
                Locale.ROOT, "%s: %s of the CPU time of both ends, bare upgrades included", what, share.end()));
        tally.judge(ratio.judge(name(), what + ": restore over a bare upgrade", load.most));
        return done;
    }

    /** A restore and a bare upgrade, the times being those after which their caller has been told. */
    private record Pair(Restore restore, long upgradeNanos) {}

    private record Restore(Resumed resumed, SessionContext replica, long nanos) {}

    /** One load's session and server, beside the bare one. Both let go of a connection before the next is begun. */
    private static final class Measuring implements AutoCloseable {
        private final Load load;
        private final BareServer bare;
        private final Stage stage;
        private final String sessionId;
        private final SessionContext context;

        Measuring(Load load, Settings settings, BareServer bare, String name) {
            this.load = load;
            this.bare = bare;
            this.stage = Stage.open(name, settings, load.conversations);
            this.sessionId = stage.sessionId(0);
            Script script = stage.scripts().of(sessionId);
            this.context = script.contextAfter(script.turns().size());
            new EarlierSessions(
                            stage.store().orElseThrow(),
                            load.format.codec(),
                            stage.tokens(),
                            RetentionPolicy.DEFAULT,
                            stage.clock())
                    .put(sessionId, context);
        }

        Pair pair() {
            if (stage.random().nextBoolean()) {
                long upgraded = upgrade();
                return new Pair(restore(), upgraded);
            }
            Restore restore = restore();
            return new Pair(restore, upgrade());
        }

        private long upgrade() {
            long start = System.nanoTime();
            AutoCloseable socket = Waiting.of(stage.network().upgrade(bare.uri()), "a bare upgrade");
            long took = System.nanoTime() - start;
            try {
                socket.close();
            } catch (Exception e) {
                throw new StageException("a bare connection did not close: " + e.getMessage());
            }
            Waiting.until(() -> bare.openConnections() == 0, "the end of a bare connection");
            return took;
        }

        private Restore restore() {
            String token = stage.token(sessionId);
            ClientOptions options = ClientOptions.of(
                            stage.uri(), () -> token, stage.settings().service().format(), stage.random())
                    .manual();
            try (ReconnectingClient client = new ReconnectingClient(stage.network(), options, ClientListener.NONE)) {
                long start = System.nanoTime();
                Resumed resumed = Waiting.of(client.connect(), "session " + sessionId + " resumed");
                long took = System.nanoTime() - start;
                SessionContext replica = client.context().orElseThrow();
                client.reset();
                stage.awaitAllGone();
                return new Restore(resumed, replica, took);
            }
        }

        @Override
        public void close() {
            stage.close();
        }
    }

    /** By a thread that counts neither as the client's nor as the server's. */
    private static List<String> judge(SessionContext context, SessionContext replica) {
        return Waiting.of(
                CompletableFuture.supplyAsync(() -> DigestOracle.judge(context, "the replica", replica)),
                "the verdict on a replica");
    }
}
