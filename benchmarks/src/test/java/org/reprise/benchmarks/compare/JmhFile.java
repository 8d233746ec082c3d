package org.reprise.benchmarks.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes results as JMH 1.37 does, field by field as a test needs them. */
public final class JmhFile {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ArrayNode results = JSON.createArrayNode();
    private ObjectNode last = JSON.createObjectNode();

    /** Adds a result whose forks have these single iterations. */
    public JmhFile result(String benchmark, String mode, String unit, double... forks) {
        last = results.addObject()
                .put("jmhVersion", "1.37")
                .put("benchmark", "com.example." + benchmark)
                .put("mode", mode)
                .put("threads", 1)
                .put("forks", forks.length)
                .put("jvm", "/opt/jdk/bin/java");
        last.putArray("jvmArgs").add("-Xmx1g");
        last.put("jdkVersion", "17.0.15")
                .put("vmName", "OpenJDK 64-Bit Server VM")
                .put("vmVersion", "17.0.15+6")
                .put("warmupIterations", 5)
                .put("warmupTime", "1 s")
                .put("warmupBatchSize", 1)
                .put("measurementIterations", 5)
                .put("measurementTime", "1 s")
                .put("measurementBatchSize", 1);
        last.set("primaryMetric", metric(unit, forks));
        last.putObject("secondaryMetrics");
        return this;
    }

    /** A result in avgt mode and us/op. */
    public JmhFile time(String benchmark, double... forks) {
        return result(benchmark, "avgt", "us/op", forks);
    }

    /** Changes the last result. */
    public JmhFile put(String field, String value) {
        last.put(field, value);
        return this;
    }

    /** Changes the last result. */
    public JmhFile put(String field, int value) {
        last.put(field, value);
        return this;
    }

    /** Changes the last result. */
    public JmhFile jvmArgs(String... args) {
        ArrayNode array = last.putArray("jvmArgs");
        Arrays.stream(args).forEach(array::add);
        return this;
    }

    /** Gives the last result a parameter. */
    public JmhFile param(String name, String value) {
        last.withObject("/params").put(name, value);
        return this;
    }

    /** Gives the last result a further metric. */
    public JmhFile secondary(String name, String unit, double... forks) {
        last.withObject("/secondaryMetrics").set(name, metric(unit, forks));
        return this;
    }

    /** Takes the raw data of the last result away. */
    public JmhFile withoutRawData() {
        last.withObject("/primaryMetric").remove("rawData");
        return this;
    }

    /** Gives the last result histograms, each with so many values around that of the fork. */
    public JmhFile histograms(double... forks) {
        ObjectNode metric = last.withObject("/primaryMetric");
        metric.remove("rawData");
        ArrayNode raw = metric.putArray("rawDataHistogram");
        for (double fork : forks) {
            ArrayNode iteration = raw.addArray().addArray();
            iteration.addArray().add(fork).add(98);
            iteration.addArray().add(3 * fork).add(2);
        }
        return this;
    }

    /** The JSON. */
    public String json() {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(results);
    }

    /** Writes the JSON. */
    public Path write(Path file) {
        try {
            return Files.writeString(file, json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So many forks around a value, with this relative noise. */
    public static double[] forks(long seed, int count, double value, double noise) {
        Random random = new Random(seed);
        double[] forks = new double[count];
        for (int i = 0; i < count; i++) {
            forks[i] = value * Math.exp(noise * random.nextGaussian());
        }
        return forks;
    }

    /** The same value for so many forks. */
    public static double[] exactly(int count, double value) {
        double[] forks = new double[count];
        Arrays.fill(forks, value);
        return forks;
    }

    private static ObjectNode metric(String unit, double... forks) {
        ObjectNode metric = JSON.createObjectNode()
                .put("score", Arrays.stream(forks).average().orElse(Double.NaN))
                .put("scoreError", "NaN");
        metric.putArray("scoreConfidence").add("NaN").add("NaN");
        metric.put("scoreUnit", unit);
        ArrayNode raw = metric.putArray("rawData");
        for (double fork : forks) {
            raw.addArray().add(fork);
        }
        return metric;
    }

    /** The rows of a comparison by benchmark and metric. */
    static Map<String, Row> rows(Comparison comparison) {
        Map<String, Row> rows = new LinkedHashMap<>();
        comparison.rows().forEach(row -> rows.put(row.key().shortName() + " " + row.metric(), row));
        return rows;
    }
}
