package org.reprise.benchmarks.ab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.reprise.benchmarks.UsageException;

/**
 * The arguments for JMH, taken apart into what chooses benchmarks and what tells how each is measured.
 *
 * @param patterns the regular expressions of the benchmarks to run, may be empty
 * @param exclusions the regular expressions of those to leave out
 * @param params the parameters' values by name, where they are overridden
 * @param profilers the profilers as they are given, with their settings
 * @param measuring all other arguments, profilers included, as they are given
 */
record JmhArguments(
        List<String> patterns,
        List<String> exclusions,
        Map<String, List<String>> params,
        List<String> profilers,
        List<String> measuring) {

    /** JMH's options with a value, which are the same from 1.19 to 1.37. */
    private static final Set<String> VALUED = Set.of(
            "bm",
            "bs",
            "e",
            "gc",
            "i",
            "jvm",
            "jvmArgs",
            "jvmArgsAppend",
            "jvmArgsPrepend",
            "opi",
            "p",
            "prof",
            "r",
            "si",
            "t",
            "tg",
            "to",
            "tu",
            "v",
            "w",
            "wbs",
            "wi",
            "wm",
            "wmb");

    /** What our own command line calls the profiler that runs along anyway, and other jars do not know. */
    private static final String CPU = "cpu";

    private static final Set<String> DECIDED_HERE = Set.of("f", "wf", "foe", "rf", "rff", "o");

    private static final Set<String> INFORMING = Set.of("h", "l", "lp", "lprof", "lrf");

    /**
     * Takes arguments apart.
     *
     * @throws UsageException if JMH would not understand them, or if they say what an interleaved run decides itself
     */
    static JmhArguments parse(List<String> args) {
        JmhArguments parsed = new JmhArguments(
                new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (!arg.startsWith("-")) {
                parsed.patterns.add(arg);
                continue;
            }
            Given given = Given.of(arg);
            if (given.value.isEmpty() && i + 1 < args.size()) {
                given = new Given(given.name, args.get(++i));
            }
            parsed.take(given);
        }
        requireThatJmhUnderstands(args);
        return parsed;
    }

    private void take(Given given) {
        switch (given.name) {
            case "e" -> exclusions.add(given.value);
            case "p" -> {
                String[] assignment = given.value.split("=", 2);
                if (assignment.length < 2) {
                    throw new UsageException("-p " + given.value + " is no assignment, as in -p size=10,100");
                }
                params.computeIfAbsent(assignment[0], name -> new ArrayList<>())
                        .addAll(List.of(assignment[1].split(",")));
            }
            case "prof" -> {
                if (!given.value.equals(CPU)) {
                    profilers.add(given.value);
                    measuring.addAll(given.text());
                }
            }
            default -> measuring.addAll(given.text());
        }
    }

    private static void requireThatJmhUnderstands(List<String> args) {
        try {
            new CommandLineOptions(args.toArray(String[]::new));
        } catch (CommandLineOptionException e) {
            throw new UsageException(e.getMessage() + "; benchmarks.jar --help shows JMH's options");
        }
    }

    /** Whether this profiler is asked for, with whatever settings. */
    boolean hasProfiler(String name) {
        return profilers.stream().anyMatch(given -> given.equals(name) || given.startsWith(name + ":"));
    }

    /** What lists the chosen benchmarks with their parameters. */
    List<String> listing() {
        return Stream.of(
                        Stream.of("-lp"),
                        patterns.stream(),
                        exclusions.stream().flatMap(pattern -> Stream.of("-e", pattern)),
                        params.entrySet().stream()
                                .flatMap(param ->
                                        Stream.of("-p", param.getKey() + "=" + String.join(",", param.getValue()))))
                .flatMap(arguments -> arguments)
                .toList();
    }

    /** An option's name without its dash, and its value, which may be empty. */
    private record Given(String name, String value) {

        /** Takes {@code -i}, {@code -i=5} and, as JMH does for names of one letter, {@code -i5}. */
        static Given of(String arg) {
            String text = arg.substring(arg.startsWith("--") ? 2 : 1);
            int equals = text.indexOf('=');
            String name = equals < 0 ? text : text.substring(0, equals);
            if (isKnown(name)) {
                return new Given(checked(name), equals < 0 ? "" : text.substring(equals + 1));
            }
            String letter = text.substring(0, Math.min(1, text.length()));
            if (isKnown(letter)) {
                return new Given(checked(letter), text.substring(1));
            }
            throw new UsageException("unknown option " + arg + "; ab --help shows those of ab, --help those of JMH");
        }

        List<String> text() {
            return List.of("-" + name, value);
        }

        private static boolean isKnown(String name) {
            return VALUED.contains(name) || DECIDED_HERE.contains(name) || INFORMING.contains(name);
        }

        private static String checked(String name) {
            if (DECIDED_HERE.contains(name)) {
                throw new UsageException("-" + name + " cannot be given: ab runs single forks and keeps their results "
                        + "itself; --pairs and --budget say how many, --save keeps them");
            }
            if (INFORMING.contains(name)) {
                throw new UsageException("-" + name + " measures nothing; ask one of the jars for it");
            }
            return name;
        }
    }
}
