package org.reprise.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reprise.benchmarks.compare.JmhFile;

/** What {@code report} does with its command line. */
class ReportExitTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void results_becomeAPage() throws IOException {
        Path results = new JmhFile().time("A.a", 1, 2, 3).write(folder.resolve("a.json"));

        assertThat(run(results.toString(), "-o", page().toString())).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("written: " + page());
        assertThat(Files.readString(page())).startsWith("<!DOCTYPE html>").contains("A.a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\"                                        | is empty",
                "{                                           | cannot be read as JSON",
                "[{                                          | ends in the middle",
                "nonsense                                    | is no JSON",
                "{}                                          | is neither results of JMH nor a comparison nor an environment",
                "{\"format\": \"reprise-comparison-1\"}      | comparison",
                "{\"format\": \"reprise-comparison-1\", \"rows\": [], \"warnings\": []} | parts are missing",
                "[]                                          | holds no result",
                "[{\"benchmark\": \"a\"}]                    | has no 'primaryMetric'"
            })
    void unreadableFile_isRefusedInOneLineAndNothingIsWritten(String content, String reason) throws IOException {
        Path good = new JmhFile().time("A.a", 1).write(folder.resolve("good.json"));
        Path bad = Files.writeString(folder.resolve("bad.json"), content);

        assertThat(run(good.toString(), bad.toString(), "-o", page().toString()))
                .isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).contains("bad.json", reason));
        assertThat(page()).doesNotExist();
    }

    @Test
    void missingFileAndNoFile_areRefusedInOneLine() {
        assertThat(run(folder.resolve("missing.json").toString(), "-o", page().toString()))
                .isEqualTo(2);
        assertThat(run("-o", page().toString())).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("missing.json", "no such file"),
                        line -> assertThat(line).contains("FILE"));
        assertThat(page()).doesNotExist();
    }

    @Test
    void folder_isRefusedInOneLine() {
        assertThat(run(folder.toString(), "-o", page().toString())).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    }

    @Test
    void pageThatCannotBeWritten_isToldInOneLine() {
        Path results = new JmhFile().time("A.a", 1).write(folder.resolve("a.json"));
        Path nowhere = folder.resolve("missing").resolve("report.html");

        assertThat(run(results.toString(), "-o", nowhere.toString())).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).contains(nowhere + " cannot be written"));
    }

    private Path page() {
        return folder.resolve("report.html");
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "report";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Main.run(
                all,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
