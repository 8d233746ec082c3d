package org.reprise.benchmarks.ab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.reprise.benchmarks.UsageException;
import org.reprise.benchmarks.profile.CpuTimeProfiler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs the JMH of a jar in a process, which forks once for each run.
 *
 * <p>The profiler of CPU time is brought along: a jar that holds nothing else comes first on the class path, so that both
 * sides are measured by the same one. To be used by one thread.
 */
final class JmhProcess implements Forks, AutoCloseable {

    /** JMH's own, which lets it run beside another. */
    private static final String IGNORE_LOCK = "jmh.ignoreLock";

    private static final Duration LIST_LIMIT = Duration.ofMinutes(2);
    private static final Duration LOCK_LIMIT = Duration.ofMinutes(10);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final String LOCKED_OUT = "Unable to acquire the JMH lock";
    private static final int LAST_LINES = 20;
    private static final String CPU = CpuTimeProfiler.class.getName();
    private static final String GC = "gc";

    private final JmhArguments arguments;
    private final Duration limit;
    private final InstantSource clock;
    private final Consumer<String> notices;
    private final Children children = new Children();
    private final Path folder;
    private final Path profiler;
    private final Path listed;
    private final Path result;
    private final Path log;

    /**
     * Runs what these arguments say.
     *
     * @param limit the longest that a fork may take
     * @param notices is told when another JMH has to be waited for, which it is for ten minutes
     */
    JmhProcess(JmhArguments arguments, Duration limit, InstantSource clock, Consumer<String> notices) {
        this.arguments = arguments;
        this.limit = limit;
        this.clock = clock;
        this.notices = notices;
        try {
            folder = Files.createTempDirectory("reprise-ab");
            folder.toFile().deleteOnExit();
            profiler = temporary("profiler.jar");
            listed = temporary("listed.txt");
            result = temporary("result.json");
            log = temporary("log.txt");
            writeProfilerJar(profiler);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder for temporary files cannot be used", e);
        }
    }

    /** Goes when this is closed, and when the JVM ends before. */
    private Path temporary(String name) {
        Path file = folder.resolve(name);
        file.toFile().deleteOnExit();
        return file;
    }

    private static void writeProfilerJar(Path jar) throws IOException {
        String entry = CPU.replace('.', '/') + ".class";
        try (InputStream bytes = CpuTimeProfiler.class.getClassLoader().getResourceAsStream(entry);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            if (bytes == null) {
                throw new IllegalStateException(entry + " is not on the class path");
            }
            out.putNextEntry(new JarEntry(entry));
            bytes.transferTo(out);
        }
    }

    /**
     * The cases that a jar has for the arguments, empty if it has none.
     *
     * @throws ForkFailedException if it does not list them
     */
    Set<BenchmarkCase> list(JmhJar jar) {
        ProcessBuilder builder = new ProcessBuilder(command(jar, arguments.listing()))
                .redirectOutput(listed.toFile())
                .redirectError(log.toFile());
        String what = "listing the benchmarks of " + jar.name();
        try {
            int exit = run(builder, LIST_LIMIT, what);
            String printed = Files.readString(listed, Charset.defaultCharset());
            if (exit != 0) {
                Files.writeString(log, printed, StandardOpenOption.APPEND);
                throw failed(what, "it exited with " + exit);
            }
            return BenchmarkListing.parse(printed, arguments.params());
        } catch (IOException e) {
            throw new UncheckedIOException("what " + jar.name() + " printed cannot be read", e);
        }
    }

    @Override
    public List<Fork> run(JmhJar jar, BenchmarkCase benchmark) {
        String what = benchmark + " of " + jar.name();
        try {
            Files.deleteIfExists(result);
            ProcessBuilder builder = new ProcessBuilder(command(jar, fork(benchmark)))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            Instant started = clock.instant();
            int exit = run(builder, limit, what);
            if (isLockedOut(exit)) {
                notices.accept("another JMH runs on this machine and would disturb; waiting for its end");
                Instant giveUp = started.plus(LOCK_LIMIT);
                while (isLockedOut(exit) && clock.instant().isBefore(giveUp)) {
                    pause(what);
                    started = clock.instant();
                    exit = run(builder, limit, what);
                }
            }
            Duration took = Duration.between(started, clock.instant());
            Instant begun = started;
            return results(benchmark, what, exit).stream()
                    .map(one -> new Fork(begun, took, one))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the result of " + what + " cannot be read", e);
        }
    }

