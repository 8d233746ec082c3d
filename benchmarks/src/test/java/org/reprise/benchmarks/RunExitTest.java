package org.reprise.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a command line is said in a line before anything is measured. */
class RunExitTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"-p=codec=NOPE", "-pcodec=NOPE"})
    void parameterInOneWordWithItsOption_isChecked(String parameter) {
        assertThat(run("SerializationBenchmark", parameter)).isEqualTo(2);
        assertThat(err()).startsWith("unknown codec 'NOPE'").hasLineCount(1);
    }

    @Test
    void profilerInOneWordWithItsOption_isNoParameter() {
        assertThat(run("SerializationBenchmark", "-prof=nosuch", "-f", "1")).isEqualTo(2);
        assertThat(err()).contains("a profiler cannot be used", "nosuch").hasLineCount(1);
    }

    @Test
    void resultsThatCannotBeWritten_areRefused() {
        for (String file : new String[] {folder.resolve("no/such.json").toString(), "/"}) {
            assertThat(run("SerializationBenchmark", "-rf", "json", "-rff", file))
                    .isEqualTo(2);
            assertThat(run("footprint", "-rff", file)).isEqualTo(2);
        }
        assertThat(err().lines()).hasSize(4).allMatch(line -> line.contains("cannot be written"), "one line each");
    }

    @Test
    void resultsThatAreThere_areKeptWhereNothingIsMeasured() throws IOException {
        Path there = Files.writeString(folder.resolve("there.json"), "kept");
        Path none = folder.resolve("none.json");

        assertThat(run("NoSuchBenchmark", "-rff", there.toString())).isEqualTo(2);
        assertThat(run("NoSuchBenchmark", "-rff", none.toString())).isEqualTo(2);

        assertThat(there).hasContent("kept");
        assertThat(none).doesNotExist();
    }

    private int run(String... args) {
        return Main.run(args, System.out, new PrintStream(err, true, UTF_8));
    }

    private String err() {
        return err.toString(UTF_8);
    }
}
