package org.reprise.stress;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How {@code java -jar stress.jar} ended.
 *
 * @param exit its exit code
 * @param out what it printed
 * @param err what it printed to the standard error
 */
record StressJar(int exit, String out, String err) {

    /** How fast the machine is, beside whatever else it does, is judged in the stress run and not in tests. */
    private static final List<String> IN_ANY_TIME = List.of(
            "--connect-ms", "120000", "--restore-ms", "120000", "--roaming-ratio", "1000", "--slope-percent", "1000");

    private static final long MOST_SECONDS = 240;

    /** Runs it to its end; what it prints passes through files in {@code folder}. */
    static StressJar run(Path folder, String... args) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Process process = start(out, args);
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(List.of(args) + " did not end in " + MOST_SECONDS + " s");
        }
        return new StressJar(process.exitValue(), Files.readString(out, UTF_8), Files.readString(errors(out), UTF_8));
    }

    /** Likewise a run of scenarios, in which nobody is too slow. */
    static StressJar runInAnyTime(Path folder, String... args) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(IN_ANY_TIME);
        return run(folder, all.toArray(String[]::new));
    }

    /** Starts it; what it prints goes to {@code out}. */
    static Process start(Path out, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("stress.jar")));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(errors(out).toFile())
                .start();
    }

    private static Path errors(Path out) {
        return out.resolveSibling(out.getFileName() + ".err");
    }
}
