package org.reprise.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reprise.benchmarks.ab.SampleJar;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code benchmarks.jar ab}. */
@Tag("once")
class AbMainTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static String jar;
    private static String failing;

    @BeforeAll
    static void writeJars() throws IOException {
        jar = SampleJar.write(folder.resolve("sample.jar"), 1_000, "burn").toString();
        failing = SampleJar.write(folder.resolve("failing.jar"), 0, "burn").toString();
    }

    @Test
    void pairs_runAlongWithTheRulerAndIsSaved() {
        Path saved = folder.resolve("saved");

        Run run = ab(
                "--baseline",
                jar,
                "--candidate",
                jar,
                "--pairs",
                "2",
                // What a JVM allocates besides is shared by few operations where the machine is busy.
                "--bytes-tolerance",
                "10000",
                "--seed",
                "3",
                "-p",
                "times=1",
                "--save",
                saved);

        assertThat(run.exit).as(run.err).isZero();
        JsonNode pairs =
                JsonMapper.shared().readTree(saved.resolve("pairs.json")).get("pairs");
        assertThat(pairs.valueStream().map(pair -> pair.get("ruler").asBoolean()))
                .containsExactlyInAnyOrder(true, true, false, false);
        assertThat(JsonMapper.shared().readTree(saved.resolve("candidate.json")).size())
                .isEqualTo(2);
    }

    @Test
    void aFailingCandidate_endsTheRunWithItsNameAndKeepsWhatThereIs() {
        Path saved = folder.resolve("saved-of-failed");

        Run run = ab(
                "--baseline",
                jar,
                "--candidate",
                failing,
                "--pairs",
                "2",
                "--seed",
                "3",
                "-p",
                "times=1",
                "--save",
                saved);

        assertThat(run.exit).isEqualTo(ExitCode.USAGE);
        assertThat(run.err)
                .contains("TokenBenchmark.burn (times=1) of " + failing + " failed", "on purpose: no tokens");
        assertThat(saved.resolve("pairs.json")).exists();
    }

    @Test
    void aMissingJar_isRefused() {
        assertRefused(ab("--baseline", folder.resolve("none.jar"), "--candidate", jar), "none.jar cannot be read");
    }

    @Test
    void aFileThatIsNoJar_isRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("text.jar"), "no jar");

        assertRefused(ab("--baseline", jar, "--candidate", file), "text.jar cannot be read as a jar");
    }

    @Test
    void aJarWithoutBenchmarks_isRefused() throws IOException {
        Path empty = folder.resolve("empty.jar");
        new JarOutputStream(Files.newOutputStream(empty), new Manifest()).close();

        assertRefused(ab("--baseline", empty, "--candidate", jar), "holds no JMH benchmarks");
    }

    @Test
    void aPatternThatMatchesNothing_isRefused() {
        assertRefused(
                ab("--baseline", jar, "--candidate", jar, "NoSuch"),
                "sample.jar has no benchmark that matches [NoSuch]");
    }

    @Test
    void noJarToRunFrom_needsACandidate() {
        assertRefused(ab("--baseline", jar), "--candidate is missing");
    }

    @Test
    void argumentsThatCannotBe_areRefused() {
        assertRefused(ab("--baseline", jar, "--candidate", jar, "-f", "3"), "-f cannot be given");
        assertRefused(ab("--baseline", jar, "--candidate", jar, "--budget", "soon"), "'soon' is no duration");
        assertRefused(ab("--baseline", jar, "--candidate", jar, "--budget", "0s"), "'0s' is no duration");
        assertRefused(
                ab("--baseline", jar, "--candidate", jar, "--budget", "100000000000000h"), "is longer than 365 days");
        assertRefused(ab("--baseline", jar, "--candidate", jar, "--pairs", "0"), "--pairs is 0");
        assertRefused(ab("--baseline", jar, "--candidate", jar, "--pairs", "100000"), "--pairs is 100000");
        assertRefused(ab("--baseline", jar, "--candidate", jar, "--pairs", "x"), "--pairs");
        assertRefused(ab("--candidate", jar), "--baseline");
        assertRefused(ab("--baseline", jar, "--candidate", jar, "--save", jar), "cannot be made");
    }

    @Test
    void aRunThatIsStopped_leavesNothingBehindButWhatItSaves() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djmh.ignoreLock=true",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "ab"));
        Path saved = folder.resolve("saved-of-stopped");
        command.addAll(List.of("--baseline", jar, "--candidate", jar, "-r", "60s", "--save", saved.toString()));
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("stopped.log").toFile());
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
        Process run = builder.start();
        await().atMost(SOON).until(() -> run.descendants().anyMatch(AbMainTest::isFork));
        List<ProcessHandle> children = run.descendants().toList();

        run.destroy();

        await().atMost(SOON).until(() -> !run.isAlive() && children.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(children).hasSizeGreaterThanOrEqualTo(2);
        assertThat(temporary).isEmptyDirectory();
        assertThat(saved)
                .isDirectoryContaining("glob:**pairs.json")
                .isDirectoryContaining("glob:**environment.json")
                .isDirectoryNotContaining("glob:**.tmp");
    }

    private static boolean isFork(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains("ForkedMain");
    }

    private static void assertRefused(Run run, String reason) {
        assertThat(run.exit).isEqualTo(ExitCode.USAGE);
        assertThat(run.err).contains(reason).hasLineCount(1);
    }

    private static Run ab(Object... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] all = new String[args.length + 1];
        Arrays.setAll(all, i -> i == 0 ? "ab" : args[i - 1].toString());
        int exit = Main.run(all, new PrintStream(out, true), new PrintStream(err, true));
        return new Run(exit, err.toString());
    }

    private record Run(int exit, String err) {}
}
