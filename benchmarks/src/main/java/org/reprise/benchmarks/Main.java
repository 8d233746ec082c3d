package org.reprise.benchmarks;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Arrays;
import org.reprise.benchmarks.ab.AbCommand;
import org.reprise.benchmarks.ab.ForkFailedException;
import org.reprise.benchmarks.compare.CompareCommand;
import org.reprise.benchmarks.footprint.FootprintCommand;
import org.reprise.benchmarks.plot.PlotCommand;
import org.reprise.benchmarks.report.ReportCommand;
import org.reprise.benchmarks.run.ExplainCommand;
import org.reprise.benchmarks.run.JmhRun;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code java -jar benchmarks.jar}: a command word runs that command, everything else goes to JMH. */
@Command(
        name = "benchmarks.jar",
        description = "Measures how fast session contexts are serialized, stored and restored.",
        synopsisHeading = "Usage: ",
        customSynopsis = {
            "java -jar benchmarks.jar                       runs the whole suite",
            "       java -jar benchmarks.jar REGEXP [OPTION…]    runs benchmarks with JMH, whose options follow below",
            "       java -jar benchmarks.jar COMMAND [OPTION…]   runs a command; COMMAND --help shows its options"
        },
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  java -jar benchmarks.jar SerializationBenchmark -p codec=BINARY,JACKSON -p size=MEDIUM",
            "  java -jar benchmarks.jar -p corpus=conversations.jsonl -rf json -rff results.json",
            "  java -jar benchmarks.jar -f 1 -wi 1 -i 1 -w 100ms -r 100ms      all of it once, to see that it works",
            "  java -jar benchmarks.jar SerializationBenchmark.encode -p codec=BINARY -prof async",
            "  java -jar benchmarks.jar explain SerializationBenchmark.encode -p codec=BINARY -p size=MEDIUM",
            "  java -jar benchmarks.jar footprint --size MEDIUM",
            "  java -jar benchmarks.jar compare baseline.json candidate.json",
            "  java -jar benchmarks.jar report comparison.json results.json -o report.html",
            "  java -jar benchmarks.jar ab --baseline old.jar SerializationBenchmark.encode",
            "",
            "Exit codes: 0 all was measured, 1 something failed, 2 the command line or an input is wrong,",
            "3 inconclusive under --strict.",
            "",
            "JMH's options, to which -prof cpu is added, the CPU time of the worker threads per operation; -prof async",
            "brings its library along and draws flame graphs, of cpu or async:event=alloc, lock, wall:"
        },
        subcommands = {
            AbCommand.class,
            CompareCommand.class,
            ExplainCommand.class,
            FootprintCommand.class,
            PlotCommand.class,
            ReportCommand.class
        })
public final class Main {

    private static final int USAGE_COLUMNS = 110;

    private Main() {}

    /** Runs and exits. */
    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        CommandLine commands = new CommandLine(new Main())
                .setUsageHelpWidth(USAGE_COLUMNS)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out, true))
                .setParameterExceptionHandler((exception, ignored) -> usage(exception.getMessage(), err))
                .setExecutionExceptionHandler((exception, commandLine, ignored) -> {
                    if (exception instanceof UsageException || exception instanceof ForkFailedException) {
                        return usage(exception.getMessage(), err);
                    }
                    throw exception;
                });
        if (args.length > 0 && commands.getSubcommands().containsKey(args[0])) {
            return commands.execute(args);
        }
        if (Arrays.asList(args).contains("-h") || Arrays.asList(args).contains("--help")) {
            commands.usage(out);
            return runJmh(new String[] {"-h"}, out, err);
        }
        return runJmh(args, out, err);
    }

    private static int runJmh(String[] args, PrintStream out, PrintStream err) {
        try {
            return JmhRun.run(args, out, err);
        } catch (UsageException e) {
            return usage(e.getMessage(), err);
        }
    }

    private static int usage(String line, PrintStream err) {
        err.println(line);
        return ExitCode.USAGE;
    }
}
