package org.reprise.store.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisServerCommands;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.reprise.store.ContextStore;
import org.reprise.store.ContextStoreContract;

@Tag("once")
final class RedisStoreContractTest extends ContextStoreContract {

    @TempDir
    private static Path folder;

    private static RedisProcess server;

    @BeforeAll
    static void startServer() {
        server = Servers.start(folder);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    protected ContextStore newStore() {
        Servers.ask(server.uri(), RedisServerCommands::flushall);
        return RedisStore.onServer(RedisURI.create(server.uri()));
    }
}
