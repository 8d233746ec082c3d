package org.reprise.stress.scenario;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.reprise.stress.client.Resumed;
import org.reprise.stress.oracle.TimingOracle;
import org.reprise.stress.oracle.Verdict;

/** What a scenario gathers while it is played. For one thread. */
final class Tally {

    private static final double NANOS_PER_MILLI = 1e6;

    private final String scenario;
    private final TimingOracle connects = new TimingOracle();
    private final TimingOracle restores = new TimingOracle();
    private final List<String> faults = new ArrayList<>();
    private final Map<String, List<Double>> series = new TreeMap<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private final Set<Visitor> visitors = new LinkedHashSet<>();
    private long attempted;
    private long restored;

    Tally(String scenario) {
        this.scenario = scenario;
    }

    /** A reconnect has come to its end; {@code found} is what is wrong with it. */
    void reconnected(Visitor visitor, Resumed resumed, List<String> found) {
        visitors.add(visitor);
        reconnected(resumed, found);
        if (!found.isEmpty()) {
            visitor.keep(found);
        }
    }

    /** Likewise, of somebody who keeps no ledger. */
    void reconnected(Resumed resumed, List<String> found) {
        attempted++;
        connects.took(resumed.connectNanos());
        restores.took(resumed.restoreNanos());
        series("restore", resumed.restoreNanos() / NANOS_PER_MILLI);
        if (found.isEmpty()) {
            restored++;
        } else {
            faults.addAll(found);
        }
    }

    /** A reconnect has failed. */
    void failed(Visitor visitor, String why) {
        attempted++;
        visitors.add(visitor);
        faults.add(why);
        visitor.keep(List.of(why));
    }

    /** How many reconnects were attempted. */
    long attempted() {
        return attempted;
    }

    void series(String name, double value) {
        series.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    void judge(Verdict verdict) {
        verdicts.add(verdict);
    }

    void judge(String objective, String expected, String observed, boolean holds) {
        verdicts.add(Verdict.of(scenario, objective, expected, observed, holds));
    }

    void notApplicable(String objective, String expected) {
        notApplicable(objective, expected, "the server is elsewhere");
    }

    /** Likewise, where it is not the server that is in the way. */
    void notApplicable(String objective, String expected, String why) {
        verdicts.add(new Verdict(scenario, objective, expected, why, Verdict.Status.NOT_APPLICABLE));
    }

    /** Judges that everything came back, and how fast. To be called while the stage is open. */
    Scenario.Findings findings(Settings.Objectives objectives) {
        List<Verdict> all = new ArrayList<>();
        all.add(Verdict.of(
                scenario,
                "context: same count, ids, order and content",
                "no difference",
                faults.isEmpty()
                        ? "none in " + attempted + " reconnects"
                        : faults.size() + " in " + attempted + " reconnects: " + faults.get(0),
                faults.isEmpty() && restored == attempted && attempted > 0));
        if (connects.count() > 0) {
            all.add(connects.judgeMean(
                    scenario, "time to connect", objectives.connect().toNanos() / NANOS_PER_MILLI));
            all.add(restores.judgeMax(
                    scenario, "time to restore", objectives.restore().toNanos() / NANOS_PER_MILLI));
        }
        all.addAll(verdicts);
        keepLedgers(all);
        List<Scenario.Series> measured = new ArrayList<>();
        series.forEach((name, values) -> measured.add(
                new Scenario.Series(scenario + "." + name, name.startsWith("footprint") ? "B" : "ms", values)));
        return new Scenario.Findings(all, attempted, restored, measured);
    }

    private void keepLedgers(List<Verdict> all) {
        List<String> failed = all.stream()
                .filter(verdict -> verdict.status() == Verdict.Status.FAIL)
                .map(Verdict::toString)
                .toList();
        if (!failed.isEmpty()) {
            visitors.forEach(visitor -> visitor.keep(failed));
        }
    }

    /** The findings of a scenario that needs the inside of a server that is elsewhere. */
    Scenario.Findings elsewhere() {
        return new Scenario.Findings(verdicts, 0, 0, List.of());
    }
}
