package org.reprise.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reprise.benchmarks.Main;
import org.reprise.benchmarks.UsageException;
import org.reprise.result.JmhJson;
import org.reprise.result.Measurement;
import org.reprise.result.Metric;

class JmhReaderTest {

    @TempDir
    private Path folder;

    @Test
    void version119_isReadWithItsPrefixesAndWithoutWhatItDoesNotState() throws URISyntaxException {
        JmhResult result = golden("jmh-1.19.json");

        assertThat(result.key())
                .isEqualTo(new BenchmarkKey("com.example.OldBenchmark.encode", Map.of("size", "10"), "avgt", 1));
        assertThat(result.jmhVersion()).isNull();
        assertThat(result.conditions()).doesNotContainKey("JDK version").containsEntry("warm-up time", "1 s");
        assertThat(result.primary().get("time")).isEqualTo(new Series("us/op", 12, List.of(11.0, 12.5)));
        assertThat(result.secondary()).containsKey("gc.count");
    }

    @Test
    void absentAllocation_isZeroWhereTheRateIsThere() throws URISyntaxException {
        assertThat(golden("jmh-1.19.json").secondary().get("gc.alloc.rate.norm"))
                .isEqualTo(new Series("B/op", 0, List.of(0.0, 0.0)));
        assertThat(golden("jmh-1.37-sample.json").secondary()).doesNotContainKey("gc.alloc.rate.norm");
    }

    @Test
    void version127_isReadWithItsConditions() throws URISyntaxException {
        JmhResult result = golden("jmh-1.27.json");

        assertThat(result.key().threads()).isEqualTo(4);
        assertThat(result.conditions())
                .containsEntry("JVM arguments", "[-Xmx1g, -XX:+UseSerialGC]")
                .containsEntry("JDK version", "11.0.9");
        assertThat(result.primary()).containsOnlyKeys("throughput");
        assertThat(result.secondary().get("gc.alloc.rate.norm").forks()).containsExactly(48.001, 48.0);
    }

    @Test
    void sampleMode_givesThePercentilesOfEachForksHistogram() throws URISyntaxException {
        JmhResult result = golden("jmh-1.37-sample.json");

        assertThat(result.primary().get("p50").forks()).containsExactly(1.0, 3.0);
        assertThat(result.primary().get("p99").forks()).containsExactly(9.0, 3.0);
        assertThat(result.forks()).isEqualTo(2);
    }

    @Test
    void ownResults_areRead() {
        Path file = folder.resolve("own.json");
        JmhJson.write(
                List.of(new Measurement(
                        "org.reprise.stress.Storm.restore",
                        "ss",
                        1,
                        Map.of("seed", "7"),
                        Metric.exact(4096, "B"),
                        Map.of("latency", Metric.exact(2.5, "ms/op")))),
                file);

        JmhResult result = JmhReader.read(file).get(0);

        assertThat(result.primary()).containsEntry("bytes", new Series("B", 4096, List.of(4096.0)));
        assertThat(result.secondary()).containsEntry("latency", new Series("ms/op", 2.5, List.of(2.5)));
    }

