package org.reprise.benchmarks.run;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.ProfilersFailedException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.UnCloseablePrintStream;
import org.reprise.benchmarks.ExitCode;
import org.reprise.benchmarks.JdkFlags;
import org.reprise.benchmarks.ResultFile;
import org.reprise.benchmarks.UsageException;
import org.reprise.benchmarks.codec.ColdBenchmark;
import org.reprise.benchmarks.codec.ReusedBufferBenchmark;
import org.reprise.benchmarks.codec.ViewBenchmark;
import org.reprise.benchmarks.profile.ProfileFolder;
import org.reprise.benchmarks.profile.ProfilerArguments;
import org.reprise.benchmarks.resume.FrameBenchmark;
import org.reprise.benchmarks.resume.GroupCommitBenchmark;
import org.reprise.benchmarks.resume.MissedBenchmark;
import org.reprise.benchmarks.resume.ParkingBenchmark;
import org.reprise.benchmarks.resume.RedisFloorBenchmark;
import org.reprise.benchmarks.resume.SqliteFloorBenchmark;
import org.reprise.benchmarks.resume.TurnsBenchmark;
import org.reprise.benchmarks.ruler.RulerBenchmark;

/** JMH with its own command line, and with an exit code and a summary that can be relied on. */
public final class JmhRun {

    /**
     * The ruler measures no code of the suite, the stores' own benchmarks need a disk or a server beside this JVM, and with the
     * others a run without arguments would take longer than ten minutes.
     */
    private static final List<Class<?>> ONLY_BY_NAME = List.of(
            RulerBenchmark.class,
            GroupCommitBenchmark.class,
            RedisFloorBenchmark.class,
            SqliteFloorBenchmark.class,
            ReusedBufferBenchmark.class,
            ViewBenchmark.class,
            ColdBenchmark.class,
            FrameBenchmark.class,
            ParkingBenchmark.class,
            MissedBenchmark.class,
            TurnsBenchmark.class);

    /** Stands in the table of the benchmark that is left out. */
    private static final String FLOOR_OF_REUSED_BUFFERS = "FloorBenchmark\\.copyAgain$";

    private JmhRun() {}

    /**
     * Does what {@code given} asks JMH for.
     *
     * @return the exit code
     * @throws UsageException if the arguments cannot be run
     */
    public static int run(String[] given, PrintStream out, PrintStream err) {
        try {
            Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            String[] args = apart(given);
            requireWritableResults(new CommandLineOptions(args));
            ProfilerArguments profiled =
                    ProfilerArguments.complete(List.of(args), profileFolder(new CommandLineOptions(args)), err);
            String[] effective = withoutUnnamed(profiled.args().toArray(String[]::new));
            CommandLineOptions options = new CommandLineOptions(effective);
            if (onlyInforms(options)) {
                return ExitCode.OK;
            }
            int exit = measure(options, effective, out);
            printProfiles(profiled.folders(), start, out);
            return exit;
        } catch (CommandLineOptionException e) {
            throw new UsageException(e.getMessage() + "; --help shows the options");
        }
    }

    /** JMH takes {@code -prof=gc} for {@code -prof gc}, and likewise with parameters: here they all are in the latter form. */
    static String[] apart(String[] args) {
        List<String> apart = new ArrayList<>();
        for (String arg : args) {
            int equals = arg.startsWith("-p=") || arg.startsWith("-prof=") ? arg.indexOf('=') : -1;
            if (equals > 0) {
                apart.add(arg.substring(0, equals));
            }
            apart.add(arg.substring(equals + 1));
        }
        return apart.toArray(String[]::new);
    }

    private static void requireWritableResults(CommandLineOptions options) {
        if (options.getResult().hasValue() && !informs(options)) {
            ResultFile.requireWritable(Path.of(options.getResult().get()));
        }
    }

    private static Path profileFolder(Options options) {
        if (options.getResult().hasValue()) {
            return ProfileFolder.beside(Path.of(options.getResult().get()));
        }
        return options.getResultFormat().hasValue()
                ? ProfileFolder.beside(Path.of(Defaults.RESULT_FILE_PREFIX))
                : ProfileFolder.withoutResults();
    }

    private static void printProfiles(Set<Path> folders, Instant since, PrintStream out) {
        List<Path> profiles = folders.stream()
                .flatMap(folder -> ProfileFolder.profiles(folder, since).stream())
                .toList();
        if (!profiles.isEmpty()) {
            out.println();
            out.println("Profiles:");
            profiles.forEach(profile -> out.println("  " + profile));
        }
    }

