package org.reprise.benchmarks.calibration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * Real forks of one jar, two after each other at a time, in the order in which they ran.
 *
 * @param machines the benchmarks of each machine, by name
 */
record ForkCorpus(Map<String, List<Case>> machines) {

    private static final String RESOURCE = "/calibration/forks.tsv.gz";

    /**
     * A benchmark with its parameters.
     *
     * @param pairs in run order
     */
    record Case(String name, List<Pair> pairs) {}

    /** Two forks that ran directly after each other. */
    record Pair(Fork first, Fork second) {}

    /**
     * One fork.
     *
     * @param metrics the values of its iterations, by metric
     */
    record Fork(Map<String, double[]> metrics) {}

    /** The corpus that is checked in; a line for each metric of each fork: machine, case, pair, place in it, metric, values. */
    static ForkCorpus read() throws IOException {
        Map<String, Map<String, TreeMap<Integer, Map<Integer, Map<String, double[]>>>>> machines =
                new LinkedHashMap<>();
        try (InputStream file = ForkCorpus.class.getResourceAsStream(RESOURCE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(file), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split("\t");
                machines.computeIfAbsent(fields[0], key -> new LinkedHashMap<>())
                        .computeIfAbsent(fields[1], key -> new TreeMap<>())
                        .computeIfAbsent(Integer.valueOf(fields[2]), key -> new TreeMap<>())
                        .computeIfAbsent(Integer.valueOf(fields[3]), key -> new LinkedHashMap<>())
                        .put(
                                fields[4],
                                Arrays.stream(fields[5].split(" "))
                                        .mapToDouble(Double::parseDouble)
                                        .toArray());
            }
        }
        Map<String, List<Case>> read = new LinkedHashMap<>();
        machines.forEach((machine, cases) -> read.put(
                machine,
                cases.entrySet().stream()
                        .map(one -> new Case(
                                one.getKey(),
                                one.getValue().values().stream()
                                        .map(forks -> new Pair(new Fork(forks.get(1)), new Fork(forks.get(2))))
                                        .toList()))
                        .toList()));
        return new ForkCorpus(read);
    }
}
