package org.reprise.stress.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reprise.store.ContextStore;
import org.reprise.store.uri.Stores;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.wire.JsonFrames;

/** A stage is left clean. */
class StageTest {

    @Test
    void resourceThatCannotBeClosed_keepsNothingElseOpen(@TempDir Path folder) {
        String uri = "sqlite:" + folder.resolve("sessions.db");
        Settings small = RepriseExtension.settings(new JsonFrames());
        Stage stage = Stage.open("test", small.withService(small.service().withStore(uri)), 1);
        stage.closing(() -> {
            throw new IllegalStateException("it is stuck");
        });
        Visitor visitor = stage.visitor(0);
        visitor.connect();

        assertThatThrownBy(stage::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("it is stuck");

        try (ContextStore store = Stores.open(uri)) {
            assertThat(store.sessions()).isZero();
        }
    }
}
