package org.reprise.stress;

import java.io.PrintStream;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.reprise.stress.run.ListCommand;
import org.reprise.stress.run.RunCommand;
import org.reprise.stress.run.ServeCommand;
import org.reprise.stress.run.UsageException;
import org.reprise.stress.storm.StormServerCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code java -jar stress.jar}: without a command it plays the scenarios that {@code list} does not mark. */
@Command(
        name = "stress.jar",
        mixinStandardHelpOptions = true,
        description = "Puts sessions through reconnects over real WebSockets, and says whether they survive.",
        subcommands = {RunCommand.class, ListCommand.class, ServeCommand.class, StormServerCommand.class})
public final class Main {

    private static final int USAGE = 2;
    private static final int USAGE_COLUMNS = 110;

    /** Held, since the logging framework forgets loggers that nobody holds. */
    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

    /** Complains of connections that end in mid-handshake while the server stops, which chaos sees to. */
    private static final Logger JETTY_INVOKER = Logger.getLogger("org.eclipse.jetty.util.thread.SerializedInvoker");

    private static final Logger LETTUCE = Logger.getLogger("io.lettuce");

    private Main() {}

    /** Runs and exits. */
    public static void main(String[] args) {
        // Their own news are not the run's; that a Redis is away is told by the store.
        JETTY.setLevel(Level.WARNING);
        JETTY_INVOKER.setLevel(Level.OFF);
        LETTUCE.setLevel(Level.SEVERE);
        System.exit(run(args, System.err));
    }

    static int run(String[] args, PrintStream err) {
        CommandLine commands = new CommandLine(new Main())
                .setUsageHelpWidth(USAGE_COLUMNS)
                .setParameterExceptionHandler((exception, ignored) -> usage(exception.getMessage(), err))
                .setExecutionExceptionHandler((exception, commandLine, ignored) -> {
                    if (exception instanceof UsageException) {
                        return usage(exception.getMessage(), err);
                    }
                    throw exception;
                });
        boolean command = args.length > 0
                && (commands.getSubcommands().containsKey(args[0]) || args[0].matches("-h|--help|-V|--version"));
        if (command) {
            return commands.execute(args);
        }
        String[] run = new String[args.length + 1];
        run[0] = "run";
        System.arraycopy(args, 0, run, 1, args.length);
        return commands.execute(run);
    }

    private static int usage(String line, PrintStream err) {
        err.println(line);
        return USAGE;
    }
}
