package org.reprise.benchmarks.resume;

import org.reprise.store.ContextStore;
import org.reprise.store.sqlite.Durability;
import org.reprise.store.uri.Stores;

/**
 * The stores that are measured, each by its URI as {@link Stores} takes it. {@value #SQLITE} alone is a new file at full
 * durability, {@value #REDIS} alone the Redis of {@link MeasuredRedis}.
 */
public final class MeasuredStore {

    private static final String SQLITE = "sqlite:";
    private static final String REDIS = "redis:";

    private MeasuredStore() {}

    /**
     * Opens a store without the measured session.
     *
     * @throws IllegalArgumentException if the URI names no store
     * @throws org.reprise.store.StoreException if the store that it names cannot be opened
     * @throws IllegalStateException if a server is to be started and cannot be
     */
    public static ContextStore open(String uri) {
        return switch (uri) {
            case SQLITE -> SqliteFile.open(Durability.FULL);
            case REDIS -> Stores.open(MeasuredRedis.uri());
            default -> Stores.open(uri);
        };
    }

    /** Whether each append waits for a disk or a server, so that a long history cannot be made anew again and again. */
    static boolean isRemote(String uri) {
        return !uri.equals(Stores.MEMORY);
    }
}
