package org.reprise.stress.storm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.reprise.stress.oracle.PairedRatio;
import org.reprise.stress.oracle.TimingOracle;
import org.reprise.stress.oracle.Verdict;
import org.reprise.stress.scenario.Scenario;
import org.reprise.stress.scenario.Settings;

/** What a storm found, and what is to be said about it. For one thread. */
final class StormReport {

    /** What all returns may take, as a ratio to as many bare upgrades. */
    private static final double MOST_RATIO = 1.3;

    /** What has to come back under overload, as a share of the most that ever did. */
    private static final double LEAST_GOODPUT = 0.9;

    private static final String OVERLOAD = "goodput at three times the rate that is kept up with";
    private static final long MOST_HEAP = 512L << 20;
    private static final double BYTES_PER_MIB = 1 << 20;

    private final int guests;
    private final double contextBytes;
    private final List<String> faults = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> upgradeNotes = new ArrayList<>();
    private final List<String> returnNotes = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();
    private final List<Double> returnMillis = new ArrayList<>();
    private final List<Double> upgradeMillis = new ArrayList<>();
    private final List<Double> latencyMillis = new ArrayList<>();
    private final List<Double> accepted = new ArrayList<>();
    private final List<Double> attached = new ArrayList<>();
    private final List<Double> detached = new ArrayList<>();
    private final List<Usage> usages = new ArrayList<>();
    private final List<OpenLoop.Result> offered = new ArrayList<>();
    private final List<Double> goodputs = new ArrayList<>();
    private long attempted;
    private long restored;
    private long putOff;
    private int spoke;
    private long heapPeak;

    StormReport(List<Holding> holdings) {
        this.guests = holdings.size();
        this.contextBytes = holdings.stream()
                .mapToInt(holding -> holding.head().length + holding.entries().length)
                .average()
                .orElse(0);
    }

    /** The first waves of all, and what the sessions took while they were attached and afterwards, in bytes. */
    void cold(WaveResult upgrades, WaveResult returned, long attachedBytes, long detachedBytes) {
        count(returned);
        faults.addAll(upgrades.faults());
        notes.add(text(
                "%,d sessions of %,.0f bytes each; heap after a collection: %,d bytes per attached session, %,d"
                        + " per detached one, both with its context",
                guests, contextBytes, attachedBytes / guests, detachedBytes / guests));
        attached.add((double) attachedBytes / guests);
        detached.add((double) detachedBytes / guests);
        notes.add("just started: bare upgrades " + show(upgrades) + "; returns " + show(returned));
    }

    /** As many bare upgrades were made to warm up. */
    void warmedUp(WaveResult upgrades) {
        faults.addAll(upgrades.faults());
    }

    /** All have connected, so that they can be dropped. */
    void connected(WaveResult connected) {
        count(connected);
    }

    void upgraded(WaveResult upgrades, Usage usage) {
        faults.addAll(upgrades.faults());
        upgradeMillis.add(upgrades.millisTo(100));
        upgradeNotes.add("bare upgrades: " + show(upgrades) + "; " + usage.over(upgrades.there()));
    }

    void returned(WaveResult returned, Usage usage) {
        count(returned);
        usages.add(usage);
        returnMillis.add(returned.millisTo(100));
        accepted.add(returned.openedPerSecond());
        if (returned.latency().count() > 0) {
            latencyMillis.add(returned.latency().millis(99));
        }
        returnNotes.add("all return at once: " + show(returned) + "; " + usage.over(returned.there()));
    }

    /** A round is over in which the returns took so long, and the bare upgrades. */
    void round(double returned, double upgraded) {
        ratios.add(returned / upgraded);
    }

    void backedOff(WaveResult returned) {
        count(returned);
        notes.add("the median round: " + upgradeNotes.get(median(upgradeMillis)));
        notes.add("the median round: " + returnNotes.get(median(returnMillis)));
        notes.add("all return with the client's back-off: " + show(returned));
    }

    void offered(OpenLoop.Result result, Usage usage) {
        faults.addAll(result.faults());
        putOff += result.putOff();
        offered.add(result);
        goodputs.add(result.goodput());
        notes.add(text(
                "%,.0f returns/s offered: %,.0f/s whole, %s from the intended start, %,d put off, %,d not whole at the end; %s",
                result.offered(),
                result.goodput(),
                show(result.latency()),
                result.putOff(),
                result.late(),
                usage.over(result.there())));
    }

    /** So many sessions have acked what was said in them. */
    void spoke(int sessions) {
        spoke = sessions;
    }

    void heap(long peak) {
        heapPeak = peak;
    }

