package org.reprise.benchmarks.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the profiles of a run are kept: a folder for each benchmark and its parameters, as JMH names it, and in it what the
 * profilers wrote. Of several forks, the last one's is there.
 */
public final class ProfileFolder {

    private static final String BESIDE_RESULTS = "-profiles";
    private static final Path WITHOUT_RESULTS = Path.of("profiles");

    private ProfileFolder() {}

    /** The folder of a run that writes no results. */
    public static Path withoutResults() {
        return WITHOUT_RESULTS;
    }

    /** The folder of a run that writes its results to {@code results}: beside them, so that a report finds it. */
    public static Path beside(Path results) {
        String name = results.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return results.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + BESIDE_RESULTS);
    }

    /**
     * The profiles in {@code folder} that were written at {@code since} or later, in the order of their names; none if there
     * is no such folder.
     */
    public static List<Path> profiles(Path folder, Instant since) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !modified(file).isBefore(since))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
