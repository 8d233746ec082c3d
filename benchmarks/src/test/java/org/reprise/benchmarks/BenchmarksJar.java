package org.reprise.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The jar that users get, run as they run it. */
record BenchmarksJar(int exit, String out, String err) {

    private static final Path JAR = Path.of(System.getProperty("benchmarks.jar"));
    private static final long MOST_SECONDS = 300;

    /** {@code java -jar benchmarks.jar ARGS}. */
    static BenchmarksJar run(String... args) {
        return start(List.of("-jar", JAR.toString()), args);
    }

    /** The jar's main class with the benchmarks of the tests beside its own. */
    static BenchmarksJar runWithTestBenchmarks(String... args) {
        return start(
                List.of(
                        "-cp",
                        JAR + System.getProperty("path.separator") + "target/test-classes",
                        Main.class.getName()),
                args);
    }

    private static BenchmarksJar start(List<String> how, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The tests run beside each other.
        command.add("-Djmh.ignoreLock=true");
        command.addAll(how);
        command.addAll(List.of(args));
        Path out = file(".out");
        Path err = file(".err");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " did not end in " + MOST_SECONDS + " s");
            }
            return new BenchmarksJar(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            out.toFile().delete();
            err.toFile().delete();
        }
    }

    private static Path file(String suffix) {
        try {
            return Files.createTempFile("benchmarks", suffix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