    /** How many came back in a second when all came at once: the median of the rounds. */
    double returnsPerSecond() {
        return guests * 1_000.0 / returnMillis.get(median(returnMillis));
    }

    /** Where the median stands. */
    private static int median(List<Double> values) {
        return values.indexOf(values.stream().sorted().toList().get(values.size() / 2));
    }

    /** The most that ever came back in a second of those that were offered. */
    double peakGoodput() {
        return goodputs.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    private void count(WaveResult result) {
        attempted += result.guests();
        restored += result.there();
        putOff += result.putOff();
        faults.addAll(result.faults());
    }

    Scenario.Findings findings(Settings settings) {
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.add(Verdict.of(
                StormScenario.NAME,
                "all are back, with the same entries in order",
                "no error",
                faults.isEmpty() ? text("none in %,d returns", attempted) : faults.size() + ": " + faults.get(0),
                faults.isEmpty() && restored == attempted));
        verdicts.add(Verdict.of(
                StormScenario.NAME,
                "whoever is back can speak",
                text("%,d acks", guests),
                text("%,d acks", spoke),
                spoke == guests));
        verdicts.add(overBareUpgrades());
        verdicts.add(Verdict.of(
                StormScenario.NAME,
                "the server's process has not run out of its heap",
                text("peak <= %.0f MiB, its -Xmx", MOST_HEAP / BYTES_PER_MIB),
                text("peak %.0f MiB", heapPeak / BYTES_PER_MIB),
                heapPeak > 0 && heapPeak <= MOST_HEAP));
        verdicts.add(underOverload());
        notes.add(text("put off with 1013 and a hint: %,d in all", putOff));
        notes.add(
                usages.stream().anyMatch(Usage::isGeneratorBound)
                        ? "The load generator was the bottleneck in a storm: these figures are its own, not the server's."
                        : "The load generator was not the bottleneck of the storms.");
        settings.evidence()
                .keep(
                        "storm.txt",
                        Stream.of(notes, upgradeNotes, returnNotes)
                                .flatMap(List::stream)
                                .toList());
        return new Scenario.Findings(verdicts, attempted, restored, series(), notes);
    }

    /** What comparisons of two runs can be made by; the values of rounds that came to no end are left out. */
    private List<Scenario.Series> series() {
        List<Double> goodput = goodputs.isEmpty() ? List.of() : List.of(goodputs.get(goodputs.size() - 1));
        return Stream.of(
                        series("return", "ms", returnMillis),
                        series("return-p99", "ms", latencyMillis),
                        series("upgrade", "ms", upgradeMillis),
                        series("accepted", Scenario.Series.RATE, accepted),
                        series("goodput-peak", Scenario.Series.RATE, List.of(peakGoodput())),
                        series("goodput-overload", Scenario.Series.RATE, goodput),
                        series("attached", "B", attached),
                        series("detached", "B", detached),
                        series("heap-peak", "B", List.of((double) heapPeak)))
                .filter(measured -> !measured.values().isEmpty())
                .toList();
    }

    private static Scenario.Series series(String name, String unit, List<Double> values) {
        return new Scenario.Series(
                StormScenario.NAME + "." + name,
                unit,
                values.stream().filter(Double::isFinite).toList());
    }

    private Verdict overBareUpgrades() {
        String objective = "time until all are back, over as many bare upgrades";
        PairedRatio ratio = new PairedRatio();
        ratios.forEach(ratio::add);
        return ratio.judge(StormScenario.NAME, objective, MOST_RATIO);
    }

    private Verdict underOverload() {
        OpenLoop.Result last = offered.get(offered.size() - 1);
        double share = last.goodput() / peakGoodput();
        return Verdict.of(
                StormScenario.NAME,
                OVERLOAD,
                text(">= %.0f %% of the peak", 100 * LEAST_GOODPUT),
                text(
                        "%.0f %%: %,.0f of %,.0f returns/s, %,.0f offered",
                        100 * share, last.goodput(), peakGoodput(), last.offered()),
                share >= LEAST_GOODPUT);
    }

    private static String show(WaveResult wave) {
        return text(
                "50 %% after %,.0f ms, 99 %% after %,.0f, all after %,.0f; %,.0f connections/s accepted; %s from the intended"
                        + " start; %,d put off",
                wave.millisTo(50),
                wave.millisTo(99),
                wave.millisTo(100),
                wave.openedPerSecond(),
                show(wave.latency()),
                wave.putOff());
    }

    private static String show(TimingOracle latency) {
        return latency.count() == 0
                ? "no latency"
                : text(
                        "latency p50 %,.0f ms, p99 %,.0f, max %,.0f",
                        latency.millis(50), latency.millis(99), latency.maxMillis());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
