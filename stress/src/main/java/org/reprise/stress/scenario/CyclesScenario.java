package org.reprise.stress.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.reprise.stress.client.ConnectionLostException;
import org.reprise.stress.client.Resumed;
import org.reprise.stress.oracle.HeapOracle;
import org.reprise.stress.oracle.Trend;
import org.reprise.stress.oracle.Verdict;
import org.reprise.stress.server.RepriseServer;

/**
 * A service that has been up for weeks restores as fast as on its first day, and does not need to be restarted for memory:
 * a reconnect leaves nothing behind.
 *
 * <p>First all sessions go and come back ten times without a word, so that what they take must not change by a byte. Then
 * they do so while messages go both ways: each user speaks just before the line drops, and the agent answers while the
 * client is away.
 */
final class CyclesScenario implements Scenario {

    private static final int QUIET_CYCLES = 10;
    private static final int WARM_UP_CYCLES = 5;
    /** In most conversations. */
    private static final int LEAST_TURNS = 3;

    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public String name() {
        return "cycles";
    }

    @Override
    public String promise() {
        return "the hundredth reconnect is as fast as the tenth, and none leaves anything behind";
    }

    @Override
    public Findings play(Settings settings, Progress progress) {
        Tally tally = new Tally(name());
        try (Stage stage = Stage.open(name(), settings, conversations(settings));
                Crowd crowd = new Crowd(stage, settings.workload().sessions())) {
            crowd.each(visitor -> {
                Resumed opened = visitor.connect();
                visitor.talk(1);
                return opened;
            });
            long all = (0L + QUIET_CYCLES + WARM_UP_CYCLES + settings.workload().cycles()) * crowd.size();
            List<Long> footprints = new ArrayList<>();
            for (int cycle = 0; cycle < QUIET_CYCLES; cycle++) {
                double median = cycle(crowd, tally, false);
                tally.series("quiet-median", median);
                if (stage.server().isPresent()) {
                    crowd.disconnect();
                    stage.awaitAllGone();
                    footprints.add(stage.footprint());
                }
                progress.step((cycle + 1L) * crowd.size(), all);
            }
            crowd.each(Visitor::connect);
            List<Double> medians = new ArrayList<>();
            for (int cycle = 0; cycle < WARM_UP_CYCLES + settings.workload().cycles(); cycle++) {
                medians.add(cycle(crowd, tally, true));
                progress.step((QUIET_CYCLES + cycle + 1L) * crowd.size(), all);
            }
            judgeTrend(settings, medians, tally);
            List<String> notes = silent(crowd);
            judgeHeap(settings, stage, crowd, footprints, tally);
            return tally.findings(settings.objectives()).with(notes);
        }
    }

    /** So many that nobody runs out of things to say, as far as a session's script goes. */
    static int conversations(Settings settings) {
        long turns = 1L + WARM_UP_CYCLES + settings.workload().cycles();
        return (int) Math.min(Scripts.MOST_CONVERSATIONS, 1 + turns / LEAST_TURNS);
    }

    private List<String> silent(Crowd crowd) {
        long silent =
                crowd.each(Visitor::hasMoreToSay).stream().filter(more -> !more).count();
        return silent == 0
                ? List.of()
                : List.of(
                        name() + ": " + silent + " of " + crowd.size()
                                + " sessions had said all of their conversations before the last cycle, and came back in silence");
    }

    /** All go and come back. Answers the median time to restore, in milliseconds. */
    private static double cycle(Crowd crowd, Tally tally, boolean talking) {
        List<Outcome> outcomes = crowd.each(visitor -> comeBack(visitor, talking));
        List<Double> millis = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            if (outcome.resumed == null) {
                tally.failed(outcome.visitor, outcome.faults.get(0));
            } else {
                tally.reconnected(outcome.visitor, outcome.resumed, outcome.faults);
                millis.add(outcome.resumed.restoreNanos() / NANOS_PER_MILLI);
            }
        }
        Collections.sort(millis);
        return millis.isEmpty() ? Double.NaN : millis.get(millis.size() / 2);
    }

    private static Outcome comeBack(Visitor visitor, boolean talking) {
        if (talking && visitor.hasMoreToSay()) {
            visitor.sayNext();
        }
        visitor.client().reset();
        try {
            Resumed resumed = visitor.connect();
            visitor.settle();
            return new Outcome(visitor, resumed, visitor.faults());
        } catch (ConnectionLostException | StageException e) {
            return new Outcome(visitor, null, List.of(visitor.sessionId() + ": " + e.getMessage()));
        }
    }

    private void judgeTrend(Settings settings, List<Double> medians, Tally tally) {
        double[] warm = medians.stream()
                .skip(WARM_UP_CYCLES)
                .mapToDouble(Double::doubleValue)
                .toArray();
        for (double median : warm) {
            tally.series("cycle-median", median);
        }
        Trend trend = Trend.of(warm);
        String observed = String.format(
                Locale.ROOT,
                "%+.2f %% [%+.2f, %+.2f] of %.1f ms, %d cycles; %.1f ms in the first of the warm-up",
                100 * trend.slope(),
                100 * trend.low(),
                100 * trend.high(),
                trend.median(),
                warm.length,
                medians.get(0));
        double most = settings.objectives().slope();
        Verdict.Status status = trend.high() < most
                ? Verdict.Status.PASS
                : trend.low() >= most ? Verdict.Status.FAIL : Verdict.Status.INCONCLUSIVE;
        tally.judge(new Verdict(
                name(),
                "restore time, slope per cycle",
                String.format(Locale.ROOT, "< %.0f %% of the median", 100 * most),
                observed,
                status));
    }

    private void judgeHeap(Settings settings, Stage stage, Crowd crowd, List<Long> footprints, Tally tally) {
        String growth = "footprint per session, cycle 10 over cycle 1";
        String open = "Jetty sessions open: while attached, afterwards";
        String most = String.format(
                Locale.ROOT, "< +%.0f %%", 100 * settings.objectives().footprintGrowth());
        String attachedAndGone = crowd.size() + ", 0";
        if (stage.server().isEmpty()) {
            tally.notApplicable(growth, most);
            tally.notApplicable(open, attachedAndGone);
            tally.notApplicable(HeapOracle.CLOSED_CONNECTIONS, "0");
            return;
        }
        footprints.forEach(bytes -> tally.series("footprint", bytes / (double) crowd.size()));
        double first = footprints.get(0) / (double) crowd.size();
        double last = footprints.get(footprints.size() - 1) / (double) crowd.size();
        tally.judge(
                growth,
                most,
                String.format(Locale.ROOT, "%+.3f %% (%,.0f B, %,.0f B)", 100 * (last / first - 1), first, last),
                last / first - 1 < settings.objectives().footprintGrowth());
        RepriseServer server = stage.server().get();
        // A client may be back a moment before Jetty counts it, or no longer counts the connection that was reset.
        Waiting.reached(() -> server.jettySessions() == crowd.size());
        int attached = server.jettySessions();
        crowd.disconnect();
        stage.awaitAllGone();
        String counted = attached + ", " + server.jettySessions();
        tally.judge(open, attachedAndGone, counted, counted.equals(attachedAndGone));
        HeapOracle.Collected garbage = HeapOracle.awaitCollected(stage::connectionsLeft, HeapOracle.MOST_WAIT);
        String none = "0 of " + tally.attempted() + " reconnects";
        tally.judge(garbage.judge(name(), none, settings.evidence()::pathTo));
    }

    private record Outcome(Visitor visitor, @Nullable Resumed resumed, List<String> faults) {}
}
