package org.reprise.benchmarks.footprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reprise.benchmarks.resume.MeasuredRedis;
import org.reprise.store.ContextStore;
import org.reprise.store.redis.RedisProcess;
import org.reprise.store.uri.Stores;
import redis.embedded.core.ExecutableProvider;

/** Bytes outside of the heap. */
@Tag("once")
class StoreBytesTest {

    private static final Consumer<ContextStore> FILLING =
            store -> store.open("s", "user", 1, new byte[1_000], Instant.EPOCH).orElseThrow();
    private static final Consumer<ContextStore> EMPTYING = store -> store.remove("s");

    @TempDir
    private Path folder;

    @Test
    void redisThatAStoppedRunHasLeftSessionsIn_isMeasuredAsAnEmptyOne() throws Exception {
        Path program = RedisProcess.onPath().isPresent()
                ? RedisProcess.onPath().get()
                : ExecutableProvider.newJarResourceProvider().get().toPath();
        try (RedisProcess redis = RedisProcess.start(program, folder)) {
            System.setProperty(MeasuredRedis.PROPERTY, redis.uri());
            double ofEmpty = StoreBytes.inRedis(FILLING, EMPTYING);
            try (ContextStore store = Stores.open(redis.uri())) {
                FILLING.accept(store);
            }

            assertThat(StoreBytes.inRedis(EMPTYING.andThen(FILLING), EMPTYING))
                    .isEqualTo(ofEmpty)
                    .isPositive();
        } finally {
            System.clearProperty(MeasuredRedis.PROPERTY);
        }
    }
}
