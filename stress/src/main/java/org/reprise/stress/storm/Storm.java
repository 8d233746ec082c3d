package org.reprise.stress.storm;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.reprise.resume.SessionTokens;
import org.reprise.store.ContextStore;
import org.reprise.store.uri.Stores;
import org.reprise.stress.client.Backoff;
import org.reprise.stress.process.ServerProcess;
import org.reprise.stress.scenario.Scenario;
import org.reprise.stress.scenario.Settings;
import org.reprise.stress.scenario.Stage;
import org.reprise.stress.scenario.StageException;
import org.reprise.stress.scenario.Waiting;

/** One play of the storm: the server's process, the load client, and what they go through. For one thread. */
final class Storm implements AutoCloseable {

    /** How long the server may take until its sessions are stored. */
    private static final Duration MOST_START = Duration.ofMinutes(10);

    /** Whoever is not there by then does not come any more. */
    private static final Duration MOST_WAVE = Duration.ofMinutes(2);

    /** A store that is slow is not compiled any better for being asked more often. */
    private static final Duration MOST_WARM_UP = Duration.ofSeconds(30);

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** The first rate that is offered, as a share of what a storm brought back in a second; the next ones are higher. */
    private static final double FIRST_RATE = 0.5;

    private static final double NEXT_RATE = 1.4;
    private static final int MOST_RATES = 8;
    private static final double OVERLOAD = 3;

    /** A server keeps up with a rate if it brings back so much of it. */
    private static final double KEPT_UP = 0.95;

    private static final LongSupplier AT_ONCE = () -> 0;

    private final Settings settings;
    private final Scale scale;
    private final Scenario.Progress progress;
    private final Random random;
    private final String run;
    private final ServerProcess server;
    private final ServerMeter meter;
    private final LoadClient client = new LoadClient();
    private final List<BareGuest> bare;
    private final List<SessionGuest> sessions;
    private final long emptyHeap;
    private final StormReport report;
    private int steps;

    /**
     * How large a storm is, beside its sessions.
     *
     * @param heapMiB the server's heap
     * @param warmUpReturns how many returns go before the rounds
     * @param rounds at least 3
     * @param offered for how long each rate is offered
     */
    record Scale(int heapMiB, int warmUpReturns, int rounds, Duration offered) {}

    private Storm(Settings settings, Scale scale, Scenario.Progress progress, ServerProcess server, String run) {
        this.settings = settings;
        this.scale = scale;
        this.progress = progress;
        this.random = new Random(settings.workload().seed());
        this.server = server;
        this.meter = ServerMeter.of(server);
        this.emptyHeap = Long.parseLong(printed(StormServerCommand.EMPTY_HEAP));
        URI bareUri = URI.create(printed(StormServerCommand.BARE));
        SessionTokens tokens = Stage.tokens(settings.service().secret(), InstantSource.system());
        this.run = run;
        StormContexts contexts = new StormContexts(
                settings.workload().corpus(), settings.workload().seed(), run);
        this.bare = IntStream.range(0, settings.workload().sessions())
                .mapToObj(i -> new BareGuest(client, bareUri, i))
                .toList();
        List<Holding> holdings = IntStream.range(0, settings.workload().sessions())
                .parallel()
                .mapToObj(i -> contexts.holding(i, tokens))
                .toList();
        this.sessions = IntStream.range(0, settings.workload().sessions())
                .mapToObj(i -> new SessionGuest(client, server.uri(), i, holdings.get(i), random))
                .toList();
        this.report = new StormReport(holdings);
        client.schedule(TICK_NANOS, this::tick);
    }

