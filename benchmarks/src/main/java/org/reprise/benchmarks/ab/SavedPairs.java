package org.reprise.benchmarks.ab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes an interleaved run to a folder: {@code baseline.json} and {@code candidate.json} as JMH would have written them,
 * and {@code pairs.json} with the seed and what ran when.
 *
 * <p>Fork i of a benchmark in one file and fork i of it in the other are a pair.
 */
final class SavedPairs {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private SavedPairs() {}

    /**
     * Writes the three files, over those that are there.
     *
     * @param pairs in run order, may be empty
     * @throws IOException if they cannot be written
     */
    static void write(Path folder, long seed, List<MeasuredPair> pairs) throws IOException {
        Files.createDirectories(folder);
        write(folder.resolve("baseline.json"), merged(pairs, MeasuredPair::baseline));
        write(folder.resolve("candidate.json"), merged(pairs, MeasuredPair::candidate));
        write(folder.resolve("pairs.json"), order(seed, pairs));
    }

    /** Never half of it, even if the JVM ends meanwhile. */
    private static void write(Path file, JsonNode content) throws IOException {
        Path whole = Files.createTempFile(file.getParent(), "", ".tmp");
        JSON.writeValue(whole, content);
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static ArrayNode merged(List<MeasuredPair> pairs, Function<MeasuredPair, Fork> side) {
        Map<String, List<JsonNode>> byKey = pairs.stream()
                .collect(Collectors.groupingBy(
                        MeasuredPair::key,
                        LinkedHashMap::new,
                        Collectors.mapping(pair -> side.apply(pair).result(), Collectors.toList())));
        ArrayNode results = JSON.createArrayNode();
        byKey.values().forEach(forks -> results.add(MergedForks.of(forks)));
        return results;
    }

    private static ObjectNode order(long seed, List<MeasuredPair> pairs) {
        ObjectNode order = JSON.createObjectNode();
        order.put("seed", seed);
        order.put("block", Schedule.ORDERS.blockSize());
        ArrayNode all = order.putArray("pairs");
        for (MeasuredPair pair : pairs) {
            ObjectNode one = all.addObject();
            one.put("benchmark", pair.benchmark().benchmark());
            ObjectNode params = one.putObject("params");
            pair.benchmark().params().forEach(params::put);
            one.put("mode", pair.mode());
            one.put("pair", pair.pair());
            one.put("baselineFirst", pair.baselineFirst());
            one.put("ruler", pair.isRuler());
            one.set("baseline", when(pair.baseline()));
            one.set("candidate", when(pair.candidate()));
        }
        return order;
    }

    private static ObjectNode when(Fork fork) {
        ObjectNode when = JSON.createObjectNode();
        when.put("started", fork.started().toString());
        when.put("millis", fork.took().toMillis());
        return when;
    }
}
