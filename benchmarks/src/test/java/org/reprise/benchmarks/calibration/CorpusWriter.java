package org.reprise.benchmarks.calibration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the corpus anew, from folders that {@code ab --save} wrote where it ran one jar against itself:
 * {@code CorpusWriter forks.tsv.gz MACHINE=FOLDER…}.
 */
final class CorpusWriter {

    private static final List<String> SECONDARY = List.of("cpu.time", "gc.alloc.rate.norm");

    private final PrintStream out;
    private final Map<String, Integer> pairs = new LinkedHashMap<>();

    private CorpusWriter(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) throws IOException {
        try (PrintStream out =
                new PrintStream(new GZIPOutputStream(Files.newOutputStream(Path.of(args[0]))), false, UTF_8)) {
            CorpusWriter writer = new CorpusWriter(out);
            for (String argument : List.of(args).subList(1, args.length)) {
                String[] parts = argument.split("=", 2);
                writer.add(parts[0], Path.of(parts[1]));
            }
        }
    }

    private void add(String machine, Path folder) {
        JsonNode baseline = JsonMapper.shared().readTree(folder.resolve("baseline.json"));
        JsonNode candidate = JsonMapper.shared().readTree(folder.resolve("candidate.json"));
        Map<String, Integer> forks = new LinkedHashMap<>();
        for (JsonNode pair :
                JsonMapper.shared().readTree(folder.resolve("pairs.json")).path("pairs")) {
            String name = name(pair);
            int fork = forks.merge(name, 1, Integer::sum) - 1;
            int number = pairs.merge(machine + name, 1, Integer::sum) - 1;
            boolean baselineFirst = pair.path("baselineFirst").asBoolean();
            write(machine, name, number, 1, result(baselineFirst ? baseline : candidate, name), fork);
            write(machine, name, number, 2, result(baselineFirst ? candidate : baseline, name), fork);
        }
    }

    private static JsonNode result(JsonNode results, String name) {
        for (JsonNode result : results) {
            if (name(result).equals(name)) {
                return result;
            }
        }
        throw new IllegalArgumentException("no result of " + name);
    }

    private static String name(JsonNode of) {
        String benchmark = of.path("benchmark").asString();
        return benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1) + " "
                + of.path("params")
                        .propertyStream()
                        .filter(param -> !param.getKey().equals("corpus")
                                && !param.getKey().equals("store"))
                        .map(param -> param.getKey() + "=" + param.getValue().asString())
                        .sorted()
                        .toList();
    }

    private void write(String machine, String name, int pair, int place, JsonNode result, int fork) {
        line(machine, name, pair, place, "time", result.path("primaryMetric"), fork);
        for (String metric : SECONDARY) {
            JsonNode found = result.path("secondaryMetrics").path(metric);
            if (!found.isMissingNode()) {
                line(machine, name, pair, place, metric, found, fork);
            }
        }
    }

    private void line(String machine, String name, int pair, int place, String metric, JsonNode values, int fork) {
        out.print(machine + "\t" + name + "\t" + pair + "\t" + place + "\t" + metric + "\t");
        String separator = "";
        for (JsonNode value : values.path("rawData").path(fork)) {
            out.print(separator + (float) value.asDouble());
            separator = " ";
        }
        out.print("\n");
    }
}
