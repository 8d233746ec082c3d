package org.reprise.stress.run;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reprise.corpus.Corpora;
import org.reprise.corpus.CorpusException;
import org.reprise.process.AtEnd;
import org.reprise.resume.SigningKeys;
import org.reprise.store.ContextStore;
import org.reprise.store.StoreException;
import org.reprise.store.uri.Stores;
import org.reprise.stress.chaos.ChaosScenario;
import org.reprise.stress.client.ConnectionLostException;
import org.reprise.stress.client.RefusedException;
import org.reprise.stress.process.Invocation;
import org.reprise.stress.scenario.Evidence;
import org.reprise.stress.scenario.Scenario;
import org.reprise.stress.scenario.Settings;
import org.reprise.stress.scenario.StageException;
import org.reprise.stress.server.FrameTrace;
import org.reprise.stress.soak.SoakScenario;
import org.reprise.stress.storm.StormScenario;
import org.reprise.wire.BinaryFrames;
import org.reprise.wire.FrameFormat;
import org.reprise.wire.JsonFrames;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code run}: plays scenarios and judges them. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Plays scenarios, those that 'list' does not mark where none is named, and says whether sessions"
                + " survive.",
        footer = {
            "",
            "Examples:",
            "  java -jar stress.jar run reconnect cycles --cycles 50",
            "  java -jar stress.jar run --corpus conversations.json --out results",
            "  java -jar stress.jar run cycles --profile --out results",
            "  java -jar stress.jar run storm --sessions 10000",
            "  java -jar stress.jar run soak --for 8h",
            "  java -jar stress.jar run --target ws://127.0.0.1:8080/reprise --secret HEX",
            "",
            "Exit codes: 0 nothing failed, 1 a verdict failed, 2 the command line or an input is wrong, or nothing was"
                    + " judged."
        })
public final class RunCommand implements Callable<Integer> {

    /** How frames are sent. */
    public enum Format {
        /** Text messages. */
        JSON,
        /** Binary messages. */
        BINARY;

        FrameFormat frames() {
            return this == JSON ? new JsonFrames() : new BinaryFrames();
        }
    }

    /** Every scenario, in the order in which they are played. */
    static final List<Scenario> SCENARIOS = Stream.concat(
                    Scenario.all().stream(), Stream.of(new ChaosScenario(), new StormScenario(), new SoakScenario()))
            .toList();

    /** What {@code --store} takes. */
    static final String STORES = "memory:, sqlite:FILE or redis://HOST:PORT. Default: ${DEFAULT-VALUE}.";

    private static final Pattern LENGTH = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private static final int FAILED = 1;
    private static final int NOTHING_JUDGED = 2;

    private static final String STOPPED =
            "stopped before the end of the run: nothing is judged, and no results are written";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SCENARIO", arity = "0..*", description = "Which scenarios; 'list' tells them.")
    private List<String> names = List.of();

    @Option(names = "--cycles", defaultValue = "20", description = "Reconnection cycles, >= 10. Default: 20.")
    private int cycles;

