package org.reprise.benchmarks.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.reprise.benchmarks.compare.BenchmarkKey;

/** The results of all files, by file and by benchmark. */
final class ResultFiles {

    private final Map<Path, List<Measured>> results;
    private final List<String> names;

    ResultFiles(Map<Path, List<Measured>> results) {
        this.results = results;
        names = names(List.copyOf(results.keySet()));
    }

    /** How the files are called, in order. */
    List<String> names() {
        return names;
    }

    boolean areSeveral() {
        return names.size() > 1;
    }

    Stream<Measured> all() {
        return results.values().stream().flatMap(List::stream);
    }

    /** A result and the place of its file. */
    record Entry(int file, Measured measured) {}

    /** A benchmark whose results have this unit, so that they can stand on one axis. */
    record Subject(BenchmarkKey key, String unit) {}

    /** The results of each benchmark, in the order in which they are found first, at most one of each file. */
    Map<Subject, List<Entry>> bySubject(Predicate<Measured> which) {
        Map<Subject, List<Entry>> bySubject = new LinkedHashMap<>();
        int file = 0;
        for (List<Measured> all : results.values()) {
            for (Measured measured : all) {
                if (which.test(measured)) {
                    bySubject
                            .computeIfAbsent(
                                    new Subject(measured.result().key(), measured.unit()), any -> new ArrayList<>())
                            .add(new Entry(file, measured));
                }
            }
            file++;
        }
        return bySubject;
    }

    /** The paths without the folders that they all share. */
    private static List<String> names(List<Path> files) {
        int shared = 0;
        while (isShared(files, shared)) {
            shared++;
        }
        int from = shared;
        return files.stream()
                .map(file -> from == 0
                        ? file.toString()
                        : file.subpath(from, file.getNameCount()).toString())
                .toList();
    }

    private static boolean isShared(List<Path> files, int place) {
        return files.stream().allMatch(file -> file.getNameCount() > place + 1)
                && files.stream().map(file -> file.getName(place)).distinct().count() == 1;
    }
}
