package org.reprise.result;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeMap;
import org.apache.commons.statistics.descriptive.DoubleStatistics;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.Statistic;
import org.apache.commons.statistics.distribution.TDistribution;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes measurements in the JSON result format of JMH 1.37, so that whatever reads JMH's results reads these.
 *
 * <p>Score, error and percentiles are computed as JMH does: the mean over all iterations of all forks, and half the width
 * of its 99.9 % interval by Student's distribution, {@code "NaN"} for fewer than three values.
 */
public final class JmhJson {

    private static final String JMH_VERSION = "1.37";
    private static final double CONFIDENCE = 0.999;
    private static final int LEAST_VALUES_FOR_ERROR = 3;
    private static final double[] PERCENTILES = {0, 50, 90, 95, 99, 99.9, 99.99, 99.999, 99.9999, 100};

    /** The estimate of percentiles that JMH uses: linear between the two nearest of n + 1 positions. */
    private static final Quantile QUANTILE = Quantile.withDefaults().with(Quantile.EstimationMethod.HF6);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private JmhJson() {}

    /**
     * Writes {@code measurements}, as measured by this JVM, to {@code file}, over what was there.
     *
     * @throws tools.jackson.core.JacksonException if the file cannot be written
     */
    public static void write(List<Measurement> measurements, Path file) {
        ArrayNode results = JSON.createArrayNode();
        measurements.forEach(measurement -> results.add(node(measurement)));
        JSON.writerWithDefaultPrettyPrinter().writeValue(file, results);
    }

    private static ObjectNode node(Measurement measurement) {
        int forks = measurement.primary().forks().size();
        int iterations = measurement.primary().forks().get(0).size();
        ObjectNode node = JSON.createObjectNode()
                .put("jmhVersion", JMH_VERSION)
                .put("benchmark", measurement.benchmark())
                .put("mode", measurement.mode())
                .put("threads", measurement.threads())
                .put("forks", forks)
                .put(
                        "jvm",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ArrayNode jvmArgs = node.putArray("jvmArgs");
        ManagementFactory.getRuntimeMXBean().getInputArguments().forEach(jvmArgs::add);
        node.put("jdkVersion", System.getProperty("java.version"))
                .put("vmName", System.getProperty("java.vm.name"))
                .put("vmVersion", System.getProperty("java.vm.version"))
                .put("warmupIterations", 0)
                .put("warmupTime", "single-shot")
                .put("warmupBatchSize", 1)
                .put("measurementIterations", iterations)
                .put("measurementTime", "single-shot")
                .put("measurementBatchSize", 1);
        if (!measurement.params().isEmpty()) {
            ObjectNode params = node.putObject("params");
            new TreeMap<>(measurement.params()).forEach(params::put);
        }
        node.set("primaryMetric", node(measurement.primary()));
        ObjectNode secondary = node.putObject("secondaryMetrics");
        new TreeMap<>(measurement.secondary()).forEach((name, metric) -> secondary.set(name, node(metric)));
        return node;
    }

    private static ObjectNode node(Metric metric) {
        double[] values = metric.values();
        DoubleStatistics statistics =
                DoubleStatistics.of(EnumSet.of(Statistic.MEAN, Statistic.STANDARD_DEVIATION), values);
        double mean = statistics.getAsDouble(Statistic.MEAN);
        ObjectNode node = JSON.createObjectNode().put("score", mean);
        ArrayNode confidence = JSON.createArrayNode();
        if (values.length < LEAST_VALUES_FOR_ERROR) {
            node.put("scoreError", "NaN");
            confidence.add("NaN").add("NaN");
        } else {
            double quantile = TDistribution.of(values.length - 1).inverseSurvivalProbability((1 - CONFIDENCE) / 2);
            double error = quantile * statistics.getAsDouble(Statistic.STANDARD_DEVIATION) / Math.sqrt(values.length);
            node.put("scoreError", error);
            confidence.add(mean - error).add(mean + error);
        }
        node.set("scoreConfidence", confidence);
        ObjectNode percentiles = node.putObject("scorePercentiles");
        for (double percentile : PERCENTILES) {
            percentiles.put(Double.toString(percentile), QUANTILE.evaluate(values, percentile / 100));
        }
        node.put("scoreUnit", metric.unit());
        ArrayNode raw = node.putArray("rawData");
        metric.forks().forEach(fork -> {
            ArrayNode iterations = raw.addArray();
            fork.forEach(iterations::add);
        });
        return node;
    }
}
