package org.reprise.benchmarks.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** In what the machines differ on which files were measured, as far as an {@code environment.json} beside each tells. */
final class Machines {

    private static final String FILE = "environment.json";

    /** Fields of {@link org.reprise.result.Environment}, and of others that tell the model of the processor. */
    private static final Map<String, String> FIELDS = new TreeMap<>(Map.of(
            "cpu", "processor",
            "cores", "number of processors",
            "os", "operating system",
            "maxHeapBytes", "largest heap"));

    private Machines() {}

    /** A warning for each difference. */
    static List<String> differences(Path baseline, Path candidate) {
        Path before = baseline.resolveSibling(FILE);
        Path after = candidate.resolveSibling(FILE);
        if (!Files.exists(before) || !Files.exists(after)) {
            return List.of();
        }
        List<String> differences = new ArrayList<>();
        try {
            JsonNode one = JsonMapper.shared().readTree(before);
            JsonNode other = JsonMapper.shared().readTree(after);
            FIELDS.forEach((field, name) -> {
                String was = one.path(field).asString("");
                String is = other.path(field).asString("");
                if (!was.isEmpty() && !is.isEmpty() && !was.equals(is)) {
                    differences.add("another machine: its " + name + " was " + was + " and is " + is);
                }
            });
        } catch (JacksonException e) {
            differences.add("the machines cannot be compared: " + before + " or " + after + " is no JSON");
        }
        return differences;
    }
}
