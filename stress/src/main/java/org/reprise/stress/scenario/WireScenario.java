package org.reprise.stress.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionContext;
import org.reprise.resume.Position;
import org.reprise.resume.ResumeOutcome;
import org.reprise.resume.ResumeService;
import org.reprise.store.Attachment;
import org.reprise.stress.agent.Script;
import org.reprise.stress.client.ClientListener;
import org.reprise.stress.client.ClientNetwork;
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
        if (settings.target() != null) {
            tally.notApplicable("time to restore over a bare upgrade", "see list");
            return tally.elsewhere();
        }
        List<String> notes = new ArrayList<>();
        try (BareServer bare = BareServer.start()) {
            long all = LOADS.stream().mapToLong(this::pairs).sum();
            long done = 0;
            for (Load load : LOADS) {
                measure(load, settings.withFormat(load.format), bare, tally, notes, progress, done, all);
                done += pairs(load);
            }
        }
        return tally.findings(settings.objectives()).with(notes);
    }

    private int pairs(Load load) {
        return warmUpPairs + Math.min(load.pairs, mostPairs);
    }

    private void measure(
            Load load,
            Settings settings,
            BareServer bare,
            Tally tally,
            List<String> notes,
            Progress progress,
            long done,
            long all) {
        String what = load.size + " " + load.format.subprotocol();
        try (Stage stage = Stage.open(name(), settings, load.conversations)) {
            String sessionId = stage.sessionId(0);
            Script script = stage.scripts().of(sessionId);
            SessionContext context = script.contextAfter(script.turns().size());
            fill(stage, sessionId, context);
            PairedRatio ratio = new PairedRatio();
            Phases phases = new Phases();
            CpuShare share = new CpuShare();
            for (int pair = 0; pair < pairs(load); pair++) {
                boolean counts = pair >= warmUpPairs;
                if (pair == warmUpPairs) {
                    share.begin();
                }
                boolean bareFirst = stage.random().nextBoolean();
                long before = bareFirst ? upgrade(stage.network(), bare) : 0;
                Resumed resumed = restore(stage, sessionId, context, tally, counts);
                long upgraded = bareFirst ? before : upgrade(stage.network(), bare);
                if (counts) {
                    long restored = resumed.restoreNanos();
                    phases.add(resumed, upgraded);
                    ratio.add(restored / (double) upgraded);
                    tally.series(what, restored / NANOS_PER_MILLI);
                    tally.series(what + " bare upgrade", upgraded / NANOS_PER_MILLI);
                }
                progress.step(done + pair + 1, all);
            }
            notes.add(what + ": " + phases.medians());
            notes.add(String.format(
                    Locale.ROOT, "%s: %s of the CPU time of both ends, bare upgrades included", what, share.end()));
            tally.judge(ratio.judge(name(), what + ": restore over a bare upgrade", load.most));
        }
    }

    private static void fill(Stage stage, String sessionId, SessionContext context) {
        ResumeService service = Stage.service(
                stage.store().orElseThrow(),
                stage.settings().format().codec(),
                stage.tokens(),
                stage.scripts(),
                stage.clock());
        ResumeOutcome outcome = service.resume(stage.token(sessionId), Position.NONE);
        if (!(outcome instanceof ResumeOutcome.Accepted accepted)) {
            throw new StageException("session " + sessionId + " could not be opened: " + outcome);
        }
        Attachment attachment = accepted.resumption().attachment();
        service.putHead(attachment, context.head());
        for (HistoryEntry entry : context.history()) {
            service.append(attachment, 0, entry);
        }
        service.detach(attachment);
    }

    private static long upgrade(ClientNetwork network, BareServer bare) {
        long start = System.nanoTime();
        AutoCloseable socket = Waiting.of(network.upgrade(bare.uri()), "a bare upgrade");
        long took = System.nanoTime() - start;
        try {
            socket.close();
        } catch (Exception e) {
            throw new StageException("a bare connection did not close: " + e.getMessage());
        }
        Waiting.until(() -> bare.openConnections() == 0, "the end of a bare connection");
        return took;
    }

    private static Resumed restore(Stage stage, String sessionId, SessionContext context, Tally tally, boolean counts) {
        String token = stage.token(sessionId);
        ClientOptions options = ClientOptions.of(
                        stage.uri(), () -> token, stage.settings().format(), stage.random())
                .manual();
        try (ReconnectingClient client = new ReconnectingClient(stage.network(), options, ClientListener.NONE)) {
            Resumed resumed = Waiting.of(client.connect(), "session " + sessionId + " resumed");
            if (counts) {
                SessionContext replica = client.context().orElseThrow();
                tally.reconnected(resumed, judge(context, replica));
            }
            client.reset();
            stage.awaitAllGone();
            return resumed;
        }
    }

    /** By a thread that counts neither as the client's nor as the server's. */
    private static List<String> judge(SessionContext context, SessionContext replica) {
        return Waiting.of(
                CompletableFuture.supplyAsync(() -> DigestOracle.judge(context, "the replica", replica)),
                "the verdict on a replica");
    }
}
