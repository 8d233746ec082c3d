package org.reprise.stress.chaos;

import java.lang.ref.Reference;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.reprise.resume.RefusalCode;
import org.reprise.resume.RetentionPolicy;
import org.reprise.store.StoreException;
import org.reprise.stress.client.ClientNetwork;
import org.reprise.stress.client.ConnectionLostException;
import org.reprise.stress.client.RefusedException;
import org.reprise.stress.fault.Fault;
import org.reprise.stress.oracle.HeapOracle;
import org.reprise.stress.oracle.Oracle;
import org.reprise.stress.scenario.Parts;
import org.reprise.stress.scenario.Scenario.Progress;
import org.reprise.stress.scenario.Scripts;
import org.reprise.stress.scenario.Settings;
import org.reprise.stress.scenario.Stage;
import org.reprise.stress.scenario.StageException;
import org.reprise.stress.server.RepriseServer;
import org.reprise.wire.Frame;

/**
 * Plays one script on a stage of its own. What happens to the server, and who may not come in, has a thread of its own, so
 * that users come and go meanwhile.
 */
public final class ChaosRun implements AutoCloseable {

    private static final int TURNS_PER_CONVERSATION = 2;
    private static final int QUIET_CYCLES = 5;
    private static final long TABLES_BYTES = 1_024;
    private static final long TABLE_BYTES_PER_SESSION = 32;
    private static final long POLL_MILLIS = 2;
    private static final Duration MOST_RETURN = Duration.ofSeconds(10);
    /** Where users come from who do not come from home; not the server's address, whose port must stay free in a restart. */
    private static final String ELSEWHERE = "127.0.0.3";

    private static final int ADDRESSES_PER_NET = 250;

    private final Settings settings;
    private final Duration patience;
    private final Faults faults = new Faults();
    private final Stage stage;
    private final ClientNetwork elsewhere;
    private final List<Guest> guests = new ArrayList<>();
    private final ExecutorService operator = Executors.newSingleThreadExecutor();
    private final List<Future<?>> operations = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final long empty;
    private final long before;

    private ChaosRun(Settings settings, Parts parts, Duration patience, ChaosScript script) {
        this.settings = settings;
        this.patience = patience;
        this.stage = Stage.open(ChaosScenario.NAME, settings, conversations(script), new Hasty().then(parts));
        this.elsewhere = stage.networkFrom(ELSEWHERE);
        this.empty = stage.footprint();
        this.before = stage.store().orElseThrow().sessions();
        for (int i = 0; i < script.sessions(); i++) {
            guests.add(stage.closing(new Guest(stage, i, proxyOf(i), parts, faults)));
        }
    }

    /** So many that most have something to say to the end, as far as a session's script goes. */
    static int conversations(ChaosScript script) {
        return Math.min(Scripts.MOST_CONVERSATIONS, 1 + script.mostSaid() / TURNS_PER_CONVERSATION);
    }

    /** Each has its own: from one that they share, one might connect by the port of another that refuses, and keep it. */
    private static String proxyOf(int guest) {
        return "127.4." + guest / ADDRESSES_PER_NET + "." + (1 + guest % ADDRESSES_PER_NET);
    }

    /**
     * What a run found.
     *
     * @param faults what each oracle found; none for those that found nothing
     * @param attempted how many returns were attempted
     * @param restored how many of them came to their end
     * @param returnMillis how long each return took once the way was clear
     * @param silent how many users had said all of their conversations when they were to say more
     */
    public record Outcome(
            Map<Oracle, List<String>> faults, long attempted, long restored, List<Double> returnMillis, long silent) {
        /** Whether an oracle found anything. */
        public boolean failed() {
            return !faults.isEmpty();
        }
    }

    /**
     * Plays a script.
     *
     * @param patience how long to wait for all to be at rest
     * @throws StageException if it cannot be played to its end, whatever stands in the way
     */
    public static Outcome play(
            ChaosScript script, Settings settings, Parts parts, Duration patience, Progress progress) {
        try (ChaosRun run = new ChaosRun(settings, parts, patience, script)) {
            return run.play(script, progress);
        } catch (StoreException | ConnectionLostException | RefusedException | IllegalStateException e) {
            throw new StageException("the run broke down: " + e.getMessage());
        }
    }