    @Option(names = "--sessions", defaultValue = "150", description = "Sessions at once. Default: 150.")
    private int sessions;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "How long chaos and soak last, such as 500ms, 60s, 10m or 8h. Default: 60s.")
    private String duration;

    @Option(
            names = "--script",
            paramLabel = "FILE",
            description = "Play the chaos script that a run has kept, instead of drawing one.")
    private @Nullable Path script;

    @Option(
            names = "--corpus",
            defaultValue = "generated",
            description = "generated, multilingual, or a file of conversations. Default: generated.")
    private String corpus;

    @Option(names = "--seed", defaultValue = "42", description = "Draws conversations and orders. Default: 42.")
    private long seed;

    @Option(names = "--format", defaultValue = "JSON", description = "${COMPLETION-CANDIDATES}. Default: JSON.")
    private Format format;

    @Option(
            names = "--store",
            paramLabel = "URI",
            defaultValue = Stores.MEMORY,
            description = "The server's store: " + STORES)
    private String store;

    @Option(names = "--real-time", description = "Let outages last as long as they say (some 15 minutes).")
    private boolean realTime;

    @Option(names = "--target", description = "The endpoint of a server elsewhere, started by 'serve'.")
    private @Nullable URI target;

    @Option(names = "--secret", description = "The key that the target printed, hexadecimal.")
    private @Nullable String secret;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Write results.json, environment.json and junit.xml there, and what shows why something failed.")
    private @Nullable Path out;

    @ArgGroup(validate = false, heading = "%nBounds of the objectives:%n")
    private ObjectiveOptions objectives = new ObjectiveOptions();

    @Option(
            names = "--profile",
            description = "Record the run with JDK Flight Recorder: hottest methods, largest allocation sites, longest"
                    + " restores. --out keeps the recording.")
    private boolean profile;

    @Option(names = "--debug", description = "Print each frame; tokens are not shown.")
    private boolean debug;

    @Override
    public Integer call() throws IOException {
        PrintStream console = System.out;
        List<Scenario> scenarios = chosen();
        Settings settings = settings(console);
        requirePlayable(scenarios, settings);
        requireWritable(out);
        if (!profile) {
            return play(scenarios, settings, console);
        }
        try (RunProfile recorded = RunProfile.start()) {
            int exit = play(scenarios, settings, console);
            recorded.report(console, out);
            return exit;
        }
    }

    private int play(List<Scenario> scenarios, Settings settings, PrintStream console) throws IOException {
        List<Scenario.Findings> findings = new ArrayList<>();
        AtEnd notice = AtEnd.run("reprise-stop-notice", () -> System.err.println(STOPPED));
        try (ProgressLine progress = ProgressLine.on(console)) {
            for (Scenario scenario : scenarios) {
                progress.begin(scenario.name());
                findings.add(play(scenario, settings, progress));
            }
        } finally {
            notice.close();
        }
        RunReport report = RunReport.of(findings, settings, asTyped());
        report.print(console);
        if (out != null) {
            report.write(out);
        }
        if (report.failed()) {
            return FAILED;
        }
        return report.judgedNothing() ? NOTHING_JUDGED : 0;
    }

    /** This run's command line, without what is secret in it. */
    private String asTyped() {
        List<String> words = new ArrayList<>(List.of("run"));
        words.addAll(names);
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            words.add(option.longestName());
            if (option.arity().max() > 0) {
                words.add(
                        switch (option.longestName()) {
                            case "--secret" -> "…";
                            case "--store" -> Stores.withoutPassword(store);
                            default -> option.originalStringValues().get(0);
                        });
            }
        }
        return Invocation.of(words);
    }

    private List<Scenario> chosen() {
        List<String> known = SCENARIOS.stream().map(Scenario::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new UsageException("unknown scenario '" + name + "', known are " + String.join(", ", known));
            }
        }
        if (script != null) {
            return List.of(scripted(script));
        }
        return SCENARIOS.stream()
                .filter(scenario -> names.isEmpty() ? scenario.byDefault() : names.contains(scenario.name()))
                .toList();
    }

    private Scenario scripted(Path file) {
        if (!names.equals(List.of(ChaosScenario.NAME))) {
            throw new UsageException("--script is of chaos alone: run chaos --script " + file);
        }
        try {
            return ChaosScenario.of(file, Files.readAllLines(file));
        } catch (NoSuchFileException e) {
            throw new UsageException("the script '" + file + "' cannot be read: no such file");
        } catch (CharacterCodingException e) {
            throw new UsageException("the script '" + file + "' cannot be read: it is no text in UTF-8");
        } catch (IOException e) {
            throw new UsageException("the script '" + file + "' cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new UsageException("the script '" + file + "' cannot be played: " + e.getMessage());
        }
    }

    private static void requirePlayable(List<Scenario> scenarios, Settings settings) {
        try {
            scenarios.forEach(scenario -> scenario.requirePlayable(settings));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    /** Before anything is played: what is found must not be lost in the end. */
    private static void requireWritable(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UsageException(
                    "--out '" + folder + "' is no folder, and none can be made there; name another folder");
        }
        if (!Files.isWritable(folder)) {
            throw new UsageException("--out '" + folder + "' cannot be written to; name another folder");
        }
    }

    /** A scenario that breaks down has failed; the others are played all the same. */
    private static Scenario.Findings play(Scenario scenario, Settings settings, ProgressLine progress) {
        try {
            return scenario.play(settings, progress::step);
        } catch (CorpusException e) {
            throw new UsageException(e.getMessage());
        } catch (StageException
                | ConnectionLostException
                | RefusedException
                | StoreException
                | IllegalStateException
                | UncheckedIOException e) {
            return Scenario.broken(scenario.name(), String.valueOf(e.getMessage()));
        }
    }

    private Settings settings(PrintStream console) {
        if (target != null && secret == null) {
            throw new UsageException("--target needs --secret, the key that the server printed when it started");
        }
        if (target != null && !isWebSocket(target)) {
            throw new UsageException(
                    "--target is '" + target + "', ws://HOST:PORT/PATH is needed, as 'serve' prints it");
        }
        try {
            String key = secret == null ? newSecret() : requireSecret(secret);
            Corpora.open(corpus, seed);
            requireEmpty(store);
            FrameTrace trace = debug ? (event, what) -> console.println(event + " " + what) : FrameTrace.OFF;
            return new Settings(
                    new Settings.Workload(cycles, sessions, length(duration), corpus, seed),
                    new Settings.Service(format.frames(), store, target, key),
                    realTime,
                    trace,
                    out == null ? Evidence.none() : Evidence.in(out),
                    objectives.objectives());
        } catch (CorpusException | StoreException | IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    /** A run moves the clock and sweeps: whoever else's sessions are there would be parked, or expire. */
    private static void requireEmpty(String uri) {
        try (ContextStore opened = Stores.open(uri)) {
            long sessions = opened.sessions();
            if (sessions > 0) {
                throw new UsageException(
                        "--store '" + Stores.withoutPassword(uri) + "' holds sessions, " + sessions
                                + " of them, none may be there: a run moves the clock, and they would expire; name an empty store");
            }
        }
    }

    private static Duration length(String text) {
        Matcher parts = LENGTH.matcher(text);
        if (!parts.matches()) {
            throw new UsageException("--for is '" + text + "', a time such as 500ms, 60s, 10m or 8h is needed");
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    private static boolean isWebSocket(URI target) {
        return ("ws".equals(target.getScheme()) || "wss".equals(target.getScheme())) && target.getHost() != null;
    }

    /** The key that {@code --secret} gives; no error shows it. */
    static String requireSecret(String secret) {
        int bytes;
        try {
            bytes = HexFormat.of().parseHex(secret).length;
        } catch (IllegalArgumentException e) {
            throw new UsageException("--secret, of " + secret.length()
                    + " characters, is not hexadecimal: an even number of 0 to 9 and a to f is needed");
        }
        if (bytes < SigningKeys.LEAST_BYTES) {
            throw new UsageException("--secret has " + bytes + " bytes, at least " + SigningKeys.LEAST_BYTES
                    + " are needed, " + 2 * SigningKeys.LEAST_BYTES + " hexadecimal digits");
        }
        return secret;
    }

    static String newSecret() {
        byte[] secret = new byte[SigningKeys.LEAST_BYTES];
        new SecureRandom().nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }
}
