package org.reprise.benchmarks.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.reprise.benchmarks.UsageException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the iterations and the percentiles of files that {@link org.reprise.benchmarks.compare.JmhReader} has read before,
 * and so found to be well formed. Streamed likewise.
 */
final class RawReader {

    private static final JsonFactory JSON = new JsonFactory();
    private static final double[] QUANTILES = {0, 50, 90, 95, 99, 99.9, 99.99, 99.999, 99.9999, 100};
    private static final double PERCENT = 100;

    private final JsonParser in;

    private RawReader(JsonParser in) {
        this.in = in;
    }

    /** All results in a file, in order. */
    static List<RawResult> read(Path file) {
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), file)) {
            in.nextToken();
            List<RawResult> all = new ArrayList<>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                all.add(new RawReader(in).readResult());
            }
            return all;
        } catch (JacksonException e) {
            throw new UsageException(file + " changed while it was read: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }

    private RawResult readResult() {
        Builder metric = new Builder();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String field = in.currentName();
            in.nextToken();
            if (field.equals("primaryMetric")) {
                readMetric(metric);
            } else {
                in.skipChildren();
            }
        }
        return metric.build();
    }

    private void readMetric(Builder metric) {
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "score" -> metric.score = number();
                case "scoreError" -> metric.error = number();
                case "scorePercentiles" -> readPercentiles(metric);
                case "rawData" -> each(() -> metric.forks.add(Trace.of(readFork(metric))));
                case "rawDataHistogram" -> each(() -> metric.forks.add(Trace.of(readHistograms(metric))));
                default -> in.skipChildren();
            }
        }
    }

    private void readPercentiles(Builder metric) {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            double value = number();
            try {
                if (Double.isFinite(value)) {
                    metric.percentiles.put(Double.parseDouble(name), value);
                }
            } catch (NumberFormatException e) {
                continue;
            }
        }
    }

    private double[] readFork(Builder metric) {
        Values values = new Values();
        each(() -> values.add(number()));
        metric.values += values.count;
        return values.toArray();
    }

    /** The medians of the iterations' histograms. */
    private double[] readHistograms(Builder metric) {
        Values medians = new Values();
        each(() -> {
            TreeMap<Double, Long> counts = new TreeMap<>();
            each(() -> readCount(counts));
            medians.add(quantile(counts, 0.5));
            counts.forEach((value, count) -> metric.histogram.merge(value, count, Long::sum));
        });
        return medians.toArray();
    }

    private void readCount(Map<Double, Long> counts) {
        Values pair = new Values();
        each(() -> pair.add(number()));
        double[] both = pair.toArray();
        if (Double.isFinite(both[0]) && both[1] > 0) {
            counts.merge(both[0], (long) both[1], Long::sum);
        }
    }

    /** The smallest value that at least this share does not exceed; NaN if there is none. */
    private static double quantile(SortedMap<Double, Long> counts, double share) {
        long total = counts.values().stream().mapToLong(Long::longValue).sum();
        long below = 0;
        for (Map.Entry<Double, Long> entry : counts.entrySet()) {
            below += entry.getValue();
            if (below >= share * total) {
                return entry.getKey();
            }
        }
        return Double.NaN;
    }

    private void each(Runnable element) {
        while (in.nextToken() != JsonToken.END_ARRAY) {
            element.run();
        }
    }

    private double number() {
        if (in.currentToken().isStructStart()) {
            in.skipChildren();
        }
        return in.currentToken().isNumeric() ? in.getDoubleValue() : Double.NaN;
    }

    /** Numbers without a box for each. */
    private static final class Values {

        private double[] all = new double[16];
        private int count;

        void add(double value) {
            if (count == all.length) {
                all = Arrays.copyOf(all, 2 * count);
            }
            all[count++] = value;
        }

        double[] toArray() {
            return Arrays.copyOf(all, count);
        }
    }

    /** A result as far as it is read. */
    private static final class Builder {

        private final List<Trace> forks = new ArrayList<>();
        private final TreeMap<Double, Double> percentiles = new TreeMap<>();
        private final TreeMap<Double, Long> histogram = new TreeMap<>();
        private long values;
        private double score = Double.NaN;
        private double error = Double.NaN;

        RawResult build() {
            if (!histogram.isEmpty()) {
                values = histogram.values().stream().mapToLong(Long::longValue).sum();
                for (double percentile : QUANTILES) {
                    percentiles.putIfAbsent(percentile, quantile(histogram, percentile / PERCENT));
                }
            }
            return new RawResult(List.copyOf(forks), percentiles, values, score, error);
        }
    }
}
