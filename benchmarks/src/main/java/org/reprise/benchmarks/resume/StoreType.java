package org.reprise.benchmarks.resume;

import java.util.function.Supplier;
import org.reprise.store.ContextStore;
import org.reprise.store.memory.MemoryStore;

/** Where sessions are kept. */
public enum StoreType {
    /** The embedded store in memory. */
    MEMORY(MemoryStore::new);

    private final Supplier<ContextStore> factory;

    StoreType(Supplier<ContextStore> factory) {
        this.factory = factory;
    }

    /** A new, empty store. */
    public ContextStore open() {
        return factory.get();
    }
}
