package org.reprise.store.uri;

import org.reprise.store.ContextStore;
import org.reprise.store.memory.MemoryStore;

/** Opens stores by their URIs. */
public final class Stores {

    /** The store in memory. */
    public static final String MEMORY = "memory:";

    private Stores() {}

    /**
     * Opens a store: {@code memory:} for a new one in memory.
     *
     * @throws IllegalArgumentException if the URI names no store
     */
    public static ContextStore open(String uri) {
        if (uri.equals(MEMORY)) {
            return new MemoryStore();
        }
        throw new IllegalArgumentException("store '" + uri + "' is not known, known is " + MEMORY);
    }
}
