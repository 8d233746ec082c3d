package org.reprise.benchmarks.ab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class MergedForksTest {

    private static final int FORKS = 2;

    @TempDir
    private Path folder;

    @Test
    void forksRunOneByOne_giveWhatJmhWritesWhenItRunsThemAll() throws IOException, InterruptedException {
        Path jar = SampleJar.write(folder.resolve("sample.jar"), 100, "twoModes");
        JsonNode all = runAllForksAtOnce(jar);

        assertThat(all.size()).isEqualTo(2);
        for (JsonNode expected : all) {
            List<JsonNode> forks = new ArrayList<>();
            for (int fork = 0; fork < FORKS; fork++) {
                forks.add(only(expected, fork));
            }
            // A single fork has scores of its own; these are overwritten by a merge of one.
            List<JsonNode> single = forks.stream()
                    .map(fork -> (JsonNode) MergedForks.of(List.of(fork)))
                    .toList();

            assertSame(MergedForks.of(single), expected, expected.get("mode").asString());
        }
    }

    @Test
    void aMetricThatAForkLacks_leavesItsPlaceEmpty() {
        JsonNode without = JsonMapper.shared().readTree("""
                        {"forks": 1, "primaryMetric": {"score": 1.0, "rawData": [[1.0]]}, "secondaryMetrics": {}}""");
        JsonNode with = JsonMapper.shared().readTree("""
                        {"forks": 1, "primaryMetric": {"score": "NaN", "rawData": [["NaN"]]},
                         "secondaryMetrics": {"m": {"score": 3.0, "rawData": [[2.0, 4.0]]}}}""");

        ObjectNode merged = MergedForks.of(List.of(without, with, without));

        assertThat(merged.get("forks").asInt()).isEqualTo(3);
        assertThat(merged.at("/secondaryMetrics/m/rawData"))
                .isEqualTo(JsonMapper.shared().readTree("[[], [2.0, 4.0], []]"));
        assertThat(merged.at("/secondaryMetrics/m/score").asDouble()).isEqualTo(3);
        assertThat(merged.at("/primaryMetric/rawData"))
                .isEqualTo(JsonMapper.shared().readTree("[[1.0], [\"NaN\"], [1.0]]"));
    }

    private JsonNode runAllForksAtOnce(Path jar) throws IOException, InterruptedException {
        Path results = folder.resolve("all.json");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djmh.ignoreLock=true",
                        "-jar",
                        jar.toString(),
                        "-p",
                        "times=1",
                        "-f",
                        String.valueOf(FORKS),
                        "-prof",
                        "gc",
                        "-rf",
                        "json",
                        "-rff",
                        results.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("all.log").toFile())
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        return JsonMapper.shared().readTree(results);
    }

    /** The result as if only one of its forks had been run; its scores are still those of all. */
    private static JsonNode only(JsonNode result, int fork) {
        ObjectNode one = (ObjectNode) result.deepCopy();
        one.put("forks", 1);
        keep((ObjectNode) one.get("primaryMetric"), fork);
        for (String name : one.get("secondaryMetrics").propertyNames()) {
            ObjectNode metric = (ObjectNode) one.get("secondaryMetrics").get(name);
            keep(metric, fork);
            if (!metric.get("scoreError").isNumber()
                    && metric.at("/scoreConfidence/0").isNumber()) {
                double sum = metric.at("/rawData/0")
                        .valueStream()
                        .mapToDouble(JsonNode::asDouble)
                        .sum();
                metric.put("score", sum);
                ((ArrayNode) metric.get("scoreConfidence")).removeAll().add(sum).add(sum);
            }
        }
        return one;
    }

    private static void keep(ObjectNode metric, int fork) {
        for (String raw : List.of("rawData", "rawDataHistogram")) {
            if (metric.has(raw)) {
                JsonNode kept = metric.get(raw).get(fork);
                metric.putArray(raw).add(kept);
            }
        }
    }

    private static void assertSame(JsonNode actual, JsonNode expected, String where) {
        if (expected.isNumber()) {
            double value = expected.asDouble();
            assertThat(actual.asDouble()).as(where).isCloseTo(value, within(1e-9 * Math.abs(value)));
        } else if (expected.isContainer()) {
            assertThat(actual.size()).as(where).isEqualTo(expected.size());
            assertThat(new TreeSet<>(actual.propertyNames())).isEqualTo(new TreeSet<>(expected.propertyNames()));
            expected.propertyNames()
                    .forEach(name -> assertSame(actual.get(name), expected.get(name), where + "/" + name));
            for (int i = 0; i < (expected.isArray() ? expected.size() : 0); i++) {
                assertSame(actual.get(i), expected.get(i), where + "/" + i);
            }
        } else {
            assertThat(actual).as(where).isEqualTo(expected);
        }
    }
}
