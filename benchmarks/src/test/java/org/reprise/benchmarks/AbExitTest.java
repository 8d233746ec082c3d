package org.reprise.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reprise.benchmarks.ab.SampleJar;
import org.reprise.benchmarks.compare.Comparison;

/** {@code ab} from two jars to its exit code: real forks, ten pairs of a benchmark and of the ruler. */
@Tag("slow")
class AbExitTest {

    private static final int TOKENS = 2_000;

    @TempDir
    private Path folder;

    @Test
    void jarThatBurnsTwentyTimesAsMuch_isARegression() throws IOException {
        Path fast = SampleJar.write(folder.resolve("fast.jar"), TOKENS, "burn");
        Path slow = SampleJar.write(folder.resolve("slow.jar"), 20 * TOKENS, "burn");

        Run run = ab(fast, slow, "--format", "markdown");

        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(ExitCode.FAILED);
        assertThat(run.out()).contains("TokenBenchmark.burn", "regression");
    }

    @Test
    void sameJar_isNoRegression() throws IOException {
        Path jar = SampleJar.write(folder.resolve("same.jar"), TOKENS, "burn");
        Path out = folder.resolve("comparison.json");

        Run run = ab(jar, jar, "--format", "json", "--out", out.toString());

        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(ExitCode.OK);
        Comparison comparison = Comparison.read(out);
        assertThat(comparison.design().seed()).isEqualTo(11);
        assertThat(comparison.rows())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.baseline()).hasSize(10));
        assertThat(comparison.ruler()).isNotNull();
    }

    @Test
    void benchmarkThatTheCandidateLacks_isRefusedBeforeAnythingRuns() throws IOException {
        Path both = SampleJar.write(folder.resolve("both.jar"), TOKENS, "burn", "twoModes");
        Path one = SampleJar.write(folder.resolve("one.jar"), TOKENS, "burn");

        Run run = ab(both, one);

        assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("lacks", "twoModes", "--allow-removed");
    }

    private Run ab(Path baseline, Path candidate, String... options) {
        List<String> args = new ArrayList<>(List.of(
                "ab",
                "--baseline",
                baseline.toString(),
                "--candidate",
                candidate.toString(),
                "--pairs",
                "10",
                "--seed",
                "11",
                "-p",
                "times=1"));
        args.addAll(List.of(options));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Main.run(args.toArray(String[]::new), new PrintStream(out, true), new PrintStream(err, true));
        return new Run(exit, out.toString(UTF_8), err.toString(UTF_8));
    }

    private record Run(int exit, String out, String err) {}
}
