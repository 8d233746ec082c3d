package org.reprise.store.uri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reprise.store.ContextStore;
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
            strings = {"", "memory", "memory://host", "MEMORY:", "tape:1", "sqlite:", "sqlite:x.db?durability=some"})
    void unknownUri_isRefusedByName(String uri) {
        assertThatThrownBy(() -> Stores.open(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + uri + "'")
                .hasMessageContaining("known are");
    }
}
