package org.reprise.benchmarks.ab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reprise.benchmarks.UsageException;

/** Reads what JMH 1.19 to 1.37 prints for {@code -lp}. */
final class BenchmarkListing {

    private static final String TITLE = "Benchmarks:";
    private static final Pattern NAME = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)+");
    private static final Pattern PARAM = Pattern.compile("  param \"(.+?)\" = \\{(.*)}");

    private BenchmarkListing() {}

    /**
     * All combinations of all listed benchmarks' parameters; empty if none is listed.
     *
     * @param overridden values that are given for parameters in place of the benchmark's own
     * @throws UsageException if a parameter has values that cannot be asked for one at a time
     */
    static Set<BenchmarkCase> parse(String output, Map<String, List<String>> overridden) {
        Map<String, Map<String, List<String>>> benchmarks = new LinkedHashMap<>();
        Map<String, List<String>> params = new LinkedHashMap<>();
        boolean begun = false;
        for (String line : output.lines().toList()) {
            Matcher param = PARAM.matcher(line);
            if (!begun) {
                begun = line.strip().equals(TITLE);
            } else if (param.matches()) {
                List<String> own = List.of(param.group(2).split(", ", -1));
                params.put(param.group(1), overridden.getOrDefault(param.group(1), own));
            } else if (NAME.matcher(line.strip()).matches()) {
                params = benchmarks.computeIfAbsent(line.strip(), name -> new LinkedHashMap<>());
            }
        }
        Set<BenchmarkCase> cases = new LinkedHashSet<>();
        benchmarks.forEach((name, its) ->
                combinations(name, its).forEach(combination -> cases.add(BenchmarkCase.of(name, combination))));
        return cases;
    }

    private static List<Map<String, String>> combinations(String benchmark, Map<String, List<String>> params) {
        List<Map<String, String>> combinations = List.of(Map.of());
        for (Map.Entry<String, List<String>> param : params.entrySet()) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> shorter : combinations) {
                for (String value : param.getValue()) {
                    requireSingle(benchmark, param.getKey(), value);
                    Map<String, String> combination = new LinkedHashMap<>(shorter);
                    combination.put(param.getKey(), value);
                    longer.add(combination);
                }
            }
            combinations = longer;
        }
        return combinations;
    }

    private static void requireSingle(String benchmark, String param, String value) {
        if (value.contains(",")) {
            throw new UsageException(
                    "parameter " + param + " of " + benchmark + " has the value '" + value
                            + "', which JMH's command line takes for several; leave the benchmark out by -e or give others by -p");
        }
    }
}
