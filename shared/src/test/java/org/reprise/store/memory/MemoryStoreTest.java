package org.reprise.store.memory;

import org.reprise.store.ContextStore;
import org.reprise.store.ContextStoreContract;

final class MemoryStoreTest extends ContextStoreContract {

    @Override
    protected ContextStore newStore() {
        return new MemoryStore();
    }
}
