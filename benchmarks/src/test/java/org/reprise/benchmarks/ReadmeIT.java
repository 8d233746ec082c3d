package org.reprise.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every command of the READMEs works: those of the jar are run here, the others by CI. */
@Tag("once")
class ReadmeIT {

    private static final Path ROOT = Path.of("..");
    private static final List<Path> READMES =
            List.of(ROOT.resolve("README.md"), ROOT.resolve("shared/README.md"), ROOT.resolve("benchmarks/README.md"));
    private static final String JAR = "java -jar benchmarks/target/benchmarks.jar";
    private static final String REAL_CONVERSATIONS = "../shared/data/";

    /** Each benchmark once, for an instant: the command is tried, not the machine. */
    private static final List<String> ONCE = List.of("-wi", "0", "-i", "1", "-r", "10ms");

    @TempDir
    private static Path folder;

    @TestFactory
    Stream<DynamicTest> commandsOfTheReadmes_work() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path readme : READMES) {
            for (String command : commands(readme)) {
                tests.add(DynamicTest.dynamicTest(readme.getFileName() + ": " + command, () -> tryOut(command)));
            }
        }
        assertThat(tests).hasSizeGreaterThan(5);
        return tests.stream();
    }

    private static void tryOut(String command) throws IOException {
        if (!command.startsWith(JAR)) {
            String ci = Files.readString(ROOT.resolve(".github/workflows/ci.yml"))
                    + Files.readString(ROOT.resolve(".ci/run"));
            assertThat(ci).as("what CI runs").contains(command);
            return;
        }
        List<String> args = new ArrayList<>();
        for (String arg : command.substring(JAR.length()).trim().split(" +")) {
            if (arg.contains(REAL_CONVERSATIONS)) {
                Path corpus = ROOT.resolve(arg.substring(arg.indexOf('=') + 1));
                Assumptions.assumeTrue(Files.exists(corpus), "the real conversations are not at " + corpus);
                args.add(arg.substring(0, arg.indexOf('=') + 1) + corpus);
            } else if (arg.contains("your-conversations")) {
                Path yours = Files.writeString(
                        folder.resolve("your-conversations.jsonl"),
                        "{\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}, {\"role\": \"assistant\", \"content\": \"hello\"}]}\n");
                args.add(arg.substring(0, arg.indexOf('=') + 1) + yours);
            } else if (arg.matches(".*\\.(json|png|html)") && !arg.contains("=")) {
                args.add(folder.resolve(arg).toString());
            } else if (!arg.isEmpty()) {
                args.add(
                        arg.startsWith("benchmarks/target/") ? ROOT.resolve(arg).toString() : arg);
            }
        }
        boolean benchmarks = args.isEmpty()
                || args.get(0).contains("Benchmark")
                || args.get(0).startsWith("-p");
        if (benchmarks) {
            args.addAll(ONCE);
            // Most of the time would go into JVMs that start, and only profilers need one of their own.
            args.addAll(List.of("-f", args.contains("-prof") ? "1" : "0"));
        }
        if (args.stream().noneMatch(arg -> arg.contains("Benchmark")) && benchmarks) {
            // MainIT runs the whole suite; here the options are tried.
            args.add(0, "AppendBenchmark");
        }
        if (args.get(0).equals("explain")) {
            args.addAll(List.of("-f", "1", "-wi", "1", "-w", "200ms", "-i", "1", "-r", "500ms"));
        }
        BenchmarksJar run = BenchmarksJar.run(args.toArray(String[]::new));
        boolean compares = args.get(0).equals("compare") || args.get(0).equals("ab");
        // Of so few and short forks, whatever the verdict.
        List<Integer> allowed = compares ? List.of(ExitCode.OK, ExitCode.FAILED) : List.of(ExitCode.OK);
        assertThat(run.exit()).as(args + "\n" + run.err() + run.out()).isIn(allowed);
    }

    /** The lines of the shell blocks. */
    private static List<String> commands(Path readme) throws IOException {
        List<String> commands = new ArrayList<>();
        boolean shell = false;
        for (String line : Files.readAllLines(readme)) {
            if (line.startsWith("```")) {
                shell = line.equals("```sh");
            } else if (shell && !line.isBlank()) {
                commands.addAll(List.of(line.split(" && ")));
            }
        }
        return commands;
    }
}
