package org.reprise.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JmhJsonTest {

    private static final double RELATIVE_ERROR = 1e-12;
    private static final List<String> PERCENTILES =
            List.of("0.0", "50.0", "90.0", "95.0", "99.0", "99.9", "99.99", "99.999", "99.9999", "100.0");

    @TempDir
    Path folder;

    /**
     * What {@code org.openjdk.jmh.util.ListStatistics} of JMH 1.37 computed of the values: {@code getMean()},
     * {@code getMeanErrorAt(0.999)}, and {@code getPercentile} for each of {@link #PERCENTILES}.
     */
    private record Reference(double[] values, double score, double error, double... percentiles) {
        @Override
        public String toString() {
            return Arrays.toString(values);
        }
    }

    static Stream<Reference> references() {
        return Stream.of(
                new Reference(new double[] {1, 2, 3}, 2.0, 18.243722665847905, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3),
                new Reference(
                        new double[] {12.5, 11.25, 13.75, 12.0, 40.5},
                        18.0,
                        48.55954371421265,
                        11.25,
                        12.5,
                        40.5,
                        40.5,
                        40.5,
                        40.5,
                        40.5,
                        40.5,
                        40.5,
                        40.5),
                new Reference(new double[] {3, 3, 3}, 3.0, 0.0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3),
                new Reference(
                        new double[] {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2},
                        0.65,
                        0.46181545143683467,
                        0.1,
                        0.6499999999999999,
                        1.1700000000000002,
                        1.2,
                        1.2,
                        1.2,
                        1.2,
                        1.2,
                        1.2,
                        1.2),
                new Reference(
                        new double[] {-1.5, 0, 2.25, 1e6},
                        250000.1875,
                        3230993.8514394965,
                        -1.5,
                        1.125,
                        1e6,
                        1e6,
                        1e6,
                        1e6,
                        1e6,
                        1e6,
                        1e6,
                        1e6));
    }

    @ParameterizedTest
    @MethodSource("references")
    void scoreErrorAndPercentiles_areThoseThatJmhComputes(Reference reference) {
        JsonNode metric = write(metric(reference.values)).get("primaryMetric");

        assertClose(metric.get("score"), reference.score);
        assertClose(metric.get("scoreError"), reference.error);
        assertThat(metric.get("scoreConfidence").size()).isEqualTo(2);
        assertClose(metric.get("scoreConfidence").get(0), reference.score - reference.error);
        assertClose(metric.get("scoreConfidence").get(1), reference.score + reference.error);
        JsonNode percentiles = metric.get("scorePercentiles");
        assertThat(percentiles.propertyNames()).containsExactlyElementsOf(PERCENTILES);
        for (int i = 0; i < PERCENTILES.size(); i++) {
            assertClose(percentiles.get(PERCENTILES.get(i)), reference.percentiles[i]);
        }
    }

    @Test
    void forksAreOneSample_andKeptApartInTheRawData() {
        Metric forks = new Metric("ms/op", List.of(List.of(12.5, 11.25), List.of(13.75), List.of(12.0, 40.5)));

        JsonNode metric = write(forks).get("primaryMetric");

        assertClose(metric.get("score"), 18.0);
        assertClose(metric.get("scoreError"), 48.55954371421265);
        assertThat(metric.get("rawData").toString()).isEqualTo("[[12.5,11.25],[13.75],[12.0,40.5]]");
    }

    @Test
    void twoValues_haveNoError() {
        JsonNode metric = write(metric(7, 5)).get("primaryMetric");

        assertClose(metric.get("score"), 6.0);
        assertHasNoError(metric);
        assertClose(metric.get("scorePercentiles").get("50.0"), 6.0);
        assertClose(metric.get("scorePercentiles").get("99.0"), 7.0);
    }

    @Test
    void exactValue_hasNoErrorAndIsEachPercentile() {
        JsonNode metric = write(Metric.exact(42, "B")).get("primaryMetric");

        assertClose(metric.get("score"), 42.0);
        assertHasNoError(metric);
        assertThat(metric.get("scorePercentiles"))
                .hasSize(PERCENTILES.size())
                .allSatisfy(percentile -> assertClose(percentile, 42.0));
        assertThat(metric.get("scoreUnit").asString()).isEqualTo("B");
        assertThat(metric.get("rawData").toString()).isEqualTo("[[42.0]]");
    }

    @Test
    void measurement_hasTheFieldsOfJmhInTheirOrder() {
        JsonNode result = write(new Measurement(
                "org.reprise.Reconnect.restore",
                "avgt",
                2,
                Map.of("size", "SMALL", "codec", "BINARY"),
                new Metric("ms/op", List.of(List.of(1.0, 2.0), List.of(3.0, 4.0))),
                Map.of("b.bytes", Metric.exact(5, "B"), "a.p99", Metric.exact(6, "ms"))));

        assertThat(result.propertyNames())
                .containsExactly(
                        "jmhVersion",
                        "benchmark",
                        "mode",
                        "threads",
                        "forks",
                        "jvm",
                        "jvmArgs",
                        "jdkVersion",
                        "vmName",
                        "vmVersion",
                        "warmupIterations",
                        "warmupTime",
                        "warmupBatchSize",
                        "measurementIterations",
                        "measurementTime",
                        "measurementBatchSize",
                        "params",
                        "primaryMetric",
                        "secondaryMetrics");
        assertThat(result.get("benchmark").asString()).isEqualTo("org.reprise.Reconnect.restore");
        assertThat(result.get("mode").asString()).isEqualTo("avgt");
        assertThat(result.get("threads").asInt()).isEqualTo(2);
        assertThat(result.get("forks").asInt()).isEqualTo(2);
        assertThat(result.get("measurementIterations").asInt()).isEqualTo(2);
        assertThat(result.get("jdkVersion").asString()).isEqualTo(System.getProperty("java.version"));
        assertThat(result.get("params").toString()).isEqualTo("{\"codec\":\"BINARY\",\"size\":\"SMALL\"}");
        assertThat(result.get("primaryMetric").propertyNames())
                .containsExactly("score", "scoreError", "scoreConfidence", "scorePercentiles", "scoreUnit", "rawData");
        assertThat(result.get("secondaryMetrics").propertyNames()).containsExactly("a.p99", "b.bytes");
        assertClose(result.get("secondaryMetrics").get("b.bytes").get("score"), 5.0);
    }

    @Test
    void measurementWithoutParameters_hasNoParams() {
        assertThat(write(metric(1)).has("params")).isFalse();
    }

    @Test
    void textThatJsonMustEscape_comesBack() {
        String odd = "a\"b\\c\n漢\ud83d\ude00<>{}";

        JsonNode result = write(new Measurement(odd, "ss", 1, Map.of(odd, odd), metric(1), Map.of(odd, metric(2))));

        assertThat(result.get("benchmark").asString()).isEqualTo(odd);
        assertThat(result.get("params").get(odd).asString()).isEqualTo(odd);
        assertClose(result.get("secondaryMetrics").get(odd).get("score"), 2.0);
    }

    @Test
    void severalMeasurements_areAnArrayInTheirOrder_overWhatWasThere() throws Exception {
        Path file = folder.resolve("results.json");
        Files.writeString(file, "x".repeat(100_000));
        Measurement first = new Measurement("a.first", "ss", 1, Map.of(), metric(1), Map.of());
        Measurement second = new Measurement("a.second", "ss", 1, Map.of(), metric(2), Map.of());

        JmhJson.write(List.of(first, second), file);

        JsonNode results = JsonMapper.shared().readTree(file);
        assertThat(results)
                .extracting(result -> result.get("benchmark").asString())
                .containsExactly("a.first", "a.second");
    }

    @Test
    void noMeasurement_isAnEmptyArray() {
        Path file = folder.resolve("results.json");

        JmhJson.write(List.of(), file);

        assertThat(JsonMapper.shared().readTree(file).toString()).isEqualTo("[]");
    }

    @Test
    void fileThatCannotBeWritten_throws() {
        Path file = folder.resolve("missing").resolve("results.json");

        assertThatExceptionOfType(JacksonException.class)
                .isThrownBy(() -> JmhJson.write(List.of(), file))
                .withMessageContaining("missing");
    }

    private static Metric metric(double... values) {
        return new Metric("us/op", List.of(Arrays.stream(values).boxed().toList()));
    }

    private JsonNode write(Metric primary) {
        return write(new Measurement("org.reprise.Some.thing", "ss", 1, Map.of(), primary, Map.of()));
    }

    private JsonNode write(Measurement measurement) {
        Path file = folder.resolve("results.json");
        JmhJson.write(List.of(measurement), file);
        JsonNode results = JsonMapper.shared().readTree(file);
        assertThat(results.size()).isEqualTo(1);
        return results.get(0);
    }

    private static void assertHasNoError(JsonNode metric) {
        assertThat(metric.get("scoreError").asString()).isEqualTo("NaN");
        assertThat(metric.get("scoreConfidence").toString()).isEqualTo("[\"NaN\",\"NaN\"]");
    }

    private static void assertClose(JsonNode number, double expected) {
        assertThat(number.isNumber()).isTrue();
        assertThat(number.asDouble()).isCloseTo(expected, within(RELATIVE_ERROR * Math.max(1, Math.abs(expected))));
    }
}
