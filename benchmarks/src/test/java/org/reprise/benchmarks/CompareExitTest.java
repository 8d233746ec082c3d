package org.reprise.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.reprise.benchmarks.compare.JmhFile.forks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reprise.benchmarks.compare.Comparison;
import org.reprise.benchmarks.compare.JmhFile;
import org.reprise.benchmarks.compare.Status;

/** {@code compare} as its users' scripts see it: exit codes, what is on which stream, and files. */
class CompareExitTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private String baseline;
    private String slower;
    private String noisy;

    @BeforeEach
    void write() {
        baseline = new JmhFile()
                .time("A.a", forks(1, 8, 10, 0.005))
                .write(folder.resolve("baseline.json"))
                .toString();
        slower = new JmhFile()
                .time("A.a", forks(2, 8, 10.8, 0.005))
                .write(folder.resolve("slower.json"))
                .toString();
        noisy = new JmhFile()
                .time("A.a", forks(3, 8, 10, 0.3))
                .write(folder.resolve("noisy.json"))
                .toString();
    }

    @Test
    void sameCode_exitsWith0() {
        assertThat(compare(baseline, baseline, "--strict")).isZero();
        assertThat(out()).contains("No regression: 1 same");
        assertThat(err()).isEmpty();
    }

    @Test
    void regression_exitsWith1() {
        assertThat(compare(baseline, slower)).isEqualTo(1);
        assertThat(out()).contains("REGRESSION");
    }

    @Test
    void largerThreshold_isKeptTo() {
        assertThat(compare(baseline, slower, "--threshold", "20%", "--strict")).isZero();
        assertThat(compare(baseline, slower, "--threshold", "0.2", "--alpha", "1%", "--strict"))
                .isZero();
    }

    @Test
    void inconclusive_exitsWith3UnderStrictAlone() {
        assertThat(compare(baseline, noisy)).isZero();
        assertThat(out()).contains("INCONCLUSIVE, no regression found: 1 inconclusive");
        assertThat(compare(baseline, noisy, "--strict")).isEqualTo(3);
    }

    @Test
    void unreadableFile_exitsWith2AndALineOnStandardError() {
        assertThat(compare(baseline, folder.resolve("none.json").toString())).isEqualTo(2);
        assertThat(err().lines()).hasSize(1).allMatch(line -> line.contains("none.json cannot be read"));
        assertThat(out()).isEmpty();
    }

    @Test
    void removedBenchmark_exitsWith2UnlessAllowed() {
        String two = new JmhFile()
                .time("A.a", forks(1, 8, 10, 0.005))
                .time("B.b", 1)
                .write(folder.resolve("two.json"))
                .toString();

        assertThat(compare(two, baseline)).isEqualTo(2);
        assertThat(compare(two, baseline, "--allow-removed")).isZero();
    }

    @Test
    void incomparableFiles_exitWith2UnlessAllowed() {
        String other = new JmhFile()
                .time("A.a", forks(1, 8, 10, 0.005))
                .put("jdkVersion", "21")
                .write(folder.resolve("other.json"))
                .toString();

        assertThat(compare(baseline, other)).isEqualTo(2);
        assertThat(err().lines()).hasSize(1).allMatch(line -> line.startsWith("incomparable: com.example.A.a"));
        assertThat(compare(baseline, other, "--allow-incomparable")).isZero();
        assertThat(out()).contains("Warning: compared nevertheless: JDK version");
    }

    @Test
    void moreBytes_exitWith1UnlessTolerated() {
        String small = new JmhFile()
                .result("F.f", "ss", "B", 1000)
                .write(folder.resolve("small.json"))
                .toString();
        String large = new JmhFile()
                .result("F.f", "ss", "B", 1008)
                .write(folder.resolve("large.json"))
                .toString();

        assertThat(compare(small, large)).isEqualTo(1);
        assertThat(compare(small, large, "--bytes-tolerance", "8")).isZero();
        assertThat(compare(small, large, "--bytes-tolerance", "1%")).isZero();
        assertThat(compare(small, large, "--bytes-tolerance", "0.1%")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    --threshold 5; '5' is a share of 1 or more, write 5% or 0.05
                    --threshold five; 'five' is no share, write 5% or 0.05
                    --threshold -1%; the threshold is -0.01, it must be 0 or more
                    --alpha 0; alpha is 0.0, it must be above 0 and below 0.5
                    --bytes-tolerance -8; '-8' is no tolerance, write 16 or 1%
                    --bytes-tolerance many; 'many' is no tolerance, write 16 or 1%
                    --format html; --format
                    --nosuch x; --nosuch
                    """)
    void wrongOption_exitsWith2AndALine(String option, String message) {
        assertThat(compare(baseline, baseline, option.split(" "))).isEqualTo(2);
        assertThat(err().lines()).hasSize(1).allMatch(line -> line.contains(message), message);
    }

    @Test
    void missingArgument_exitsWith2() {
        assertThat(run("compare")).isEqualTo(2);
        assertThat(err()).contains("BASELINE");
        assertThat(run("compare", baseline)).isEqualTo(2);
        assertThat(err()).contains("give the results of both sides");
        assertThat(run("compare", baseline + "x")).isEqualTo(2);
        assertThat(err()).contains("no such file");
    }

    @Test
    void savedComparison_isWrittenInAnotherFormatWithItsVerdicts() {
        String saved = folder.resolve("comparison.json").toString();
        compare(baseline, slower, "--format", "json", "--out", saved);

        assertThat(run("compare", saved, "--format", "markdown")).isEqualTo(1);
        assertThat(out()).startsWith("### REGRESSION: 1 regression");
    }

    @Test
    void savedComparisonThatIsInconclusive_exitsWith3UnderStrictThoughItWasSavedWithout() {
        String saved = folder.resolve("comparison.json").toString();
        compare(baseline, noisy, "--format", "json", "--out", saved);

        assertThat(run("compare", saved)).isZero();
        assertThat(run("compare", saved, "--strict")).isEqualTo(3);
    }

    @Test
    void savedComparisonOfWhichPartsAreMissing_exitsWith2() throws IOException {
        Path parts = Files.writeString(
                folder.resolve("parts.json"), "{\"format\":\"reprise-comparison-1\",\"rows\":[],\"warnings\":[]}");

        assertThat(run("compare", parts.toString())).isEqualTo(2);
        assertThat(err().lines()).hasSize(1).allMatch(line -> line.contains("parts are missing"));
    }

    @Test
    void everyFormat_isWrittenToItsFileAndNothingElseIsSaid() throws IOException {
        for (String format : new String[] {"text", "markdown", "json", "junit"}) {
            Path file = folder.resolve(format + ".out");
            assertThat(compare(baseline, slower, "--format", format, "--out", file.toString()))
                    .isEqualTo(1);
            assertThat(Files.readString(file)).contains("REGRESSION");
        }
        assertThat(out()).isEmpty();
        assertThat(Files.readString(folder.resolve("markdown.out"))).startsWith("### ");
        assertThat(Files.readString(folder.resolve("junit.out")))
                .startsWith("<?xml")
                .contains("<testsuite");
        assertThat(Comparison.read(folder.resolve("json.out")).with(Status.REGRESSION))
                .hasSize(1);
    }

    @Test
    void fileThatCannotBeWritten_exitsWith2() {
        assertThat(compare(
                        baseline,
                        baseline,
                        "--out",
                        folder.resolve("no/such/folder").toString()))
                .isEqualTo(2);
        assertThat(err().lines()).hasSize(1).allMatch(line -> line.contains("cannot be written"));
    }

    @Test
    void help_showsOptionsExamplesAndExitCodes() {
        assertThat(run("compare", "--help")).isZero();
        assertThat(out())
                .contains("--format", "--out", "--threshold", "--alpha", "--strict", "--allow-removed")
                .contains("--bytes-tolerance", "--allow-incomparable", "Examples:", "Exit codes: 0 no regression");
    }

    private int compare(String first, String second, String... options) {
        String[] args = new String[options.length + 3];
        args[0] = "compare";
        args[1] = first;
        args[2] = second;
        System.arraycopy(options, 0, args, 3, options.length);
        return run(args);
    }

    private int run(String... args) {
        return Main.run(args, print(out), print(err));
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, UTF_8);
    }

    private String out() {
        return out.toString(UTF_8);
    }

    private String err() {
        return err.toString(UTF_8);
    }
}
