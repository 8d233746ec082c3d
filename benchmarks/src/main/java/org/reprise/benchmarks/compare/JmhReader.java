package org.reprise.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reprise.benchmarks.UsageException;
import org.reprise.benchmarks.statistics.ForkUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the JSON that JMH 1.19 to 1.37 writes, and what writes the like.
 *
 * <p>Streamed: of each fork only its median is kept, of a histogram its percentiles, so a file may be much larger than the
 * heap.
 */
public final class JmhReader {

    static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final String ALLOCATION_RATE = "gc.alloc.rate";

    /** The fields that must be alike, and how they are called. */
    private static final Map<String, String> CONDITIONS = conditions();

    /** How Jackson begins its message of a file that ends too early. */
    private static final String CUT_SHORT = "Unexpected end-of-input";

    private static final JsonFactory JSON = new JsonFactory();

    private final String file;
    private final JsonParser in;
    private int results;

    private JmhReader(String file, JsonParser in) {
        this.file = file;
        this.in = in;
    }

    /**
     * All results in a file, in order.
     *
     * @throws UsageException in a line, if there is no such file, it is no result of JMH, or holds a result twice
     */
    public static List<JmhResult> read(Path file) {
        try {
            if (Files.size(file) == 0) {
                throw new UsageException(file + " is empty: the run that should have written it failed, run it again");
            }
        } catch (IOException e) {
            throw new UsageException(
                    file + " cannot be read: " + (Files.exists(file) ? e.getMessage() : "no such file"));
        }
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), file)) {
            return new JmhReader(file.toString(), in).readAll();
        } catch (JacksonException e) {
            String line = e.getLocation() == null
                    ? "?"
                    : Integer.toString(e.getLocation().getLineNr());
            String reason = e.getOriginalMessage().lines().findFirst().orElse("");
            throw new UsageException(
                    reason.startsWith(CUT_SHORT)
                            ? file + " ends in the middle, at line " + line + ": it was cut short, write it again"
                            : file + " is no JSON at line " + line + ": " + reason);
        }
    }

    /**
     * One result that has been read already.
     *
     * @param source what it came from, for what is said when it is no result
     * @throws UsageException in a line, if it is no result of JMH
     */
    public static JmhResult read(String source, JsonNode result) {
        byte[] array = JsonMapper.shared().writeValueAsBytes(List.of(result));
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), array)) {
            return new JmhReader(source, in).readAll().get(0);
        }
    }

    private static Map<String, String> conditions() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("jdkVersion", "JDK version");
        names.put("vmName", "virtual machine");
        names.put("vmVersion", "version of the virtual machine");
        names.put("jvmArgs", "JVM arguments");
        names.put("warmupIterations", "warm-up iterations");
        names.put("warmupTime", "warm-up time");
        names.put("warmupBatchSize", "warm-up batch size");
        names.put("measurementIterations", "measurement iterations");
        names.put("measurementTime", "measurement time");
        names.put("measurementBatchSize", "measurement batch size");
        return names;
    }

    private List<JmhResult> readAll() {
        if (in.nextToken() != JsonToken.START_ARRAY) {
            throw new UsageException(file + " is no result of JMH: it begins with " + what(in.currentToken())
                    + ", not with an array; JMH writes one with -rf json -rff FILE");
        }
        Map<BenchmarkKey, Integer> places = new LinkedHashMap<>();
        List<JmhResult> all = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            results++;
            int line = in.currentTokenLocation().getLineNr();
            if (in.currentToken() != JsonToken.START_OBJECT) {
                throw new UsageException(place(line) + " is " + what(in.currentToken()) + ", not an object");
            }
            JmhResult result = readResult(line);
            Integer before = places.put(result.key(), results);
            if (before != null) {
                throw new UsageException(file + " holds the same result twice, as results " + before + " and " + results
                        + ": " + result.key() + "; keep one of them");
            }
            all.add(result);
        }
        if (all.isEmpty()) {
            throw new UsageException(file + " holds no result: the run failed or matched no benchmark, run it again");
        }
        return all;
    }

    private JmhResult readResult(int line) {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, String> params = new TreeMap<>();
        Map<String, Metric> secondary = new LinkedHashMap<>();
        Metric primary = null;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "params" -> readObject("params", name -> params.put(name, text()));
                case "primaryMetric" -> primary = readMetric();
                case "secondaryMetrics" ->
                    readObject("secondaryMetrics", name -> secondary.put(withoutPrefix(name), readMetric()));
                default -> texts.put(field, text());
            }
        }
        if (primary == null) {
            throw new UsageException(place(line) + " has no 'primaryMetric': it is no result of JMH");
        }
        BenchmarkKey key = new BenchmarkKey(
                required(texts, "benchmark", line), params, required(texts, "mode", line), threads(texts, line));
        Map<String, String> conditions = new LinkedHashMap<>();
        CONDITIONS.forEach((field, name) -> {
            if (texts.containsKey(field)) {
                conditions.put(name, texts.get(field));
            }
        });
        Map<String, Series> further = new LinkedHashMap<>();
        secondary.forEach((name, metric) -> further.put(name, metric.series));
        absentIsZero(further);
        return new JmhResult(key, texts.get("jmhVersion"), conditions, named(primary), further);
    }

    private static Map<String, Series> named(Metric primary) {
        if (primary.p99 != null) {
            Map<String, Series> percentiles = new LinkedHashMap<>();
            percentiles.put("p50", primary.series);
            percentiles.put("p99", primary.p99);
            return percentiles;
        }
        String unit = primary.series.unit();
        String name = Units.isBytes(unit) ? "bytes" : unit.startsWith("ops/") ? "throughput" : "time";
        return Map.of(name, primary.series);
    }

    /** JMH leaves out how much is allocated where it is nothing. */
    private static void absentIsZero(Map<String, Series> secondary) {
        Series rate = secondary.get(ALLOCATION_RATE);
        if (rate == null) {
            return;
        }
        Series allocated = secondary.get(ALLOCATED);
        List<Double> forks = new ArrayList<>();
        for (int i = 0; i < rate.forks().size(); i++) {
            boolean absent = allocated == null
                    || i >= allocated.forks().size()
                    || Double.isNaN(allocated.forks().get(i));
            forks.add(absent ? 0.0 : allocated.forks().get(i));
        }
        secondary.put(ALLOCATED, new Series("B/op", allocated == null ? 0 : allocated.score(), forks));
    }

    /** Reads the present object; of null nothing is read. */
    private void readObject(String field, Consumer<String> valueOf) {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw new UsageException(place(in.currentTokenLocation().getLineNr()) + " has " + what(in.currentToken())
                    + " for '" + field + "' where an object should be: it is no result of JMH");
        }
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            valueOf.accept(name);
        }
    }

    /** Up to 1.35 JMH puts a middle dot before the metrics of its profilers, which some platforms' encodings garble. */
    private static String withoutPrefix(String name) {
        int start = 0;
        while (start < name.length() && !isPlain(name.charAt(start))) {
            start++;
        }
        return start == name.length() ? name : name.substring(start);
    }

    private static boolean isPlain(char c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || c == '_');
    }

    private Metric readMetric() {
        int line = in.currentTokenLocation().getLineNr();
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw new UsageException(place(line) + " has " + what(in.currentToken()) + " where a metric should be");
        }
        String unit = null;
        double score = Double.NaN;
        List<Double> forks = List.of();
        List<Histogram> histograms = List.of();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "score" -> score = number();
                case "scoreUnit" -> unit = text();
                case "rawData" -> forks = readForks();
                case "rawDataHistogram" -> histograms = readHistograms();
                default -> in.skipChildren();
            }
        }
        if (unit == null) {
            throw new UsageException(place(line) + " has a metric without 'scoreUnit': it is no result of JMH");
        }
        if (histograms.isEmpty()) {
            return new Metric(new Series(unit, score, forks), null);
        }
        Series p50 = new Series(
                unit, score, histograms.stream().map(h -> h.quantile(0.5)).toList());
        Series p99 = new Series(
                unit, Double.NaN, histograms.stream().map(h -> h.quantile(0.99)).toList());
        return new Metric(p50, p99);
    }

    private List<Double> readForks() {
        List<Double> forks = new ArrayList<>();
        double[] iterations = new double[16];
        begin();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            int count = 0;
            begin();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                double value = number();
                if (!Double.isNaN(value)) {
                    if (count == iterations.length) {
                        iterations = Arrays.copyOf(iterations, 2 * count);
                    }
                    iterations[count++] = value;
                }
            }
            forks.add(ForkUnit.median(Arrays.copyOf(iterations, count)));
        }
        return forks;
    }

    private List<Histogram> readHistograms() {
        List<Histogram> forks = new ArrayList<>();
        begin();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            Histogram fork = new Histogram();
            begin();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                begin();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    begin();
                    readCount(fork);
                }
            }
            forks.add(fork);
        }
        return forks;
    }

    /** A value with how often it was seen, up to the end of their array. */
    private void readCount(Histogram fork) {
        in.nextToken();
        double value = number();
        if (in.currentToken() != JsonToken.END_ARRAY && in.nextToken() != JsonToken.END_ARRAY) {
            fork.add(value, (long) number());
            if (in.nextToken() == JsonToken.END_ARRAY) {
                return;
            }
        }
        throw new UsageException(place(in.currentTokenLocation().getLineNr())
                + " has a histogram that does not consist of values with their counts: it is no result of JMH");
    }

    private void begin() {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw new UsageException(place(in.currentTokenLocation().getLineNr()) + " has " + what(in.currentToken())
                    + " in its raw data where an array should be: it is no result of JMH");
        }
    }

    /** NaN for what is written as text, as JMH does with NaN and infinity. */
    private double number() {
        if (in.currentToken().isStructStart()) {
            throw new UsageException(place(in.currentTokenLocation().getLineNr()) + " has " + what(in.currentToken())
                    + " where a number should be: it is no result of JMH");
        }
        return in.currentToken().isNumeric() ? in.getDoubleValue() : Double.NaN;
    }

    /** A scalar as it stands; an array of scalars as a list of them. */
    private String text() {
        if (in.currentToken() == JsonToken.START_ARRAY) {
            List<String> parts = new ArrayList<>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                parts.add(text());
            }
            return parts.toString();
        }
        if (in.currentToken() == JsonToken.START_OBJECT) {
            in.skipChildren();
            return "{}";
        }
        return in.getString();
    }

    private String required(Map<String, String> texts, String field, int line) {
        String text = texts.get(field);
        if (text == null) {
            throw new UsageException(place(line) + " has no '" + field + "': it is no result of JMH");
        }
        return text;
    }

    private int threads(Map<String, String> texts, int line) {
        String threads = texts.getOrDefault("threads", "1");
        try {
            return Integer.parseInt(threads);
        } catch (NumberFormatException e) {
            throw new UsageException(place(line) + " has '" + threads + "' threads, a number is needed");
        }
    }

    private String place(int line) {
        return file + ", result " + results + " at line " + line + ",";
    }

    private static String what(@Nullable JsonToken token) {
        return token == JsonToken.START_OBJECT
                ? "an object"
                : token == JsonToken.START_ARRAY ? "an array" : token == null ? "nothing" : "a plain value";
    }

    /** The series of a metric, or the two of a histogram. */
    private record Metric(Series series, @Nullable Series p99) {}

    /** Values with how often each was seen. */
    private static final class Histogram {

        private final TreeMap<Double, Long> counts = new TreeMap<>();
        private long total;

        void add(double value, long count) {
            if (!Double.isNaN(value) && count > 0) {
                counts.merge(value, count, Long::sum);
                total += count;
            }
        }

        /** The smallest value that at least this share does not exceed; NaN if there is none. */
        double quantile(double share) {
            long below = 0;
            for (Map.Entry<Double, Long> entry : counts.entrySet()) {
                below += entry.getValue();
                if (below >= share * total) {
                    return entry.getKey();
                }
            }
            return Double.NaN;
        }
    }
}
