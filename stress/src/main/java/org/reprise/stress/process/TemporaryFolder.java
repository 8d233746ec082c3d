package org.reprise.stress.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.reprise.process.AtEnd;

/**
 * A folder for the files of other processes, keys among them. It goes with this process at the latest, by exit or by
 * signal, except by one that no process can catch.
 *
 * <p>May be used by any number of threads at once.
 */
public final class TemporaryFolder implements AutoCloseable {

    private static final int MOST_TRIES = 100;
    private static final int POLL_MILLIS = 20;

    private final Path path;
    private final AtEnd ending;

    private TemporaryFolder(Path path) {
        this.path = path;
        this.ending = AtEnd.run("reprise-folder-end", this::deleteAtLast);
    }

    /** Makes a folder that only this user can read. */
    public static TemporaryFolder create(String prefix) throws IOException {
        return new TemporaryFolder(Files.createTempDirectory(prefix));
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Deletes it, with all that is in it. */
    @Override
    public void close() throws IOException {
        delete();
        ending.close();
    }

    /** Those who write there may end a moment later. */
    private void deleteAtLast() {
        for (int tried = 0; tried < MOST_TRIES; tried++) {
            try {
                delete();
                return;
            } catch (IOException | UncheckedIOException e) {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void delete() throws IOException {
        if (Files.notExists(path)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> inside = Files.walk(path)) {
            deepestFirst = inside.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : deepestFirst) {
            Files.deleteIfExists(each);
        }
    }
}
