package org.reprise.stress.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.reprise.context.ContextComparison;
import org.reprise.context.Durability;
import org.reprise.context.SessionContext;
import org.reprise.context.Variable;
import org.reprise.resume.Position;
import org.reprise.store.ContextStore;
import org.reprise.stress.client.Resumed;
import org.reprise.wire.Frame;

/**
 * People are told the truth about what became of their session: after a tunnel everything is there, after a coffee the
 * conversation is, and after a lunch they begin anew, and nothing of theirs is kept behind their backs.
 *
 * <p>Outages of every length, with both boundaries from both sides.
 */
final class RetentionScenario implements Scenario {

    private static final int SESSIONS = 6;
    private static final int CONVERSATIONS = 5;
    private static final Duration TICK = Duration.ofMillis(1);
    private static final Duration PARKED = Duration.ofSeconds(30);
    private static final Duration GONE = Duration.ofMinutes(5);

    /** How late an outage on the real clock may be noticed to begin: its ends have to stay on their side of a boundary. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "retention";
    }

    @Override
    public String promise() {
        return "brief outages lose nothing, medium ones only scratch, and what has expired is gone";
    }

    @Override
    public Findings play(Settings settings, Progress progress) {
        Tally tally = new Tally(name());
        boolean virtual = !settings.realTime() && settings.service().target() == null;
        Duration margin = virtual ? TICK : MARGIN;
        List<Duration> outages = List.of(
                Duration.ZERO,
                PARKED.minus(margin),
                virtual ? PARKED : PARKED.plus(margin),
                Duration.ofSeconds(60),
                GONE.minus(margin),
                virtual ? GONE : GONE.plus(margin));
        Kept kept = new Kept();
        try (Stage stage = Stage.open(name(), settings, CONVERSATIONS)) {
            long earlier = stage.store().map(ContextStore::sessions).orElse(0L);
            int next = 0;
            long done = 0;
            for (Duration outage : outages) {
                List<Visitor> visitors = new ArrayList<>();
                for (int i = 0; i < SESSIONS; i++) {
                    Visitor visitor = stage.visitor(next++);
                    visitor.connect();
                    while (visitor.hasMoreToSay()) {
                        visitor.talk(1);
                    }
                    visitors.add(visitor);
                }
                goAndReturn(stage, visitors, outage, tally, kept);
                visitors.forEach(Visitor::close);
                stage.awaitAllGone();
                progress.step(++done, outages.size());
            }
            judgeFootprint(settings, stage, next, earlier, tally);
            tally.judge(
                    "medium outage: share of all items kept, the least",
                    String.format(
                            Locale.ROOT,
                            ">= %.0f %%",
                            100 * settings.objectives().preserved()),
                    String.format(Locale.ROOT, "%.2f %%", 100 * kept.leastOfAll),
                    kept.leastOfAll >= settings.objectives().preserved());
            tally.judge(
                    "medium outage: share of durable items kept, the least",
                    "100 %",
                    String.format(Locale.ROOT, "%.2f %%", 100 * kept.leastOfDurable),
                    kept.leastOfDurable == 1);
            return tally.findings(settings.objectives());
        }
    }

    private static void goAndReturn(Stage stage, List<Visitor> visitors, Duration outage, Tally tally, Kept kept) {
        visitors.forEach(visitor -> visitor.client().reset());
        stage.awaitAllGone();
        stage.pass(outage);
        boolean expired = outage.compareTo(GONE) >= 0;
        for (Visitor visitor : visitors) {
            List<String> faults = new ArrayList<>();
            if (expired && stage.stored(visitor.sessionId()).isPresent()) {
                faults.add(visitor.sessionId() + " is still stored after " + outage);
            }
            Position before = visitor.client().position();
            SessionContext ledger = visitor.ledger();
            Resumed resumed = visitor.connect();
            visitor.settle(resumed.outcome());
            SessionContext replica = visitor.client().context().orElseThrow();
            Frame.Outcome expected = expected(outage);
            if (resumed.outcome() != expected) {
                faults.add(visitor.sessionId() + ": outcome " + resumed.outcome() + " after " + outage + ", expected "
                        + expected);
            }
            switch (expected) {
                case RESTORED -> faults.addAll(visitor.faults(ledger));
                case DEGRADED -> {
                    faults.addAll(visitor.faults(durable(ledger)));
                    if (!resumed.dropped().equals(scratch(ledger))) {
                        faults.add(visitor.sessionId() + ": said to have dropped " + resumed.dropped() + ", dropped "
                                + scratch(ledger));
                    }
                    kept.compare(ContextComparison.between(ledger, replica));
                }
                case CLEAN -> {
                    faults.addAll(visitor.faults());
                    if (visitor.client().position().epoch() == before.epoch()) {
                        faults.add(visitor.sessionId() + ": the epoch is the one before");
                    }
                }
            }
            tally.reconnected(visitor, resumed, faults);
        }
    }

    private static Frame.Outcome expected(Duration outage) {
        if (outage.compareTo(PARKED) < 0) {
            return Frame.Outcome.RESTORED;
        }
        return outage.compareTo(GONE) < 0 ? Frame.Outcome.DEGRADED : Frame.Outcome.CLEAN;
    }

    private static SessionContext durable(SessionContext context) {
        Map<String, Variable> memory = new LinkedHashMap<>(context.head().memory());
        memory.values().removeIf(variable -> variable.durability() == Durability.TRANSIENT);
        return new SessionContext(context.head().withMemory(memory), context.history());
    }

    private static List<String> scratch(SessionContext context) {
        return context.head().memory().entrySet().stream()
                .filter(variable -> variable.getValue().durability() == Durability.TRANSIENT)
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * What the same sessions take while they wait hot, parked, and when they are gone.
     *
     * @param first the number of the first of them
     * @param earlier how many sessions a store that lasts had before the run
     */
    private static void judgeFootprint(Settings settings, Stage stage, int first, long earlier, Tally tally) {
        String ratio = "footprint parked, as a share of hot";
        String most = String.format(
                Locale.ROOT, "<= %.0f %%", 100 * settings.objectives().parkedRatio());
        String rest = "sessions and bytes left after they expired";
        if (settings.service().target() != null || settings.realTime()) {
            String why = "it needs a server of this process, and a clock that is moved";
            tally.notApplicable(ratio, most, why);
            tally.notApplicable(rest, "none", why);
            return;
        }
        stage.pass(GONE);
        long empty = stage.footprint();
        for (int i = 0; i < SESSIONS; i++) {
            Visitor visitor = stage.visitor(first + i);
            visitor.connect();
            while (visitor.hasMoreToSay()) {
                visitor.talk(1);
            }
            visitor.client().reset();
        }
        stage.awaitAllGone();
        long hot = stage.footprint() - empty;
        stage.pass(PARKED);
        long parked = stage.footprint() - empty;
        stage.pass(GONE);
        long left = stage.footprint() - empty;
        long sessions = Math.max(0, stage.store().orElseThrow().sessions() - earlier);
        if (stage.isInMemory()) {
            tally.judge(
                    ratio,
                    most,
                    String.format(
                            Locale.ROOT,
                            "%.1f %% (%,d B of %,d B a session)",
                            100.0 * parked / hot,
                            parked / SESSIONS,
                            hot / SESSIONS),
                    parked <= hot * settings.objectives().parkedRatio());
        } else {
            tally.notApplicable(ratio, most, "it needs sessions in this process's memory");
        }
        tally.judge(rest, "none", sessions + " sessions, " + left + " B", sessions == 0 && left <= 0);
    }

    /** The least shares that were kept in any medium outage. */
    private static final class Kept {
        private double leastOfAll = 1;
        private double leastOfDurable = 1;

        void compare(ContextComparison comparison) {
            leastOfAll = Math.min(leastOfAll, comparison.preserved());
            leastOfDurable = Math.min(leastOfDurable, comparison.durablePreserved());
        }
    }
}