    private Outcome play(ChaosScript script, Progress progress) {
        guests.forEach(Guest::comeBack);
        long at = System.nanoTime();
        long done = 0;
        for (Step step : script.steps()) {
            at += TimeUnit.MILLISECONDS.toNanos(step.afterMillis());
            sleep(at - System.nanoTime());
            act(step.action());
            if (step.action() instanceof Action.Settle) {
                at = System.nanoTime();
            }
            progress.step(++done, script.steps().size());
        }
        List<Double> millis = guests.stream()
                .flatMap(guest -> guest.returnNanos().stream())
                .map(nanos -> nanos / 1e6)
                .toList();
        return new Outcome(
                faults.byOracle(),
                guests.stream().mapToLong(Guest::attempted).sum(),
                guests.stream().mapToLong(Guest::restored).sum(),
                millis,
                guests.stream().filter(Guest::isSilent).count());
    }

    private void act(Action action) {
        if (action instanceof Action.OfSession ofSession) {
            act(ofSession, guests.get(ofSession.session()));
        } else if (action instanceof Action.Pass pass) {
            operate(() -> stage.pass(pass.time()));
        } else if (action instanceof Action.Restart restart) {
            operate(() -> {
                if (!restart.told()) {
                    guests.forEach(guest -> guest.proxy().inject(new Fault.Reset()));
                }
                stage.restart();
            });
        } else if (action instanceof Action.AwaitAllGone) {
            await(() -> stage.server().orElseThrow().openConnections() == 0);
        } else if (action instanceof Action.AwaitAllStored) {
            await(() -> guests.stream().allMatch(Guest::isStored));
        } else if (action instanceof Action.Settle) {
            settle();
        } else if (action instanceof Action.Retire) {
            retire();
        }
    }

    private void act(Action.OfSession action, Guest guest) {
        if (action instanceof Action.Say) {
            guest.say();
        } else if (action instanceof Action.Inject inject) {
            guest.proxy().inject(inject.fault());
        } else if (action instanceof Action.Heal) {
            guest.proxy().heal();
        } else if (action instanceof Action.Leave leave) {
            guest.leave(leave.manner());
        } else if (action instanceof Action.Return) {
            guest.comeBack();
        } else if (action instanceof Action.ReturnTwice) {
            guest.comeBackTwice(elsewhere);
        } else if (action instanceof Action.TakeOver) {
            guest.shareWithASecondClient();
        } else if (action instanceof Action.Intrude intrude) {
            operate(() -> intrude(guest, intrude.intruder()));
        }
    }

    private void operate(Runnable operation) {
        operations.add(operator.submit(operation));
    }

    /** Of a session that may be gone, anybody may open another. */
    private void intrude(Guest guest, Intruder intruder) {
        if (!guest.isSurelyThere()) {
            return;
        }
        Frame.Hello hello = new Frame.Hello(intruder.token(stage, guest.sessionId()), intruder.position());
        Optional<Frame> answer = Break.in(http, stage.uri(), settings.service().format(), hello);
        String who = guest.sessionId() + ": " + intruder;
        if (answer.isPresent() && answer.get() instanceof Frame.Refused refused) {
            RefusalCode code = refused.code();
            if (code != intruder.deserved()) {
                faults.add(Oracle.ACCESS, who + " was refused as " + code + ", expected " + intruder.deserved());
            }
        } else if (answer.isPresent()) {
            faults.add(Oracle.ACCESS, "false negative: " + who + " was let in");
        }
    }

    private void settle() {
        awaitOperations();
        guests.forEach(Guest::clear);
        await(() -> guests.stream().allMatch(guest -> guest.isAtRest() || guest.hasFailed()));
        guests.forEach(guest -> guest.judge(MOST_RETURN));
        if (!faults.isEmpty()) {
            guests.forEach(guest -> settings.evidence()
                    .keep(
                            ChaosScenario.NAME,
                            guest.sessionId(),
                            lines(faults.byOracle()),
                            guest.due(),
                            guest.client().context(),
                            stage.stored(guest.sessionId())));
        }
    }

