package org.reprise.stress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code java -jar stress.jar}, as a user runs it. */
class MainIT {

    private static final long MOST_SECONDS = 120;

    @TempDir
    private Path folder;

    @Test
    void runOfOneScenario_printsATableAndWritesItsResults() throws Exception {
        Path out = folder.resolve("results");

        Run run = run("run", "retention", "--format", "BINARY", "--out", out.toString());

        assertThat(run.exit).as(run.out + run.err).isZero();
        assertThat(run.out)
                .contains("playing retention")
                .containsPattern("\\| retention +\\| medium outage: share of durable items kept, the least +\\| 100 % ")
                .contains("Sessions survived");
        assertThat(Files.readString(out.resolve("results.json"))).contains("org.reprise.stress.retention.restore");
        assertThat(Files.readString(out.resolve("environment.json"))).contains("\"cores\"");
        assertThat(Files.readString(out.resolve("junit.xml"))).contains("<testsuite name=\"stress\"", "failures=\"0\"");
    }

    @Test
    void list_namesTheScenariosAndTheirPromises() throws Exception {
        Run run = run("list");

        assertThat(run.exit).isZero();
        assertThat(run.out.lines()).hasSize(5).first().asString().startsWith("reconnect");
    }

    @Test
    void help_showsCommandsAndExamples() throws Exception {
        assertThat(run("--help").out).contains("run", "list", "serve");
        assertThat(run("run", "--help").out).contains("--cycles", "Examples:", "Exit codes");
    }

    @ParameterizedTest
    @CsvSource({
        "run wander,                      'unknown scenario ''wander'''",
        "run --cycles 3,                  3 cycles",
        "run --corpus missing.json,       missing.json",
        "run --target ws://127.0.0.1:1/,  --secret",
        "--nosuchoption,                  --nosuchoption"
    })
    void wrongArguments_areRefusedInOneLine(String args, String expected) throws Exception {
        Run run = run(args.split(" "));

        assertThat(run.exit).isEqualTo(2);
        assertThat(run.err.lines()).hasSize(1).first().asString().contains(expected);
    }

    private Run run(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("stress.jar")));
        command.addAll(List.of(args));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " did not end in " + MOST_SECONDS + " s");
        }
        return new Run(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }

    private record Run(int exit, String out, String err) {}
}