    /**
     * Starts the server, which stores its sessions.
     *
     * @param folder where it writes its files
     */
    static Storm open(Settings settings, Scale scale, Scenario.Progress progress, Path folder) {
        String run = "storm" + Long.toHexString(new SecureRandom().nextLong());
        try {
            return open(settings, scale, progress, folder, run);
        } catch (RuntimeException e) {
            try {
                leaveNothing(settings, run);
            } catch (RuntimeException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private static Storm open(Settings settings, Scale scale, Scenario.Progress progress, Path folder, String run) {
        ServerProcess server = ServerProcess.start(
                "storm",
                folder,
                launch(scale.heapMiB),
                List.of(
                        "--sessions",
                        Integer.toString(settings.workload().sessions()),
                        "--run",
                        run,
                        "--corpus",
                        settings.workload().corpus(),
                        "--seed",
                        Long.toString(settings.workload().seed()),
                        "--store",
                        settings.service().store(),
                        "--secret",
                        settings.service().secret()));
        try {
            return new Storm(settings, scale, progress, server, run);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** On a heap that is half full of sessions G1 would mark it all the time, on cores that a storm needs. */
    private static ServerProcess.Launch launch(int heapMiB) {
        return new ServerProcess.Launch(
                StormServerCommand.NAME,
                List.of("-Xmx" + heapMiB + "m", "-XX:+UseParallelGC", "-XX:+ExitOnOutOfMemoryError"),
                MOST_START);
    }

    private String printed(String word) {
        return server.printed(word)
                .orElseThrow(() -> new IllegalStateException("the storm's server did not print its " + word));
    }

    private void tick() {
        long now = System.nanoTime();
        sessions.forEach(guest -> guest.tick(now));
        client.schedule(TICK_NANOS, this::tick);
    }

    Scenario.Findings play() {
        measureHeap();
        warmUp();
        for (int round = 0; round < scale.rounds; round++) {
            boolean bareFirst = round % 2 == 0;
            double before = bareFirst ? bareUpgrades() : 0;
            double returned = returnAtOnce();
            double upgraded = bareFirst ? before : bareUpgrades();
            report.round(returned, upgraded);
        }
        connect();
        dropAll(sessions);
        report.backedOff(wave(sessions, () -> Backoff.DEFAULT.delay(0, random).toNanos()));
        step();
        offerRates();
        sayAWord();
        report.heap(meter.heapPeak());
        return report.findings(settings);
    }

    /** The first of all: what JVMs that have just started take, and what the sessions take. */
    private void measureHeap() {
        WaveResult upgrades = wave(bare, AT_ONCE);
        dropAll(bare);
        WaveResult returns = wave(sessions, AT_ONCE);
        long attached = meter.heapAfterCollection();
        dropAll(sessions);
        long detached = meter.heapAfterCollection();
        report.cold(upgrades, returns, attached - emptyHeap, detached - emptyHeap);
        step();
    }

    /** Until both ends are compiled for what they do; what they take before is told of the first waves. */
    private void warmUp() {
        long deadline = System.nanoTime() + MOST_WARM_UP.toNanos();
        for (long done = 0; done < scale.warmUpReturns && System.nanoTime() < deadline; done += 2L * sessions.size()) {
            report.warmedUp(wave(bare, AT_ONCE));
            dropAll(bare);
            connect();
            dropAll(sessions);
            connect();
            dropAll(sessions);
        }
    }

    private double bareUpgrades() {
        Usage before = Usage.now(meter, client);
        WaveResult upgrades = wave(bare, AT_ONCE);
        report.upgraded(upgrades, Usage.now(meter, client).since(before));
        dropAll(bare);
        step();
        return upgrades.millisTo(100);
    }

    private double returnAtOnce() {
        connect();
        dropAll(sessions);
        Usage before = Usage.now(meter, client);
        WaveResult returns = wave(sessions, AT_ONCE);
        report.returned(returns, Usage.now(meter, client).since(before));
        dropAll(sessions);
        step();
        return returns.millisTo(100);
    }

    private void connect() {
        report.connected(wave(sessions, AT_ONCE));
    }

    private void offerRates() {
        double perSecond = report.returnsPerSecond();
        double kept = 0;
        double rate = FIRST_RATE * perSecond;
        for (int i = 0; i < MOST_RATES && offer(rate).goodput() >= KEPT_UP * rate; i++) {
            kept = rate;
            rate *= NEXT_RATE;
        }
        // One that keeps up with none of them is judged by what it brought back at most.
        offer(OVERLOAD * (kept > 0 ? kept : report.peakGoodput()));
    }

    private OpenLoop.Result offer(double perSecond) {
        connect();
        Usage before = Usage.now(meter, client);
        OpenLoop.Result result = await(
                onLoop(() -> OpenLoop.start(client, sessions, perSecond, scale.offered)), "the end of an offered rate");
        report.offered(result, Usage.now(meter, client).since(before));
        dropAll(sessions);
        step();
        return result;
    }

    /** Whoever is back can speak. */
    private void sayAWord() {
        connect();
        AtomicInteger acked = new AtomicInteger();
        CompletableFuture<Integer> all = onLoop(() -> {
            CompletableFuture<Integer> said = new CompletableFuture<>();
            for (int i = 0; i < sessions.size(); i++) {
                sessions.get(i).say("word-" + i, InstantSource.system().instant(), () -> {
                    if (acked.incrementAndGet() == sessions.size()) {
                        said.complete(sessions.size());
                    }
                });
            }
            client.schedule(MOST_WAVE.toNanos(), () -> said.complete(acked.get()));
            return said;
        });
        report.spoke(await(all, "an ack for each session"));
        step();
    }

    private WaveResult wave(List<? extends Guest> guests, LongSupplier delayNanos) {
        WaveResult result = await(onLoop(() -> Wave.start(client, guests, delayNanos, MOST_WAVE)), "the end of a wave");
        if (result.there() < result.guests()) {
            throw new StageException(result.guests() - result.there() + " of " + result.guests()
                    + " did not come back within " + MOST_WAVE + "; "
                    + result.faults().stream()
                            .findFirst()
                            .map(fault -> "the first that went wrong: " + fault)
                            .orElse("nothing else went wrong"));
        }
        return result;
    }

    private <T> CompletableFuture<T> onLoop(Supplier<CompletableFuture<T>> task) {
        return client.call(task).thenCompose(begun -> begun);
    }

    /** Drops all together, and waits until the server has noticed. */
    private void dropAll(List<? extends Guest> guests) {
        await(
                client.call(() -> {
                    guests.forEach(Guest::leave);
                    return guests.size();
                }),
                "all connections dropped");
        Waiting.until(
                () -> meter.openConnections() == 0, MOST_WAVE, "the end of all dropped connections at the server");
    }

    private <T> T await(CompletableFuture<T> future, String what) {
        CompletableFuture<T> ended = server.onEnd().thenApply(how -> {
            throw new StageException("the server's process has ended, while there was to come " + what + ": " + how);
        });
        return Waiting.of(future.applyToEither(ended, come -> come), MOST_WAVE.multipliedBy(2), what);
    }

    private void step() {
        progress.step(++steps, 2L * scale.rounds + MOST_RATES + 4);
    }

    @Override
    public void close() {
        client.close();
        server.close();
        meter.close();
        leaveNothing(settings, run);
    }

    /** Takes its sessions out of a store that lasts. */
    private static void leaveNothing(Settings settings, String run) {
        if (settings.service().store().equals(Stores.MEMORY)) {
            return;
        }
        try (ContextStore store = Stores.open(settings.service().store())) {
            IntStream.range(0, settings.workload().sessions())
                    .mapToObj(i -> StormContexts.sessionId(run, i))
                    .forEach(store::remove);
        }
    }
}
