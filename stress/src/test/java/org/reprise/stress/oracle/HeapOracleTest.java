package org.reprise.stress.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jol.info.GraphLayout;

class HeapOracleTest {

    private static final int MIB = 1 << 20;
    private static final List<Object> HELD = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void letGo() {
        HELD.clear();
    }

    @Test
    void objectThatNobodyHolds_isCollected() {
        Reference<Object> free = new WeakReference<>(new Object());

        HeapOracle.Collected collected =
                HeapOracle.awaitCollected(() -> free.refersTo(null) ? List.of() : List.of(free), HeapOracle.MOST_WAIT);

        assertThat(collected.settled()).isTrue();
        assertThat(collected.left()).isEmpty();
    }

    @Test
    void objectThatIsHeld_isNamedWithTheWayFromARootToIt() throws Exception {
        HELD.add(Map.of("a connection", new Connection(new byte[100])));
        Reference<Object> held = new WeakReference<>(((Map<?, ?>) HELD.get(0)).get("a connection"));

        assertThat(HeapDump.pathTo(held, folder.resolve("leak.hprof")))
                .contains("static " + HeapOracleTest.class.getName() + ".HELD -> java.util.ArrayList.elementData -> ")
                .contains("java.lang.Object[][0] -> ")
                .endsWith(" -> " + Connection.class.getName());
        assertThat(folder.resolve("leak.hprof")).isNotEmptyFile();
    }

    @Test
    void objectThatIsGone_isNotAccused() throws Exception {
        Reference<Object> gone = new WeakReference<>(null);

        assertThat(HeapDump.pathTo(gone, folder.resolve("leak.hprof"))).contains("collected");
    }

    @Test
    void settledHeap_countsWhatIsHeldAndNothingElse() {
        long before = HeapOracle.settledHeap();
        HELD.add(new byte[64 * MIB]);
        assertThat(HeapOracle.settledHeap()).isGreaterThan(before + 48 * MIB);

        HELD.clear();

        assertThat(HeapOracle.settledHeap()).isLessThan(before + 16 * MIB);
    }

    @Test
    void concurrentMap_takesTheSameHoweverManyThreadsHaveMetInIt() {
        Map<String, Boolean> alone = new ConcurrentHashMap<>();
        alone.put("session", true);
        Map<String, Boolean> crowded = new ConcurrentHashMap<>();
        crowded.put("session", true);

        await().atMost(Duration.ofSeconds(30)).until(() -> {
            IntStream.range(0, 100_000).parallel().forEach(i -> {
                crowded.put("other" + i % 8, true);
                crowded.remove("other" + i % 8);
            });
            return GraphLayout.parseInstance(crowded).totalSize()
                    > GraphLayout.parseInstance(alone).totalSize();
        });

        assertThat(HeapOracle.footprint(crowded)).isEqualTo(HeapOracle.footprint(alone));
    }

    private record Connection(byte[] bytes) {}
}
