package org.reprise.benchmarks.resume;

import java.util.function.Supplier;
import org.reprise.store.ContextStore;
import org.reprise.store.memory.MemoryStore;
import org.reprise.store.sqlite.Durability;
import org.reprise.store.uri.Stores;

/** Where sessions are kept. */
public enum StoreType {
    /** The embedded store in memory. */
    MEMORY(MemoryStore::new),
    /** A new SQLite file, at full durability. */
    SQLITE(() -> SqliteFile.open(Durability.FULL)),
    /** The Redis of {@link MeasuredRedis}. */
    REDIS(() -> Stores.open(MeasuredRedis.uri()));

    private final Supplier<ContextStore> factory;

    StoreType(Supplier<ContextStore> factory) {
        this.factory = factory;
    }

    /** A store without the measured session. */
    public ContextStore open() {
        return factory.get();
    }

    /** Whether each append waits for a disk or a server, so that a long history cannot be made anew again and again. */
    boolean isRemote() {
        return this != MEMORY;
    }
}
