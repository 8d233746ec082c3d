package org.reprise.store.sqlite;

import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.reprise.store.ContextStore;
import org.reprise.store.ContextStoreContract;

@Tag("once")
final class SqliteStoreContractTest extends ContextStoreContract {

    /** So that entries are moved from where they arrive while others arrive, again and again. */
    private static final int ARRIVED_BYTES = 2_000;

    @TempDir
    private static Path folder;

    @Override
    protected ContextStore newStore() {
        return SqliteStore.open(folder.resolve(UUID.randomUUID() + ".db"), Durability.NORMAL, ARRIVED_BYTES);
    }
}
