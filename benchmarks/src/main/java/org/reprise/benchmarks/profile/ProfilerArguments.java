package org.reprise.benchmarks.profile;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * JMH's arguments in which each profiler has what it needs.
 *
 * @param args for JMH
 * @param folders where profiles will be; none if no profiler writes files, or only one whose library the user has named
 */
public record ProfilerArguments(List<String> args, Set<Path> folders) {

    private static final String OPTION = "-prof";
    private static final String ASYNC = "async";
    private static final String JFR = "jfr";
    private static final String CPU = "cpu";

    /** The option of jfr that names the events to be recorded. */
    private static final String CONFIGURATION = "configName";

    /** The options of async that say what is sampled. */
    private static final List<String> EVENTS = List.of("event", "alloc", "lock");

    /** The option of async that may say anything. */
    private static final String RAW = "rawCommand";

    /** The async-profiler library, and what it can sample. */
    record Async(Path library, String cpuEvent) {

        /** Empty where there is none for this platform. */
        static Optional<Async> ofThisPlatform() {
            return AsyncLibrary.extract()
                    .flatMap(library -> AsyncLibrary.cpuEvent(library).map(event -> new Async(library, event)));
        }
    }

    /**
     * Completes what was given: {@code cpu} becomes {@link CpuTimeProfiler}; {@code async} gets the library of the jar, an
     * event, and flame graphs or, of several events, a recording, unless others are asked for; {@code jfr} gets
     * {@link RecorderSettings} unless a configuration is named; and both write to {@code folder} unless to another.
     * {@code async} with a {@code libPath} is left alone. Where there is no library, {@code jfr} takes its place, which
     * {@code err} is told in a line.
     */
    public static ProfilerArguments complete(List<String> given, Path folder, PrintStream err) {
        return complete(given, folder, err, Async::ofThisPlatform, RecorderSettings::file);
    }

    static ProfilerArguments complete(
            List<String> given,
            Path folder,
            PrintStream err,
            Supplier<Optional<Async>> library,
            Supplier<Path> settings) {
        List<String> args = new ArrayList<>(given);
        Set<Path> folders = new LinkedHashSet<>();
        for (int i = 1; i < args.size(); i++) {
            if (args.get(i - 1).equals(OPTION)) {
                Profiler profiler = Profiler.parse(args.get(i));
                if (profiler.name.equals(CPU)) {
                    args.set(i, CpuTimeProfiler.class.getName());
                } else if (profiler.name.equals(JFR) || (profiler.name.equals(ASYNC) && !profiler.has("libPath"))) {
                    Profiler complete = (profiler.name.equals(ASYNC) ? async(profiler, library.get(), err) : profiler)
                            .withDefault("dir", folder.toString());
                    if (complete.name.equals(JFR) && !complete.has(CONFIGURATION)) {
                        complete = complete.withDefault(
                                CONFIGURATION, settings.get().toString());
                    }
                    folders.add(Path.of(complete.options.get("dir")));
                    args.set(i, complete.text());
                }
            }
        }
        return new ProfilerArguments(List.copyOf(args), Set.copyOf(folders));
    }

    private static Profiler async(Profiler asked, Optional<Async> library, PrintStream err) {
        if (library.isEmpty()) {
            err.println("no async-profiler library works on this platform (" + System.getProperty("os.name") + ", "
                    + System.getProperty("os.arch") + "): -prof jfr takes its place");
            return asked.has("dir")
                    ? new Profiler(JFR, Map.of("dir", asked.options.get("dir")))
                    : new Profiler(JFR, Map.of());
        }
        Profiler complete = asked.withDefault("libPath", library.get().library.toString());
        long events = EVENTS.stream().filter(asked::has).count();
        if (events == 0 && !asked.has(RAW)) {
            complete = complete.withDefault("event", library.get().cpuEvent);
        }
        return complete.withDefault("output", events > 1 ? JFR : "flamegraph");
    }

    /** A profiler with its options, as {@code async:event=alloc;output=jfr}. */
    private record Profiler(String name, Map<String, String> options) {

        static Profiler parse(String text) {
            String[] parts = text.split(":", 2);
            Map<String, String> options = new LinkedHashMap<>();
            if (parts.length == 2) {
                for (String option : parts[1].split(";")) {
                    String[] assignment = option.split("=", 2);
                    options.put(assignment[0], assignment.length == 2 ? assignment[1] : "");
                }
            }
            return new Profiler(parts[0], options);
        }

        boolean has(String option) {
            return options.containsKey(option);
        }

        Profiler withDefault(String option, String value) {
            Map<String, String> more = new LinkedHashMap<>(options);
            more.putIfAbsent(option, value);
            return new Profiler(name, more);
        }

        String text() {
            return options.isEmpty()
                    ? name
                    : name + ":"
                            + options.entrySet().stream()
                                    .map(option -> option.getValue().isEmpty()
                                            ? option.getKey()
                                            : option.getKey() + "=" + option.getValue())
                                    .collect(Collectors.joining(";"));
        }
    }
}
