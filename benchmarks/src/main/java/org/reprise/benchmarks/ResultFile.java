package org.reprise.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file that a run is to write its results to. */
public final class ResultFile {

    private ResultFile() {}

    /**
     * Finds out before anything is measured whether it can be written, and leaves it as it is.
     *
     * @throws UsageException if it cannot
     */
    public static void requireWritable(Path file) {
        boolean isThere = Files.exists(file);
        try {
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
            if (!isThere) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UsageException(file + " cannot be written: " + e + "; -rff needs a file in a folder that exists");
        }
    }
}