    static List<String> lines(Map<Oracle, List<String>> faults) {
        return faults.entrySet().stream()
                .flatMap(found -> found.getValue().stream().map(fault -> found.getKey() + " " + fault))
                .toList();
    }

    private void awaitOperations() {
        for (Future<?> operation : operations) {
            try {
                operation.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw new StageException("the run broke down: " + e.getCause().getMessage());
            } catch (TimeoutException e) {
                throw new StageException("the server did not stop, start or sweep within " + patience);
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }
        operations.clear();
    }

    /** What sessions take must not grow with returns, and what is over must leave nothing. */
    private void retire() {
        awaitOperations();
        guests.forEach(guest -> guest.proxy().heal());
        footprintOfAllAway();
        // Not before everybody has come back to this server once, which may have been started a moment ago.
        long first = footprintAfterAReturn();
        long last = first;
        for (int i = 0; i < QUIET_CYCLES; i++) {
            last = footprintAfterAReturn();
        }
        double growth = last / (double) first - 1;
        if (growth >= settings.objectives().footprintGrowth()) {
            faults.add(
                    Oracle.HEAP,
                    "sessions took " + first + " B, and " + last + " B after " + QUIET_CYCLES + " returns");
        }
        guests.forEach(Guest::retire);
        stage.pass(RetentionPolicy.DEFAULT.extended().plusSeconds(1));
        long sessions = stage.store().orElseThrow().sessions();
        long left = stage.footprint();
        if (sessions > before || left > empty + tables()) {
            faults.add(
                    Oracle.HEAP,
                    (sessions - before) + " sessions are left after they expired, and " + left + " B of " + empty
                            + " B before");
        }
        guests.forEach(Guest::close);
        HeapOracle.Collected garbage =
                HeapOracle.awaitCollected(this::connectionsLeft, min(patience, HeapOracle.MOST_WAIT));
        if (garbage.settled() && !garbage.left().isEmpty()) {
            Reference<Object> held = garbage.left().get(0);
            faults.add(
                    Oracle.HEAP,
                    garbage.left().size() + " objects of closed connections are left, such as "
                            + settings.evidence().pathTo(held));
        }
    }

    private List<Reference<Object>> connectionsLeft() {
        List<Reference<Object>> left = new ArrayList<>(stage.connectionsLeft());
        for (ClientNetwork network : List.of(stage.network(), elsewhere)) {
            List<Reference<Object>> here = network.closedConnections();
            // A selector holds the last one that it looked at.
            left.addAll(here.subList(Math.min(network.selectors(), here.size()), here.size()));
        }
        return left;
    }

    /** The most that the tables of empty maps take: they do not shrink. */
    private long tables() {
        return TABLES_BYTES + TABLE_BYTES_PER_SESSION * guests.size();
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private long footprintAfterAReturn() {
        guests.forEach(Guest::comeBack);
        await(() -> guests.stream().allMatch(Guest::isBack));
        guests.stream().filter(guest -> !guest.isBack()).forEach(Guest::judgeMissing);
        return footprintOfAllAway();
    }

    private long footprintOfAllAway() {
        guests.forEach(guest -> guest.leave(Action.Manner.CLOSE));
        RepriseServer server = stage.server().orElseThrow();
        await(() -> server.openConnections() == 0);
        return stage.footprint();
    }

    /** Waits for it, for so long as there is patience. What it is not, the oracles find. */
    private void await(BooleanSupplier reached) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!reached.getAsBoolean() && System.nanoTime() - deadline < 0) {
            sleep(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
        }
    }

    private static void sleep(long nanos) {
        try {
            if (nanos > 0) {
                TimeUnit.NANOSECONDS.sleep(nanos);
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static StageException interrupted() {
        Thread.currentThread().interrupt();
        return new StageException("interrupted");
    }

    @Override
    public void close() {
        operator.shutdownNow();
        stage.close();
    }
}
