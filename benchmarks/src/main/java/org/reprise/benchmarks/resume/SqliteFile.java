package org.reprise.benchmarks.resume;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.reprise.store.ContextStore;
import org.reprise.store.sqlite.Durability;
import org.reprise.store.sqlite.SqliteStore;

/**
 * New SQLite files, below the folder of {@code -Dreprise.sqlite=FOLDER} or the working directory: a folder for temporary
 * files is often memory, which is durable for nothing. They go with this JVM.
 */
public final class SqliteFile {

    /** The system property that names a folder. */
    public static final String PROPERTY = "reprise.sqlite";

    private SqliteFile() {}

    /** A store in a new file. */
    static ContextStore open(Durability durability) {
        return SqliteStore.open(create(), durability);
    }

    /** The path of a file that is not there yet. */
    public static Path create() {
        try {
            Path folder = Files.createTempDirectory(
                    Path.of(System.getProperty(PROPERTY, "")).toAbsolutePath(), "reprise-");
            folder.toFile().deleteOnExit();
            Path file = folder.resolve("sessions.db");
            for (String suffix : new String[] {"", "-wal", "-shm", ".lock"}) {
                folder.resolve(file.getFileName() + suffix).toFile().deleteOnExit();
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for an SQLite file; name one with -D" + PROPERTY + "=FOLDER", e);
        }
    }
}
