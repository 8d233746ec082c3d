package org.reprise.store.redis;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.reprise.store.ContextStore;
import org.reprise.store.ContextStoreContract;

final class RedisStoreContractTest extends ContextStoreContract {

    @TempDir
    private static Path folder;

    private static RedisServer server;

    @BeforeAll
    static void startServer() throws Exception {
        server = RedisServer.start(folder);
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    @Override
    protected ContextStore newStore() {
        server.flush();
        return RedisStore.onServer(server.uri());
    }
}