    @Test
    void nanIterations_areLeftOutAndAForkOfThemAloneHasNoValue() throws IOException {
        Path file = write("""
                [{"benchmark": "a.B.c", "mode": "avgt", "threads": 1, "primaryMetric": {"score": "NaN",
                  "scoreUnit": "ns/op", "rawData": [["NaN", 3.0, 5.0], ["NaN"], ["+INF", 7]]}}]""");

        Series time = JmhReader.read(file).get(0).primary().get("time");

        assertThat(time.score()).isNaN();
        assertThat(time.forks()).containsExactly(4.0, Double.NaN, 7.0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    ``; is empty
                    {}; begins with an object, not with an array
                    7; begins with a plain value, not with an array
                    []; holds no result
                    [{"benchmark": "a"; ends in the middle, at line 1
                    [; ends in the middle, at line 1
                    not json; is no JSON at line 1
                    [1]; result 1 at line 1, is a plain value, not an object
                    [{}]; result 1 at line 1, has no 'primaryMetric'
                    [{"mode": "avgt", "primaryMetric": {"scoreUnit": "s/op"}}]; has no 'benchmark'
                    [{"benchmark": "a", "primaryMetric": {"scoreUnit": "s/op"}}]; has no 'mode'
                    [{"benchmark": "a", "mode": "avgt", "primaryMetric": {"score": 1}}]; without 'scoreUnit'
                    [{"benchmark": "a", "mode": "avgt", "primaryMetric": 4}]; has a plain value where a metric should be
                    [{"primaryMetric": {"scoreUnit": "s/op", "rawData": [4]}}]; in its raw data where an array should be
                    [{"primaryMetric": {"scoreUnit": "s/op", "rawData": [[[1]]]}}]; has an array where a number should be
                    [{"primaryMetric": {"scoreUnit": "s/op", "rawDataHistogram": [[[[1]]]]}}]; values with their counts
                    [{"params": [], "primaryMetric": {"scoreUnit": "s/op"}}]; has an array for 'params'
                    [{"benchmark": "a", "mode": "avgt", "threads": "x", "primaryMetric": {"scoreUnit": "s/op"}}]; 'x' threads
                    """)
    void whatIsNoResult_isRefusedInALineThatNamesFileAndPlace(String json, String message) throws IOException {
        Path file = write(json);

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> JmhReader.read(file))
                .withMessageContaining(file.toString())
                .withMessageContaining(message)
                .satisfies(refused -> assertThat(refused.getMessage().lines()).hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jmh-1.19.json", "jmh-1.27.json", "jmh-1.37-sample.json"})
    void damagedFile_isReadOrRefusedInALineAndFailsInNoOtherWay(String name) throws IOException, URISyntaxException {
        String whole =
                Files.readString(Path.of(JmhReaderTest.class.getResource(name).toURI()));
        int refused = 0;
        for (int at = 1; at < whole.length(); at += 3) {
            for (String damage : List.of("", "7", "null", "[", "{}")) {
                Path file = write(whole.substring(0, at) + damage + whole.substring(at + 1));
                try {
                    JmhReader.read(file);
                } catch (UsageException e) {
                    refused++;
                    assertThat(e.getMessage().lines()).as(damage + " at " + at).hasSize(1);
                }
            }
            Path cut = write(whole.substring(0, at));
            assertThatExceptionOfType(UsageException.class)
                    .isThrownBy(() -> JmhReader.read(cut))
                    .satisfies(e -> assertThat(e.getMessage()).containsAnyOf("ends in the middle", "is no JSON"));
        }
        assertThat(refused).isGreaterThan(100);
    }

    @Test
    void missingFile_isRefused() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> JmhReader.read(folder.resolve("none.json")))
                .withMessageContaining("none.json cannot be read: no such file");
    }

    @Test
    void sameResultTwice_isRefusedWithBothPlaces() {
        Path file = new JmhFile().time("A.a", 1).time("B.b", 1).time("A.a", 2).write(folder.resolve("twice.json"));

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> JmhReader.read(file))
                .withMessageContaining(
                        "holds the same result twice, as results 1 and 3: com.example.A.a, avgt, 1 thread");
    }

    @Tag("once")
    @Test
    void fileOfAHundredMegabytes_isComparedInASmallHeap() throws IOException, InterruptedException {
        Path file = folder.resolve("large.json");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(
                    "[{\"benchmark\": \"a.B.c\", \"mode\": \"sample\", \"threads\": 1, \"primaryMetric\": {\"score\": 1,"
                            + " \"scoreUnit\": \"us/op\", \"rawDataHistogram\": [");
            for (int fork = 0; fork < 6; fork++) {
                out.write(fork == 0 ? "[" : ",[");
                for (int iteration = 0; iteration < 1_000; iteration++) {
                    out.write(iteration == 0 ? "[" : ",[");
                    for (int value = 0; value < 1_000; value++) {
                        out.write(value == 0 ? "" : ",");
                        out.write("[" + (1000 + value) + ".000" + fork + ", 123]");
                    }
                    out.write("]");
                }
                out.write("]");
            }
            out.write("]}, \"secondaryMetrics\": {}}]");
        }
        assertThat(Files.size(file)).isGreaterThan(100_000_000);
        Path text = folder.resolve("out.txt");

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "compare",
                        file.toString(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(text.toFile())
                .start();

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(text)).isZero();
        assertThat(Files.readString(text)).contains("p50", "p99");
    }

    private Path write(String json) throws IOException {
        return Files.writeString(folder.resolve("results.json"), json);
    }

    private static JmhResult golden(String name) throws URISyntaxException {
        return JmhReader.read(Path.of(JmhReaderTest.class.getResource(name).toURI()))
                .get(0);
    }
}
