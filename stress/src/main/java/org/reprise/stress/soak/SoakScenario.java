package org.reprise.stress.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.reprise.resume.RetentionPolicy;
import org.reprise.stress.client.ConnectionLostException;
import org.reprise.stress.client.RefusedException;
import org.reprise.stress.client.Resumed;
import org.reprise.stress.oracle.HeapOracle;
import org.reprise.stress.oracle.TimingOracle;
import org.reprise.stress.oracle.Trend;
import org.reprise.stress.oracle.Verdict;
import org.reprise.stress.scenario.Crowd;
import org.reprise.stress.scenario.Scenario;
import org.reprise.stress.scenario.Settings;
import org.reprise.stress.scenario.Stage;
import org.reprise.stress.scenario.StageException;
import org.reprise.stress.scenario.Visitor;

/**
 * A service that is never restarted takes no more after a month than on its first day.
 *
 * <p>Over and over, for as long as it is told to: all sessions begin, talk, drop and come back between the turns, wait, and
 * expire. Each time that they wait they hold the same, and must take the same.
 */
public final class SoakScenario implements Scenario {

    /** Its name on the command line. */
    public static final String NAME = "soak";

    private static final int CONVERSATIONS = 2;
    private static final int TURNS = 5;

    /** What is compiled and cached at first is no leak: so many lives, and the first quarter of a longer run. */
    private static final int WARM_UP_LIVES = 2;

    private static final int WARM_UP_SHARE = 4;

    /** What sessions take is told to the byte; what else is on the heap comes and goes. */
    private static final int LEAST_LIVES = 5;

    private static final int LEAST_HEAP_LIVES = 20;
    private static final int MOST_FAULTS = 100;

    /** So many lives are told apart; in a longer run each stands for some. */
    private static final int MOST_POINTS = 500;

    private static final Duration EXPIRED = RetentionPolicy.DEFAULT.extended().plusSeconds(1);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String promise() {
        return "a service that is never restarted takes no more after a month than on its first day";
    }

    @Override
    public boolean byDefault() {
        return false;
    }

    @Override
    public Findings play(Settings settings, Progress progress) {
        if (settings.service().target() != null || settings.realTime()) {
            return Scenario.notApplicable(
                    NAME, "a flat footprint", "it moves the clock of a server of its own, and measures it");
        }
        try (Stage stage = Stage.open(NAME, settings, CONVERSATIONS);
                Crowd crowd = new Crowd(stage, settings.workload().sessions())) {
            return new Soak(settings, stage, crowd).play(progress);
        }
    }

    /** One play. For one thread, save for what visitors count. */
    private static final class Soak {
        private final Settings settings;
        private final Stage stage;
        private final Crowd crowd;
        private final TimingOracle restores = new TimingOracle();
        private final long earlier;
        private final AtomicLong attempted = new AtomicLong();
        private final AtomicLong restored = new AtomicLong();
        private final List<String> faults = new ArrayList<>();
        private final Footprints sessions = new Footprints(MOST_POINTS);
        private final Footprints heap = new Footprints(MOST_POINTS);
        private long faulty;
        private long leftBehind;
        private long lives;

        Soak(Settings settings, Stage stage, Crowd crowd) {
            this.settings = settings;
            this.stage = stage;
            this.earlier = stage.store().orElseThrow().sessions();
            this.crowd = crowd;
        }

        Findings play(Progress progress) {
            long startedAt = System.nanoTime();
            long length = settings.workload().length().toNanos();
            for (long elapsed = 0; elapsed < length; elapsed = System.nanoTime() - startedAt) {
                live(startedAt + length, progress, startedAt);
            }
            progress.step(
                    settings.workload().length().toMillis(),
                    settings.workload().length().toMillis());
            crowd.disconnect();
            stage.awaitAllGone();
            expire();
            return findings();
        }

        /** All sessions from their beginning to their end; cut short when the time is over, save for the first. */
        private void live(long until, Progress progress, long startedAt) {
            note(crowd.each(visitor -> {
                visitor.connect();
                visitor.settle();
                return visitor.faults();
            }));
            for (int turn = 0; turn < TURNS; turn++) {
                if (lives > 0 && System.nanoTime() - until > 0) {
                    return;
                }
                note(crowd.each(this::comeBack));
                progress.step(
                        Math.min(
                                settings.workload().length().toMillis(),
                                Duration.ofNanos(System.nanoTime() - startedAt).toMillis()),
                        settings.workload().length().toMillis());
            }
            crowd.disconnect();
            stage.awaitAllGone();
            lives++;
            if (lives > WARM_UP_LIVES) {
                measure();
            }
            expire();
        }

