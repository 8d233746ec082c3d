package org.reprise.benchmarks.report;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.reprise.benchmarks.compare.BenchmarkKey;

/** Names of benchmarks that are as short as they can be among each other. */
final class Labels {

    private final boolean ambiguous;
    private final Map<String, Set<String>> values = new LinkedHashMap<>();
    private final Set<String> varying;

    /** Names among these. */
    static Labels among(Collection<ResultFiles.Subject> subjects) {
        return new Labels(
                subjects.stream().map(ResultFiles.Subject::key).distinct().toList());
    }

    /** Names among these. */
    Labels(Collection<BenchmarkKey> keys) {
        ambiguous = keys.stream().map(BenchmarkKey::shortName).distinct().count()
                < keys.stream().map(BenchmarkKey::benchmark).distinct().count();
        keys.forEach(key -> all(key).forEach((name, value) ->
                values.computeIfAbsent(name, any -> new LinkedHashSet<>()).add(value)));
        varying = values.keySet().stream()
                .filter(name ->
                        values.get(name).size() > 1 || keys.stream().anyMatch(key -> !all(key).containsKey(name)))
                .collect(Collectors.toSet());
    }

    /** Class and method; with the package where that is needed. */
    String name(BenchmarkKey key) {
        return ambiguous ? key.benchmark() : key.shortName();
    }

    /** The parameters in which these benchmarks differ; mode and threads likewise. */
    String params(BenchmarkKey key) {
        return text(all(key).entrySet().stream()
                .filter(param -> varying.contains(param.getKey()))
                .toList());
    }

    /** Both. */
    String full(BenchmarkKey key) {
        String params = params(key);
        return params.isEmpty() ? name(key) : name(key) + " " + params;
    }

    /** What is the same for all of them, empty where nothing is. */
    String common() {
        return values.entrySet().stream()
                .filter(param -> !varying.contains(param.getKey()))
                .map(param -> param.getKey() + "=" + param.getValue().iterator().next())
                .collect(Collectors.joining(", "));
    }

    private static String text(List<Map.Entry<String, String>> params) {
        return params.stream()
                .map(param -> param.getKey() + "=" + param.getValue())
                .collect(Collectors.joining(" "));
    }

    private static Map<String, String> all(BenchmarkKey key) {
        Map<String, String> all = new LinkedHashMap<>(key.params());
        all.put("mode", key.mode());
        all.put("threads", Integer.toString(key.threads()));
        return all;
    }
}
