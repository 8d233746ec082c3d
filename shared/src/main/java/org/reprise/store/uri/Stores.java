package org.reprise.store.uri;

import java.nio.file.Path;
import java.util.Locale;
import org.reprise.store.ContextStore;
import org.reprise.store.StoreException;
import org.reprise.store.memory.MemoryStore;
import org.reprise.store.sqlite.Durability;
import org.reprise.store.sqlite.SqliteStore;

/** Opens stores by their URIs. */
public final class Stores {

    /** The store in memory. */
    public static final String MEMORY = "memory:";

    private static final String SQLITE = "sqlite:";
    private static final String DURABILITY = "?durability=";

    private Stores() {}

    /**
     * Opens a store: {@code memory:} for a new one in memory, {@code sqlite:FILE} for one in a file, with
     * {@code ?durability=normal} behind it for what a loss of power may take.
     *
     * @throws IllegalArgumentException if the URI names no store
     * @throws StoreException if the store that it names cannot be opened
     */
    public static ContextStore open(String uri) {
        if (uri.equals(MEMORY)) {
            return new MemoryStore();
        }
        if (uri.startsWith(SQLITE) && uri.length() > SQLITE.length()) {
            return sqlite(uri, uri.substring(SQLITE.length()));
        }
        throw new IllegalArgumentException("store '" + uri + "' is not known, known are " + MEMORY + " and " + SQLITE
                + "FILE[" + DURABILITY + "full|normal]");
    }

    private static ContextStore sqlite(String uri, String rest) {
        int options = rest.indexOf(DURABILITY);
        if (options < 0) {
            return SqliteStore.open(Path.of(rest), Durability.FULL);
        }
        String word = rest.substring(options + DURABILITY.length());
        for (Durability durability : Durability.values()) {
            if (durability.name().toLowerCase(Locale.ROOT).equals(word)) {
                return SqliteStore.open(Path.of(rest.substring(0, options)), durability);
            }
        }
        throw new IllegalArgumentException(
                "store '" + uri + "' has the durability '" + word + "', known are full and normal");
    }
}
