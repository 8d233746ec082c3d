package org.reprise.benchmarks.compare;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code compare}: two saved results. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Tells whether a candidate is slower or needs more bytes than a baseline, from two saved JMH results.",
            "Time: the forks' medians by an exact Mann-Whitney test, at least 5 forks on each side. Bytes"
                    + " (gc.alloc.rate.norm of -prof gc, footprints, encoded sizes): any increase is a regression."
        },
        footer = {
            "",
            "Examples:",
            "  java -jar benchmarks.jar SerializationBenchmark -f 10 -prof gc -rf json -rff baseline.json",
            "  java -jar benchmarks.jar compare baseline.json candidate.json",
            "  java -jar benchmarks.jar compare baseline.json candidate.json --threshold 10%% --strict",
            "  java -jar benchmarks.jar compare baseline.json candidate.json --format json --out comparison.json",
            "  java -jar benchmarks.jar compare comparison.json --format markdown",
            "",
            "Exit codes: 0 no regression, 1 a regression, 2 usage, unreadable or incomparable input, 3 inconclusive with"
                    + " --strict."
        })
public final class CompareCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "BASELINE",
            description = "Results before the change, as JMH's JSON. Alone: a comparison saved by --format json, to be"
                    + " written in another format with the verdicts that it has.")
    private Path baseline;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "CANDIDATE",
            description = "Results after the change, as JMH's JSON.")
    private @Nullable Path candidate;

    @Mixin
    private CompareOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Settings settings = options.settings();
        Comparison comparison =
                candidate == null ? Comparison.read(baseline) : FileComparison.of(baseline, candidate, settings);
        return options.finish(comparison, spec.commandLine().getOut());
    }
}
