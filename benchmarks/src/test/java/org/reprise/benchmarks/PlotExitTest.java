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
import org.reprise.benchmarks.codec.SerializationBenchmark;

/** {@code plot} as its users' scripts see it. */
class PlotExitTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void resultWithoutAScore_isLeftOut() throws IOException {
        Path picture = folder.resolve("picture.png");

        assertThat(plot(results("\"NaN\"", "3.5"), picture)).isZero();
        assertThat(picture).isNotEmptyFile();
    }

    @Test
    void resultsWithoutAnyScore_exitWith2AndALine() throws IOException {
        assertThat(plot(results("\"NaN\"", "0"), folder.resolve("picture.png"))).isEqualTo(2);
        assertThat(err()).contains("holds no result").hasLineCount(1);
    }

    @Test
    void pictureThatCannotBeWritten_exitsWith2AndALine() throws IOException {
        assertThat(plot(results("2", "3"), folder.resolve("no/such/picture.png")))
                .isEqualTo(2);
        assertThat(err()).contains("picture.png cannot be written").hasLineCount(1);
    }

    private Path results(String binary, String json) throws IOException {
        return Files.writeString(
                folder.resolve("results.json"), "[" + result("BINARY", binary) + "," + result("JSON", json) + "]");
    }

    private static String result(String codec, String score) {
        return "{\"benchmark\":\"" + SerializationBenchmark.class.getName() + ".encode\",\"params\":{\"codec\":\""
                + codec + "\",\"size\":\"SMALL\"},\"primaryMetric\":{\"score\":" + score + ",\"scoreUnit\":\"us/op\"}}";
    }

    private int plot(Path results, Path picture) {
        return Main.run(
                new String[] {"plot", results.toString(), "-o", picture.toString()},
                System.out,
                new PrintStream(err, true, UTF_8));
    }

    private String err() {
        return err.toString(UTF_8);
    }
}
