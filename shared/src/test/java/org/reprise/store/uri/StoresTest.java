package org.reprise.store.uri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reprise.store.ContextStore;
import org.reprise.store.StoreException;
import org.reprise.store.memory.MemoryStore;

class StoresTest {

    @Test
    void memoryUri_opensANewStoreInMemory() {
        try (ContextStore one = Stores.open("memory:");
                ContextStore other = Stores.open("memory:")) {
            assertThat(one).isInstanceOf(MemoryStore.class).isNotSameAs(other);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?durability=full", "?durability=normal"})
    void sqliteUri_opensTheFile(String options, @TempDir Path folder) {
        Path file = folder.resolve("sessions.db");

        Stores.open("sqlite:" + file + options).close();

        assertThat(file).isNotEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "memory",
                "memory://host",
                "MEMORY:",
                "tape:1",
                "sqlite:",
                "sqlite:x.db?durability=some",
                "sqlite:x.db?durabilty=full",
                "sqlite:x.db?synchronous=OFF",
                "redis:",
                "redis://",
                "redis://host:port",
                "redis://host:99999",
                "redis://host/database",
                "redis://one,two",
                "redis-cluster://one,,two",
                "redis-sentinel://host"
            })
    void unknownUri_isRefusedByName(String uri) {
        assertThatThrownBy(() -> Stores.open(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + uri + "'")
                .hasMessageContaining("known are");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://user:s3cret@:port",
                "redis://:s3 cret@host",
                "redis://user:s3cret/x@host:port",
                "tape://user:s3cret@host",
                "redis:user:s3cret@host",
                "redis:/user:s3cret@host",
                "redis//s3cret@host",
                "redis://user:s3\ncret@host",
                "redis-cluster://:s3cret@127.0.0.1:1,host:port"
            })
    void uriThatIsRefused_doesNotShowItsPassword(String uri) {
        assertThatThrownBy(() -> Stores.open(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("…@")
                .hasNoCause()
                .extracting(Throwable::getMessage, STRING)
                .doesNotContain("s3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://user:s3cret@127.0.0.1:1/3",
                "rediss://:s3cret@127.0.0.1:1",
                "redis-cluster://s3cret@127.0.0.1:1,127.0.0.1:2"
            })
    void redisThatIsNotThere_isNamedWithoutItsPassword(String uri) {
        assertThatThrownBy(() -> Stores.open(uri))
                .isInstanceOf(StoreException.class)
                .hasMessageContainingAll("127.0.0.1:1", "cannot be reached")
                .extracting(Throwable::getMessage, STRING)
                .doesNotContain("s3");
    }

    @Test
    void clusterUri_withADatabase_isRefused() {
        assertThatThrownBy(() -> Stores.open("redis-cluster://127.0.0.1:1/2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("database 2");
    }
}
