package org.reprise.stress.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.reprise.store.uri.Stores;
import org.reprise.stress.oracle.Oracle;
import org.reprise.stress.oracle.Verdict;
import org.reprise.stress.scenario.Parts;
import org.reprise.stress.scenario.Scenario;
import org.reprise.stress.scenario.Settings;
import org.reprise.wire.BinaryFrames;

/**
 * Whatever the networks of this world come up with, in whatever order, nobody loses a word, and nobody is told a lie.
 *
 * <p>Faults of every kind are drawn from the seed and mixed over all sessions while messages go both ways.
 */
public final class ChaosScenario implements Scenario {

    /** Its name on the command line. */
    public static final String NAME = "chaos";

    /** Longer than time-outs, back-off and a slow machine together. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int SHOWN_STEPS = 40;
    private static final String SHRUNK = "chaos-shrunk.txt";
    private static final String WHOLE = "chaos-script.txt";

    private final @Nullable ChaosScript given;

    /** Faults that are drawn from the seed. */
    public ChaosScenario() {
        this.given = null;
    }

    private ChaosScenario(ChaosScript given) {
        this.given = given;
    }

    /**
     * The faults of a script that a run has kept, and no others.
     *
     * @param lines the lines of its file
     * @throws IllegalArgumentException if a line is none of a script; it says which and why
     */
    public static ChaosScenario of(List<String> lines) {
        return new ChaosScenario(ScriptText.parse(lines));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String promise() {
        return "whatever goes wrong on the way, in whatever order, nobody loses a word or is told a lie";
    }

    @Override
    public boolean byDefault() {
        return false;
    }

    @Override
    public Findings play(Settings settings, Progress progress) {
        if (settings.service().target() != null || settings.realTime()) {
            return Scenario.notApplicable(
                    NAME, "every oracle holds", "it moves the clock of a server of its own, and restarts it");
        }
        ChaosScript script =
                given == null ? ChaosScript.of(settings.workload().seed(), settings.workload().length(), settings.workload().sessions()) : given;
        ChaosRun.Outcome outcome = ChaosRun.play(script, settings, Parts.USUAL, PATIENCE, progress);
        List<String> notes = outcome.failed() ? explain(script, settings, outcome) : List.of();
        return new Findings(
                verdicts(script, outcome),
                outcome.attempted(),
                outcome.restored(),
                List.of(new Series(NAME + ".return", "ms", outcome.returnMillis())),
                notes);
    }

    private static List<Verdict> verdicts(ChaosScript script, ChaosRun.Outcome outcome) {
        List<Verdict> verdicts = new ArrayList<>();
        for (Oracle oracle : Oracle.values()) {
            List<String> found = outcome.faults().getOrDefault(oracle, List.of());
            verdicts.add(Verdict.of(
                    NAME,
                    oracle.objective(),
                    "none",
                    found.isEmpty()
                            ? "none in " + script.steps().size() + " steps, " + outcome.attempted() + " returns"
                            : found.size() + ": " + found.get(0),
                    found.isEmpty()));
        }
        return verdicts;
    }

    /** How to see it again, and in which steps it can be seen. */
    private static List<String> explain(ChaosScript script, Settings settings, ChaosRun.Outcome outcome) {
        List<String> notes = new ArrayList<>();
        notes.add("seed " + settings.workload().seed() + "; the same script again: " + command(settings));
        Oracle oracle = outcome.faults().keySet().iterator().next();
        long deadline = System.nanoTime() + settings.workload().length().toNanos();
        Optional<ChaosScript> shorter =
                shrunk(script, settings, Parts.USUAL, oracle, PATIENCE, () -> System.nanoTime() - deadline < 0);
        List<String> lines = shorter.orElse(script).lines();
        notes.add(
                shorter.isEmpty()
                        ? oracle + " did not find it again in a shorter script; the whole has " + lines.size()
                                + " steps"
                        : oracle + " finds it in " + lines.size() + " of "
                                + script.steps().size() + " steps too:");
        if (shorter.isPresent()) {
            lines.stream().limit(SHOWN_STEPS).forEach(line -> notes.add("  " + line));
            settings.evidence().keep(SHRUNK, file(shorter.get(), settings, SHRUNK));
        }
        settings.evidence().keep(WHOLE, file(script, settings, WHOLE));
        settings.evidence().keep("chaos-faults.txt", ChaosRun.lines(outcome.faults()));
        return notes;
    }

    private static List<String> file(ChaosScript script, Settings settings, String name) {
        List<String> lines = new ArrayList<>();
        lines.add("# " + command(settings) + " --script " + name);
        lines.addAll(ScriptText.lines(script));
        return lines;
    }

    private static String command(Settings settings) {
        return "java -jar stress/target/stress.jar run chaos --seed " + settings.workload().seed() + " --for "
                + settings.workload().length().toMillis() + "ms --sessions " + settings.workload().sessions() + " --corpus "
                + settings.workload().corpus()
                + " --store " + Stores.withoutPassword(settings.service().store()) + " --format "
                + (settings.service().format() instanceof BinaryFrames ? "BINARY" : "JSON");
    }

    /**
     * A shorter script in which {@code oracle} still finds something; empty if none was found.
     *
     * @param mayGoOn asked before each try
     */
    static Optional<ChaosScript> shrunk(
            ChaosScript script,
            Settings settings,
            Parts parts,
            Oracle oracle,
            Duration patience,
            BooleanSupplier mayGoOn) {
        Settings quietly = settings.withoutEvidence();
        List<Step> shortest = Shrinker.shrink(
                script.steps(),
                steps -> {
                    Map<Oracle, List<String>> found = ChaosRun.play(
                                    script.with(steps), quietly, parts, patience, (done, all) -> {})
                            .faults();
                    return found.containsKey(oracle);
                },
                mayGoOn);
        return shortest.size() < script.steps().size() ? Optional.of(script.with(shortest)) : Optional.empty();
    }
}
