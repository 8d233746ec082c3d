package org.reprise.benchmarks.ab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reprise.benchmarks.UsageException;
import org.reprise.benchmarks.compare.CompareOptions;
import org.reprise.benchmarks.compare.Comparison;
import org.reprise.benchmarks.compare.Settings;
import org.reprise.benchmarks.statistics.Looks;
import org.reprise.process.AtEnd;
import org.reprise.result.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code ab}: two jars' benchmarks, run as interleaved pairs of single forks. */
@Command(
        name = "ab",
        mixinStandardHelpOptions = true,
        customSynopsis =
                "java -jar benchmarks.jar ab --baseline OLD.jar [--candidate NEW.jar] [OPTION…] [REGEXP…] [JMH OPTION…]",
        description = {
            "Runs the benchmarks that two jars have in common, whatever their project, as interleaved pairs: in each "
                    + "round a fork of each jar directly after each other, in an order drawn from a seed, half of "
                    + "every ten pairs the baseline first.",
            "Whatever is not an option below goes to the JMH of both jars: regular expressions of benchmarks, -p, -wi, "
                    + "-i, -w, -r, -t, -jvmArgs, -prof … Forks are single ones of a JVM of their own, of Java 17 or "
                    + "later; the profilers of allocation and of CPU time are added."
        },
        footer = {
            "",
            "Examples:",
            "  java -jar benchmarks.jar ab --baseline old.jar --candidate new.jar 'SerializationBenchmark.encode'",
            "  java -jar new.jar ab --baseline old.jar -wi 3 -w 500ms -i 5 -r 500ms -p size=MEDIUM --budget 30m",
            "  java -jar benchmarks.jar ab --baseline old.jar --format json --out ab.json --save forks",
            "  java -jar benchmarks.jar compare ab.json --format markdown",
            "",
            "Exit codes: 0 no regression, 1 a regression, 2 usage, incomparable jars or a fork that failed, 3 inconclusive with"
                    + " --strict."
        })
public final class AbCommand implements Callable<Integer> {

    private static final int LEAST_PAIRS = 2;

    /** All orders that are drawn for so many are held in memory; far fewer decide whatever can be decided. */
    private static final int MOST_PAIRS = 1_000;

    private static final long MOST_SECONDS_TO_SAVE = 30;
    private static final Duration LEAST_FORK_LIMIT = Duration.ofMinutes(10);

    @Option(names = "--baseline", paramLabel = "OLD.jar", required = true, description = "The jar of before.")
    private Path baseline;

    @Option(
            names = "--candidate",
            paramLabel = "NEW.jar",
            description = "The jar of after. Default: the jar that runs this.")
    private @Nullable Path candidate;

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            defaultValue = "15m",
            description = "No pair is begun that would end later: 90s, 15m, 1h30m. Default: ${DEFAULT-VALUE}.")
    private String budget;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "30",
            description = "At most so many pairs of each benchmark. Default: ${DEFAULT-VALUE}.")
    private int pairs;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "What the order is drawn from. Default: one that is drawn and printed.")
    private @Nullable Long seed;

    @Option(
            names = "--save",
            paramLabel = "DIR",
            description =
                    "Keep all forks here: baseline.json and candidate.json as JMH writes them, pairs.json with the order,"
                            + " environment.json.")
    private @Nullable Path folder;

    @Mixin
    private CompareOptions options;

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Duration atMost = DurationText.parse(budget);
        if (pairs < LEAST_PAIRS || pairs > MOST_PAIRS) {
            throw new UsageException("--pairs is " + pairs + ", it must be " + LEAST_PAIRS + " to " + MOST_PAIRS);
        }
        Settings settings = options.settings();
        requireWritable(folder);
        JmhArguments jmhArguments = JmhArguments.parse(arguments);
        JmhJar before = JmhJar.open(baseline);
        JmhJar after = candidate == null ? JmhJar.running() : JmhJar.open(candidate);
        long drawn = seed == null ? new SecureRandom().nextInt(Integer.MAX_VALUE) : seed;
        Comparison comparison = run(before, after, jmhArguments, atMost, drawn, settings);
        return options.finish(comparison, spec.commandLine().getOut());
    }

    private Comparison run(
            JmhJar before, JmhJar after, JmhArguments jmhArguments, Duration atMost, long drawn, Settings settings)
            throws IOException {
        Duration forkLimit = atMost.compareTo(LEAST_FORK_LIMIT) > 0 ? atMost : LEAST_FORK_LIMIT;
        InstantSource clock = InstantSource.system();
        try (AbProgress progress = AbProgress.on(System.err, pairs, clock);
                JmhProcess forks = new JmhProcess(jmhArguments, forkLimit, clock, progress::notice)) {
            CommonCases cases = forks.common(before, after);
            requireAllowed(cases, settings);
            Looks looks = Looks.upTo(pairs);
            AbPlan plan = new AbPlan(before, after, Optional.of(JmhJar.ruler()), cases.common(), looks, atMost, drawn);
            PairedJudge judge = new PairedJudge(plan, settings, cases);
            AbOutcome outcome = run(new Ab(plan, forks, judge, progress, clock), drawn);
            outcome.shortfall(looks, atMost).ifPresent(progress::notice);
            return judge.conclude(outcome);
        }
    }

    /** Where a signal ends this JVM, its end waits until what has been measured by then is saved. */
    private AbOutcome run(Ab ab, long drawn) throws IOException {
        if (folder == null) {
            return ab.run();
        }
        CountDownLatch saved = new CountDownLatch(1);
        AtEnd ending = AtEnd.run("ab-saving", () -> await(saved));
        try {
            return ab.run();
        } finally {
            try {
                SavedPairs.write(folder, drawn, ab.pairs());
                Environment.ofThisProcess(Instant.now()).write(folder.resolve("environment.json"));
            } finally {
                saved.countDown();
                ending.close();
            }
        }
    }

    private static void await(CountDownLatch saved) {
        try {
            saved.await(MOST_SECONDS_TO_SAVE, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void requireAllowed(CommonCases cases, Settings settings) {
        if (!cases.removed().isEmpty() && !settings.allowRemoved()) {
            throw new UsageException(
                    "the candidate lacks " + cases.removed().size() + " of the baseline's benchmarks, such as "
                            + cases.removed().get(0) + ": choose others, or allow it by --allow-removed");
        }
    }

    private static void requireWritable(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UsageException(folder + " cannot be made: " + e.getMessage());
        }
        if (!Files.isWritable(folder)) {
            throw new UsageException(folder + " cannot be written to");
        }
    }
}
