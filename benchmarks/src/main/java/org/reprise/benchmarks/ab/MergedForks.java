package org.reprise.benchmarks.ab;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.util.ListStatistics;
import org.openjdk.jmh.util.MultisetStatistics;
import org.openjdk.jmh.util.Statistics;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Joins results of single forks into the one that JMH would have written, had it run all forks itself.
 *
 * <p>Raw data and histograms of the forks follow each other in the order given; a fork that lacks a secondary metric has an
 * empty array there, as JMH does it. Scores, errors and percentiles are those of all iterations together.
 */
final class MergedForks {

    private static final String PRIMARY = "primaryMetric";
    private static final String SECONDARY = "secondaryMetrics";
    private static final String RAW = "rawData";
    private static final String HISTOGRAM = "rawDataHistogram";
    private static final double CONFIDENCE = 0.999;

    /** What sample mode derives from its histogram, with the benchmark's name and a dot before it in versions to 1.35. */
    private static final Pattern PERCENTILE = Pattern.compile("(?:.*·)?p([01]\\.\\d+)");

    private MergedForks() {}

    /**
     * One result of all.
     *
     * @param forks results of one benchmark with one fork each; at least one
     */
    static ObjectNode of(List<JsonNode> forks) {
        ObjectNode merged = (ObjectNode) forks.get(0).deepCopy();
        merged.put("forks", forks.size());
        List<JsonNode> primary = forks.stream().map(fork -> fork.path(PRIMARY)).toList();
        ArrayNode histograms = raw(primary, HISTOGRAM);
        Statistics samples = histogram(histograms);
        merged.set(PRIMARY, samples.getN() > 0 ? sampled(primary, histograms, samples) : metric(primary));
        Set<String> names = new LinkedHashSet<>();
        forks.forEach(fork -> names.addAll(fork.path(SECONDARY).propertyNames()));
        ObjectNode secondary = JsonMapper.shared().createObjectNode();
        for (String name : names) {
            List<JsonNode> metrics =
                    forks.stream().map(fork -> fork.path(SECONDARY).path(name)).toList();
            Matcher percentile = PERCENTILE.matcher(name);
            secondary.set(
                    name,
                    samples.getN() > 0 && percentile.matches()
                            ? percentile(metrics, samples, Double.parseDouble(percentile.group(1)))
                            : metric(metrics));
        }
        merged.set(SECONDARY, secondary);
        return merged;
    }

    private static ObjectNode metric(List<JsonNode> metrics) {
        ArrayNode raw = raw(metrics, RAW);
        ObjectNode merged = copy(metrics).set(RAW, raw);
        Statistics statistics = list(raw.valueStream());
        if (statistics.getN() > 0) {
            describe(merged, statistics, Aggregation.of(metrics));
        }
        return merged;
    }

    private static ObjectNode sampled(List<JsonNode> metrics, ArrayNode histograms, Statistics samples) {
        ObjectNode merged = copy(metrics).set(HISTOGRAM, histograms);
        describe(merged, samples, Aggregation.MEAN);
        return merged;
    }

    /** JMH gives it as a metric of one value. */
    private static ObjectNode percentile(List<JsonNode> metrics, Statistics samples, double quantile) {
        ObjectNode merged = copy(metrics).set(RAW, raw(metrics, RAW));
        describe(merged, new ListStatistics(new double[] {samples.getPercentile(quantile * 100)}), Aggregation.MEAN);
        return merged;
    }

    private static ObjectNode copy(List<JsonNode> metrics) {
        return (ObjectNode) metrics.stream()
                .filter(JsonNode::isObject)
                .findFirst()
                .orElseThrow()
                .deepCopy();
    }

    private static ArrayNode raw(List<JsonNode> metrics, String field) {
        ArrayNode forks = JsonMapper.shared().createArrayNode();
        for (JsonNode metric : metrics) {
            JsonNode fork = metric.path(field).path(0);
            forks.add(fork.isArray() ? fork : JsonMapper.shared().createArrayNode());
        }
        return forks;
    }

    private static Statistics list(Stream<JsonNode> forks) {
        return new ListStatistics(forks.flatMap(JsonNode::valueStream)
                .mapToDouble(value -> value.asDouble(Double.NaN))
                .toArray());
    }

    private static Statistics histogram(ArrayNode forks) {
        MultisetStatistics statistics = new MultisetStatistics();
        forks.valueStream()
                .flatMap(JsonNode::valueStream)
                .flatMap(JsonNode::valueStream)
                .forEach(bucket -> statistics.addValue(
                        bucket.path(0).asDouble(), bucket.path(1).asLong()));
        return statistics;
    }

    private static void describe(ObjectNode metric, Statistics statistics, Aggregation aggregation) {
        double score = aggregation.score.applyAsDouble(statistics);
        boolean isMean = aggregation == Aggregation.MEAN;
        double[] interval = isMean ? statistics.getConfidenceIntervalAt(CONFIDENCE) : new double[] {score, score};
        metric.set("score", number(score));
        metric.set("scoreError", number(isMean ? statistics.getMeanErrorAt(CONFIDENCE) : Double.NaN));
        metric.putArray("scoreConfidence").add(number(interval[0])).add(number(interval[1]));
        ObjectNode percentiles = JsonMapper.shared().createObjectNode();
        for (String percentile : metric.path("scorePercentiles").propertyNames()) {
            percentiles.set(percentile, number(statistics.getPercentile(Double.parseDouble(percentile))));
        }
        metric.set("scorePercentiles", percentiles);
    }

    /** JMH writes what JSON has no number for as a string. */
    private static JsonNode number(double value) {
        return Double.isFinite(value)
                ? JsonMapper.shared().getNodeFactory().numberNode(value)
                : JsonMapper.shared()
                        .getNodeFactory()
                        .stringNode(Double.isNaN(value) ? "NaN" : value > 0 ? "+INF" : "-INF");
    }

    /** How JMH makes a score of the iterations; its files do not say it, but show it. */
    private enum Aggregation {
        SUM(Statistics::getSum),
        MAX(Statistics::getMax),
        MIN(Statistics::getMin),
        MEAN(Statistics::getMean);

        private final ToDoubleFunction<Statistics> score;

        Aggregation(ToDoubleFunction<Statistics> score) {
            this.score = score;
        }

        /** The first that explains every fork's score. */
        static Aggregation of(List<JsonNode> metrics) {
            List<JsonNode> there = metrics.stream().filter(JsonNode::isObject).toList();
            return there.stream().allMatch(Aggregation::isNoMean)
                    ? Stream.of(values())
                            .filter(aggregation -> there.stream().allMatch(aggregation::explains))
                            .findFirst()
                            .orElse(MEAN)
                    : MEAN;
        }

        /** All but a mean have the score itself as its interval, and no error. */
        private static boolean isNoMean(JsonNode metric) {
            return !metric.path("scoreError").isNumber()
                    && metric.at("/scoreConfidence/0").equals(metric.path("score"))
                    && metric.at("/scoreConfidence/1").equals(metric.path("score"));
        }

        private boolean explains(JsonNode metric) {
            double given = metric.path("score").asDouble(Double.NaN);
            double explained =
                    score.applyAsDouble(list(Stream.of(metric.path(RAW).path(0))));
            return Math.abs(given - explained) <= 1e-9 * Math.abs(given);
        }
    }
}
