package org.reprise.stress.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeapOracleTest {

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

    private record Connection(byte[] bytes) {}
}
