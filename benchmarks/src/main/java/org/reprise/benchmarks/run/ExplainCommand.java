package org.reprise.benchmarks.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.UnCloseablePrintStream;
import org.reprise.benchmarks.ExitCode;
import org.reprise.benchmarks.UsageException;
import org.reprise.benchmarks.profile.CpuTimeProfiler;
import org.reprise.benchmarks.profile.ProfileFolder;
import org.reprise.benchmarks.profile.RecorderSettings;
import org.reprise.result.Hotspots;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain}: where the time and the memory of one benchmark go. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Measures one benchmark once and tells its time, CPU time, bytes and collections, and where they go: the"
                    + " hottest methods and the largest allocation sites, as JDK Flight Recorder saw them.",
            "The recording costs some time of its own: compare times by ab, not by explain."
        },
        footer = {
            "",
            "Examples:",
            "  java -jar benchmarks.jar explain SerializationBenchmark.encode -p codec=BINARY -p size=MEDIUM",
            "  java -jar benchmarks.jar explain RestorationBenchmark.toClient -p size=LARGE -p store=memory: -f 1",
            "",
            "Exit codes: 0 explained, 1 the benchmark gave no result, 2 the command line is wrong."
        })
public final class ExplainCommand implements Callable<Integer> {

    private static final int MOST = 5;

    @Parameters(paramLabel = "BENCHMARK", description = "A regular expression that one benchmark matches.")
    private String benchmark;

    @Option(
            names = "-p",
            paramLabel = "NAME=VALUE",
            description = "A parameter; each that has several values must be given.")
    private List<String> params = List.of();

    @Option(names = "-f", paramLabel = "N", description = "Forks. The places are those of the last.")
    private String forks = "";

    @Option(names = "-wi", paramLabel = "N", description = "Warm-up iterations of each fork.")
    private String warmups = "";

    @Option(names = "-w", paramLabel = "TIME", description = "Time of each of them, such as 500ms.")
    private String warmupTime = "";

    @Option(names = "-i", paramLabel = "N", description = "Measured iterations of each fork.")
    private String iterations = "";

    @Option(names = "-r", paramLabel = "TIME", description = "Time of each of them.")
    private String time = "";

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where the recording is kept. Default: ${DEFAULT-VALUE}.",
            defaultValue = "profiles")
    private Path folder = ProfileFolder.withoutResults();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String[] args = arguments();
        CommandLineOptions options = parsed(args);
        OutputFormat silent = OutputFormatFactory.createFormatInstance(
                new UnCloseablePrintStream(System.err, Charset.defaultCharset()), VerboseMode.SILENT);
        requireOne(options, args, silent);
        PrintWriter out = spec.commandLine().getOut();
        RunWatch watch = new RunWatch(silent);
        Collection<RunResult> results = run(options, watch);
        if (results.isEmpty() || !watch.failures().isEmpty()) {
            out.println("FAILED: " + benchmark + " gave no result; run it without explain to see its error");
            return ExitCode.FAILED;
        }
        RunResult result = results.iterator().next();
        // In a folder of its own: an explanation of another benchmark may have ended within the same second.
        List<Path> recordings =
                ProfileFolder.profiles(folder.resolve(result.getParams().id()), start);
        if (recordings.isEmpty()) {
            out.println("FAILED: " + benchmark + " left no recording in " + folder);
            return ExitCode.FAILED;
        }
        Path recording = recordings.get(0);
        new Explanation(result, Hotspots.read(recording, MOST)).print(out);
        out.println("The recording: " + recording);
        return ExitCode.OK;
    }

    private String[] arguments() {
        List<String> args = new ArrayList<>(List.of(benchmark, "-e", "RulerBenchmark"));
        params.forEach(param -> args.addAll(List.of("-p", param)));
        Map.of("-f", forks, "-wi", warmups, "-w", warmupTime, "-i", iterations, "-r", time)
                .forEach((name, value) -> {
                    if (!value.isEmpty()) {
                        args.addAll(List.of(name, value));
                    }
                });
        args.addAll(List.of(
                "-prof",
                "gc",
                "-prof",
                CpuTimeProfiler.class.getName(),
                "-prof",
                "jfr:dir=" + folder + ";configName=" + RecorderSettings.file()));
        return args.toArray(String[]::new);
    }

    private static CommandLineOptions parsed(String[] args) {
        try {
            return new CommandLineOptions(args);
        } catch (CommandLineOptionException e) {
            throw new UsageException(e.getMessage() + "; explain --help shows the options");
        }
    }

    private static void requireOne(CommandLineOptions options, String[] args, OutputFormat format) {
        SortedSet<BenchmarkListEntry> found =
                BenchmarkList.defaultList().find(format, JmhRun.includes(options), options.getExcludes());
        if (found.size() != 1) {
            throw new UsageException(
                    found.isEmpty()
                            ? "no benchmark matches " + options.getIncludes() + "; -l lists them"
                            : "explain takes one benchmark, and "
                                    + found.stream()
                                            .map(BenchmarkListEntry::getUsername)
                                            .toList() + " match");
        }
        ParamCheck.require(options, JmhRun.paramNames(args), found);
        found.first().getParams().orElse(Map.of()).forEach((name, all) -> {
            Collection<String> chosen = options.getParameter(name).orElse(List.of(all));
            if (chosen.size() != 1) {
                throw new UsageException("explain takes one value of '" + name + "': choose by -p " + name
                        + "=, one of " + String.join(", ", chosen));
            }
        });
    }

    private static Collection<RunResult> run(CommandLineOptions options, RunWatch watch) {
        try {
            return new Runner(JmhRun.withFlagsForThisJdk(options), watch).run();
        } catch (RunnerException e) {
            return List.of();
        }
    }
}