    /** Leaves out what runs only where it is asked for by its name. */
    private static String[] withoutUnnamed(String[] args) throws CommandLineOptionException {
        List<String> includes = new CommandLineOptions(args).getIncludes();
        List<String> all = new ArrayList<>(Arrays.asList(args));
        for (Class<?> benchmark : ONLY_BY_NAME) {
            if (includes.stream().noneMatch(pattern -> pattern.contains(benchmark.getSimpleName()))) {
                all.add("-e");
                all.add("^" + benchmark.getName().replace(".", "\\.") + "\\.");
            }
        }
        if (includes.isEmpty()) {
            all.add("-e");
            all.add(FLOOR_OF_REUSED_BUFFERS);
        }
        return all.toArray(String[]::new);
    }

    private static boolean informs(CommandLineOptions options) {
        return options.shouldHelp()
                || options.shouldList()
                || options.shouldListWithParams()
                || options.shouldListProfilers()
                || options.shouldListResultFormats();
    }

    private static boolean onlyInforms(CommandLineOptions options) {
        if (options.shouldHelp()) {
            showHelp(options);
        } else if (options.shouldList()) {
            new Runner(options).list();
        } else if (options.shouldListWithParams()) {
            new Runner(options).listWithParams(options);
        } else if (options.shouldListProfilers()) {
            options.listProfilers();
        } else if (options.shouldListResultFormats()) {
            options.listResultFormats();
        } else {
            return false;
        }
        return true;
    }

    private static void showHelp(CommandLineOptions options) {
        try {
            options.showHelp();
        } catch (IOException e) {
            throw new UsageException("the help cannot be shown: " + e.getMessage());
        }
    }

    private static int measure(CommandLineOptions options, String[] args, PrintStream out) {
        Options forked = withFlagsForThisJdk(options);
        PrintStream jmhOut = output(options, out);
        VerboseMode verbosity = options.verbosity().orElse(Defaults.VERBOSITY);
        OutputFormat format = OutputFormatFactory.createFormatInstance(jmhOut, verbosity);
        SortedSet<BenchmarkListEntry> benchmarks =
                BenchmarkList.defaultList().find(format, includes(options), options.getExcludes());
        if (benchmarks.isEmpty()) {
            throw new UsageException("no benchmark matches " + options.getIncludes() + "; -l lists them");
        }
        ParamCheck.require(options, paramNames(args), benchmarks);
        RunWatch watch = new RunWatch(format);
        try {
            Collection<RunResult> results = new Runner(forked, watch).run();
            SummaryTables.print(results, out);
            return judge(watch, out);
        } catch (NoBenchmarksException e) {
            throw new UsageException("no benchmark matches " + options.getIncludes() + "; -l lists them");
        } catch (ProfilersFailedException e) {
            throw new UsageException("a profiler cannot be used: " + deepest(e));
        } catch (RunnerException e) {
            out.println("FAILED: " + deepest(e));
            return ExitCode.FAILED;
        }
    }

    static List<String> includes(Options options) {
        return options.getIncludes().isEmpty() ? List.of(Defaults.INCLUDE_BENCHMARKS) : options.getIncludes();
    }

    private static int judge(RunWatch watch, PrintStream out) {
        if (watch.failures().isEmpty()) {
            return ExitCode.OK;
        }
        out.println();
        watch.failures()
                .forEach(failure -> out.println("FAILED: " + failure + " gave no result, its error stands above"));
        return ExitCode.FAILED;
    }

    static Options withFlagsForThisJdk(CommandLineOptions options) {
        ChainedOptionsBuilder builder = new OptionsBuilder().parent(options);
        if (!JdkFlags.quiet().isEmpty() && !options.getJvmArgsPrepend().hasValue()) {
            builder.jvmArgsPrepend(JdkFlags.quiet().toArray(String[]::new));
        }
        return builder.build();
    }

    private static PrintStream output(Options options, PrintStream out) {
        try {
            // JMH closes what it is given, and a summary follows.
            return options.getOutput().hasValue()
                    ? new PrintStream(new FileOutputStream(options.getOutput().get()), true, Charset.defaultCharset())
                    : new UnCloseablePrintStream(out, Charset.defaultCharset());
        } catch (IOException e) {
            throw new UsageException("the output cannot be written: " + e.getMessage());
        }
    }

    /** JMH does not tell the names of the parameters that it was given. */
    static List<String> paramNames(String[] args) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            String assignment = args[i].equals("-p") && i + 1 < args.length
                    ? args[i + 1]
                    : args[i].startsWith("-p") && args[i].contains("=") ? args[i].substring(2) : "";
            if (assignment.contains("=")) {
                names.add(assignment.substring(0, assignment.indexOf('=')));
            }
        }
        return names;
    }

    private static String deepest(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        for (Throwable suppressed : cause.getSuppressed()) {
            return String.valueOf(suppressed.getMessage());
        }
        return String.valueOf(cause.getMessage());
    }
}