    /** JMH lets only one of it run on a machine. */
    private boolean isLockedOut(int exit) throws IOException {
        return exit != 0 && new String(Files.readAllBytes(log), UTF_8).contains(LOCKED_OUT) && !Files.exists(result);
    }

    private static void pause(String what) {
        try {
            Thread.sleep(RETRY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ForkFailedException(what + " was stopped");
        }
    }

    /** The profiler of CPU time encloses the other, which would count what it allocates. */
    private List<String> fork(BenchmarkCase benchmark) {
        List<String> args = new ArrayList<>();
        args.add("^" + benchmark.benchmark().replaceAll("[.$]", "\\\\$0") + "$");
        benchmark.params().forEach((name, value) -> args.addAll(List.of("-p", name + "=" + value)));
        if (!arguments.hasProfiler(CPU)) {
            args.addAll(List.of("-prof", CPU));
        }
        if (!arguments.hasProfiler(GC)) {
            args.addAll(List.of("-prof", GC));
        }
        if (!benchmark.equals(Ab.RULER)) {
            args.addAll(arguments.measuring());
        }
        args.addAll(List.of("-f", "1", "-wf", "0", "-foe", "true", "-rf", "json", "-rff", result.toString()));
        return args;
    }

    private List<String> command(JmhJar jar, List<String> args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Boolean.getBoolean(IGNORE_LOCK)) {
            command.add("-D" + IGNORE_LOCK + "=true");
        }
        command.addAll(List.of("-cp", profiler + System.getProperty("path.separator") + jar.classPath()));
        command.add(jar.mainClass());
        command.addAll(args);
        return command;
    }

    private int run(ProcessBuilder builder, Duration atMost, String what) throws IOException {
        try {
            return children.run(builder, atMost);
        } catch (TimeoutException e) {
            throw failed(what, "it " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ForkFailedException(what + " was stopped");
        }
    }

    private List<JsonNode> results(BenchmarkCase benchmark, String what, int exit) throws IOException {
        if (!Files.exists(result)) {
            throw failed(what, "it gave no result and exited with " + exit);
        }
        JsonNode all;
        try {
            all = JsonMapper.shared().readTree(result);
        } catch (JacksonException e) {
            throw failed(what, "its result is no JSON, " + e.getOriginalMessage());
        }
        if (all.isEmpty()) {
            throw failed(what, "its result is empty");
        }
        List<JsonNode> results = new ArrayList<>();
        for (JsonNode one : all) {
            if (!one.at("/primaryMetric/score").isNumber()) {
                throw failed(what, "its score is " + one.at("/primaryMetric/score"));
            }
            if (!isOf(one, benchmark)) {
                throw failed(what, "it measured " + one.path("benchmark").asString("") + " " + one.path("params"));
            }
            results.add(one);
        }
        return results;
    }

    private static boolean isOf(JsonNode result, BenchmarkCase benchmark) {
        return result.path("benchmark").asString("").equals(benchmark.benchmark())
                && result.path("params").size() == benchmark.params().size()
                && benchmark.params().entrySet().stream()
                        .allMatch(param -> result.path("params")
                                .path(param.getKey())
                                .asString("")
                                .equals(param.getValue()));
    }

    private ForkFailedException failed(String what, String how) throws IOException {
        Path kept = Files.createTempFile("reprise-ab-failed-", ".log");
        Files.copy(log, kept, StandardCopyOption.REPLACE_EXISTING);
        List<String> lines = new String(Files.readAllBytes(kept), UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        String last = String.join(
                System.lineSeparator() + "  ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        return new ForkFailedException(what + " failed: " + how + "; all that it printed is in " + kept
                + ", its last lines are" + System.lineSeparator() + "  " + last);
    }

    /**
     * The cases that both jars have.
     *
     * @throws UsageException if one has none, or both have none in common
     */
    CommonCases common(JmhJar baseline, JmhJar candidate) {
        return CommonCases.of(listed(baseline), listed(candidate));
    }

    private Set<BenchmarkCase> listed(JmhJar jar) {
        Set<BenchmarkCase> cases = list(jar);
        if (cases.isEmpty()) {
            throw new UsageException(jar.name() + " has no benchmark that matches " + arguments.patterns());
        }
        return cases;
    }

    /** Kills what still runs, and removes the temporary files. */
    @Override
    public void close() {
        children.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be removed", e);
        }
    }
}