        private void expire() {
            stage.pass(EXPIRED);
            leftBehind = Math.max(leftBehind, stage.store().orElseThrow().sessions() - earlier);
        }

        /** Speaks, drops, and comes back while the agent answers. */
        private List<String> comeBack(Visitor visitor) {
            if (visitor.hasMoreToSay()) {
                visitor.sayNext();
            }
            visitor.client().reset();
            attempted.incrementAndGet();
            try {
                Resumed resumed = visitor.connect();
                visitor.settle();
                restores.took(resumed.restoreNanos());
                List<String> found = visitor.faults();
                if (found.isEmpty()) {
                    restored.incrementAndGet();
                }
                return found;
            } catch (ConnectionLostException | RefusedException | StageException e) {
                return List.of(visitor.sessionId() + ": " + e.getMessage());
            }
        }

        private void note(List<List<String>> found) {
            for (List<String> ofOne : found) {
                faulty += ofOne.size();
                ofOne.stream().limit(MOST_FAULTS - faults.size()).forEach(faults::add);
            }
        }

        private void measure() {
            sessions.add(stage.footprint());
            HeapOracle.awaitCollected(stage::connectionsLeft, HeapOracle.MOST_WAIT);
            heap.add(HeapOracle.settledHeap());
        }

        private Findings findings() {
            List<Verdict> verdicts = new ArrayList<>();
            verdicts.add(Verdict.of(
                    NAME,
                    "context: same count, ids, order and content",
                    "no difference",
                    faults.isEmpty()
                            ? "none in " + attempted + " reconnects"
                            : faulty + " in " + attempted + " reconnects: " + faults.get(0),
                    faults.isEmpty() && attempted.get() > 0));
            verdicts.add(flat("what the sessions take, growth over the run", sessions, LEAST_LIVES));
            verdicts.add(flat("heap after a collection, growth over the run", heap, LEAST_HEAP_LIVES));
            verdicts.add(Verdict.of(
                    NAME, "sessions left after they expired", "0", Long.toString(leftBehind), leftBehind == 0));
            HeapOracle.Collected garbage = HeapOracle.awaitCollected(stage::connectionsLeft, HeapOracle.MOST_WAIT);
            verdicts.add(garbage.judge(NAME, "0", settings.evidence()::pathTo));
            return new Findings(
                    verdicts,
                    attempted.get(),
                    restored.get(),
                    List.of(
                            new Series(NAME + ".footprint", "B", sessions.values()),
                            new Series(NAME + ".heap", "B", heap.values())),
                    List.of(String.format(
                            Locale.ROOT,
                            "%,d lives of %,d sessions, %,d reconnects; restored in %.1f ms at the median, %.1f at most",
                            lives,
                            crowd.size(),
                            attempted.get(),
                            restores.millis(50),
                            restores.maxMillis())));
        }

        private Verdict flat(String objective, Footprints measured, int least) {
            double most = settings.objectives().footprintGrowth();
            String expected = String.format(Locale.ROOT, "< +%.0f %%", 100 * most);
            List<Double> all = measured.values();
            double[] values = all.stream()
                    .skip(all.size() / WARM_UP_SHARE)
                    .mapToDouble(Double::doubleValue)
                    .toArray();
            if (values.length < least) {
                return new Verdict(
                        NAME,
                        objective,
                        expected,
                        values.length + " lives after the warm-up, at least " + least
                                + " are needed: a longer --for, or fewer --sessions",
                        Verdict.Status.INCONCLUSIVE);
            }
            Trend trend = Trend.of(values);
            int steps = values.length - 1;
            Verdict.Status status = trend.high() * steps < most
                    ? Verdict.Status.PASS
                    : trend.low() * steps >= most ? Verdict.Status.FAIL : Verdict.Status.INCONCLUSIVE;
            return new Verdict(
                    NAME,
                    objective,
                    expected,
                    String.format(
                            Locale.ROOT,
                            "%+.2f %% [%+.2f, %+.2f] of %,.0f bytes, %,d lives",
                            100 * trend.slope() * steps,
                            100 * trend.low() * steps,
                            100 * trend.high() * steps,
                            trend.median(),
                            lives),
                    status);
        }
    }
}
