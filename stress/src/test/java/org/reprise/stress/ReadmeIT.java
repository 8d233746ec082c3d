package org.reprise.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every command of the module's README works: those that play a part of the scenarios are run here, the others by CI. */
@Tag("once")
class ReadmeIT {

    private static final Path ROOT = Path.of("..");
    private static final String JAR = "java -jar stress/target/stress.jar";

    @TempDir
    private static Path folder;

    @TestFactory
    Stream<DynamicTest> commandsOfTheReadme_work() throws IOException {
        List<String> commands = commands();
        assertThat(commands).hasSizeGreaterThan(3);
        return commands.stream().map(command -> DynamicTest.dynamicTest(command, () -> tryOut(command)));
    }

    private static void tryOut(String command) throws Exception {
        if (command.equals(JAR) || !command.startsWith(JAR)) {
            assertThat(Files.readString(ROOT.resolve(".github/workflows/ci.yml")))
                    .as("what CI runs")
                    .contains(command);
            return;
        }
        String[] args = command.substring(JAR.length())
                .trim()
                .replace("results", folder + "/results")
                .split(" +");
        StressJar run = args[0].equals("run") ? StressJar.runInAnyTime(folder, args) : StressJar.run(folder, args);
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
    }

    /** The lines of the shell blocks. */
    private static List<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        boolean shell = false;
        for (String line : Files.readAllLines(Path.of("README.md"))) {
            if (line.startsWith("```")) {
                shell = line.equals("```sh");
            } else if (shell && !line.isBlank()) {
                commands.add(line);
            }
        }
        return commands;
    }
}
