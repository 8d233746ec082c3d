package org.reprise.stress.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reprise.store.uri.Stores;
import org.reprise.stress.oracle.Oracle;
import org.reprise.stress.oracle.Verdict;
import org.reprise.stress.process.Invocation;
import org.reprise.stress.scenario.Parts;
import org.reprise.stress.scenario.Scenario;
import org.reprise.stress.scenario.Settings;
import org.reprise.stress.scenario.StageException;
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

    private static final Duration MOST_LENGTH = Duration.ofHours(24);

    private static final int SHOWN_STEPS = 40;
    private static final String WHOLE = "chaos-script.txt";
    private static final String SHRUNK = "chaos-shrunk.txt";
    private static final double PERCENT = 100;

    private final @Nullable Given given;
    private final Parts parts;
    private final Duration patience;

    /** A script that a run has kept, and where. */
    private record Given(ChaosScript script, Path file) {}

    /**
     * The shortest script that was found, which may be the whole.
     *
     * @param brokeDown why no shorter one was looked for; null if there was no time, or none
     */
    private record Shrunk(ChaosScript script, @Nullable String brokeDown) {}

    /** Faults that are drawn from the seed. */
    public ChaosScenario() {
        this(null, Parts.USUAL, PATIENCE);
    }

    private ChaosScenario(@Nullable Given given, Parts parts, Duration patience) {
        this.given = given;
        this.parts = parts;
        this.patience = patience;
    }

    /**
     * The faults of a script that a run has kept, and no others.
     *
     * @param file where it was kept
     * @param lines the lines of that file
     * @throws IllegalArgumentException if a line is none of a script; it says which and why
     */
    public static ChaosScenario of(Path file, List<String> lines) {
        return new ChaosScenario(new Given(ScriptText.parse(lines), file), Parts.USUAL, PATIENCE);
    }

    /**
     * The same faults, done to parts of one's own.
     *
     * @param patience how long to wait for all to be at rest
     */
    public ChaosScenario over(Parts parts, Duration patience) {
        return new ChaosScenario(given, parts, patience);
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
    public void requirePlayable(Settings settings) {
        Duration length = settings.workload().length();
        if (given == null && length.compareTo(MOST_LENGTH) > 0) {
            throw new IllegalArgumentException("chaos of " + length + ", at most " + MOST_LENGTH.toHours()
                    + "h are possible: all of its script is drawn before it begins");
        }
    }

    @Override
    public Findings play(Settings settings, Progress progress) {
        if (settings.service().target() != null || settings.realTime()) {
            return Scenario.notApplicable(
                    NAME, "every oracle holds", "it moves the clock of a server of its own, and restarts it");
        }
        ChaosScript script = given == null
                ? ChaosScript.of(
                        settings.workload().seed(),
                        settings.workload().length(),
                        settings.workload().sessions())
                : given.script();
        // Whatever becomes of the run, and of this process.
        settings.evidence().keep(WHOLE, file(script, settings, WHOLE));
        ChaosRun.Outcome outcome;
        try {
            outcome = ChaosRun.play(script, settings, parts, patience, progress);
        } catch (StageException e) {
            return Scenario.broken(NAME, String.valueOf(e.getMessage())).with(List.of(again(settings)));
        }
        List<String> notes = new ArrayList<>(outcome.failed() ? explain(script, settings, outcome) : List.of());
        if (outcome.silent() > 0) {
            notes.add(NAME + ": " + outcome.silent() + " of " + script.sessions()
                    + " users had said all of their conversations before the end; a shorter --for, or more --sessions");
        }
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
    private List<String> explain(ChaosScript script, Settings settings, ChaosRun.Outcome outcome) {
        List<String> notes = new ArrayList<>(List.of(again(settings)));
        settings.evidence().keep("chaos-faults.txt", ChaosRun.lines(outcome.faults()));
        Oracle oracle = outcome.faults().keySet().iterator().next();
        Shrunk shrunk = shrunk(script, settings, oracle);
        if (shrunk.brokeDown != null) {
            notes.add("A shorter script was looked for until that broke down: " + shrunk.brokeDown);
        }
        List<String> lines = shrunk.script.lines();
        int whole = script.steps().size();
        if (lines.size() == whole) {
            notes.add(oracle + " did not find it again in a shorter script; the whole has " + whole + " steps");
            return notes;
        }
        settings.evidence().keep(SHRUNK, file(shrunk.script, settings, SHRUNK));
        notes.add(oracle + " finds it in " + lines.size() + " of " + whole + " steps too"
                + settings.evidence()
                        .path(SHRUNK)
                        .map(kept -> ": " + command(settings, kept))
                        .orElse(", with --out they are kept")
                + ":");
        lines.stream().limit(SHOWN_STEPS).forEach(line -> notes.add("  " + line));
        if (lines.size() > SHOWN_STEPS) {
            notes.add("  and " + (lines.size() - SHOWN_STEPS) + " more");
        }
        return notes;
    }

    private String again(Settings settings) {
        return "seed " + settings.workload().seed() + "; the same script again: "
                + command(settings, given == null ? null : given.file());
    }

    private static List<String> file(ChaosScript script, Settings settings, String name) {
        List<String> lines = new ArrayList<>();
        settings.evidence().path(name).ifPresent(kept -> lines.add("# " + command(settings, kept)));
        lines.addAll(ScriptText.lines(script));
        return lines;
    }

    /**
     * All that decides a run.
     *
     * @param file of the script; null for the one that is drawn
     */
    private static String command(Settings settings, @Nullable Path file) {
        List<String> words = new ArrayList<>(List.of("run", NAME));
        if (file == null) {
            words.addAll(
                    List.of("--sessions", Integer.toString(settings.workload().sessions())));
        } else {
            words.addAll(List.of("--script", file.toString()));
        }
        words.addAll(List.of("--for", settings.workload().length().toMillis() + "ms"));
        words.addAll(List.of("--seed", Long.toString(settings.workload().seed())));
        words.addAll(List.of("--corpus", settings.workload().corpus()));
        words.addAll(
                List.of("--store", Stores.withoutPassword(settings.service().store())));
        words.addAll(List.of("--format", settings.service().format() instanceof BinaryFrames ? "BINARY" : "JSON"));
        double growth = settings.objectives().footprintGrowth();
        if (growth != Settings.Objectives.DEFAULT.footprintGrowth()) {
            words.addAll(List.of("--footprint-percent", Double.toString(PERCENT * growth)));
        }
        return Invocation.of(words);
    }

    /** Drops steps for as long as the run was to last. What an oracle has found stands, whatever happens meanwhile. */
    private Shrunk shrunk(ChaosScript script, Settings settings, Oracle oracle) {
        Settings quietly = settings.withoutEvidence();
        long deadline = System.nanoTime() + settings.workload().length().toNanos();
        AtomicReference<@Nullable String> brokeDown = new AtomicReference<>();
        List<Step> shortest = Shrinker.shrink(
                script.steps(),
                steps -> {
                    try {
                        return ChaosRun.play(script.with(steps), quietly, parts, patience, (done, all) -> {})
                                .faults()
                                .containsKey(oracle);
                    } catch (StageException e) {
                        brokeDown.set(e.getMessage());
                        return false;
                    }
                },
                () -> brokeDown.get() == null && System.nanoTime() - deadline < 0);
        return new Shrunk(script.with(shortest), brokeDown.get());
    }
}
