package org.reprise.benchmarks.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reprise.benchmarks.UsageException;
import org.reprise.benchmarks.compare.Comparison;
import org.reprise.benchmarks.compare.JmhReader;
import org.reprise.benchmarks.compare.JmhResult;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that a report is made of, in the order in which it was given.
 *
 * @param comparisons by the file that holds each
 * @param results likewise
 * @param environments likewise: those given and those found beside other files
 */
record Inputs(
        Map<Path, Comparison> comparisons, Map<Path, List<Measured>> results, Map<Path, Environment> environments) {

    private static final String ENVIRONMENT = "environment.json";

    /** Fields that every environment has, see {@link org.reprise.result.Environment}. */
    private static final List<String> ENVIRONMENT_FIELDS = List.of("jdk", "os");

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Reads each file, once if it is given twice.
     *
     * @throws UsageException in a line, if one cannot be read or is of another kind
     */
    static Inputs read(List<Path> files) {
        Inputs inputs = new Inputs(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        for (Path file : files.stream().map(Path::normalize).distinct().toList()) {
            inputs.add(file);
            Path beside = file.resolveSibling(ENVIRONMENT);
            if (!inputs.environments.containsKey(beside) && Files.isRegularFile(beside)) {
                inputs.addEnvironment(beside);
            }
        }
        return inputs;
    }

    private void add(Path file) {
        if (!beginsWithObject(file)) {
            List<JmhResult> read = JmhReader.read(file);
            List<RawResult> raw = RawReader.read(file);
            List<Measured> all = new ArrayList<>();
            for (int i = 0; i < read.size(); i++) {
                all.add(new Measured(read.get(i), raw.get(i)));
            }
            results.put(file, all);
            return;
        }
        JsonNode node = readTree(file);
        if (node.path("format").asString("").equals(Comparison.FORMAT)) {
            comparisons.put(file, Comparison.read(file));
        } else if (ENVIRONMENT_FIELDS.stream().allMatch(node::has)) {
            environments.putIfAbsent(file, Environment.of(node));
        } else {
            throw new UsageException(file + " is neither results of JMH nor a comparison nor an environment: give what"
                    + " -rf json, compare --format json or stress has written");
        }
    }

    private void addEnvironment(Path file) {
        environments.put(file, Environment.of(readTree(file)));
    }

    /** Whatever is wrong with a file that does not, {@link JmhReader} says. */
    private static boolean beginsWithObject(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), file)) {
            return in.nextToken() == JsonToken.START_OBJECT;
        } catch (JacksonException e) {
            return false;
        }
    }

    private static JsonNode readTree(Path file) {
        try {
            return JsonMapper.shared().readTree(file);
        } catch (JacksonException e) {
            throw new UsageException(file + " cannot be read as JSON: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }
}
