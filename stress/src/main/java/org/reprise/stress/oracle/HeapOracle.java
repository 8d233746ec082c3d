package org.reprise.stress.oracle;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.openjdk.jol.info.GraphLayout;
import org.openjdk.jol.info.GraphPathRecord;
import org.openjdk.jol.info.GraphStats;
import org.openjdk.jol.vm.VM;

/**
 * Heap: what sessions take, by JOL, and that nothing of closed connections is kept.
 *
 * <p>The walk starts from what belongs to sessions alone, the store and the registry. From a Jetty session it would reach
 * the whole server and every other session.
 */
public final class HeapOracle {

    private static final Duration MOST_WAIT = Duration.ofSeconds(20);
    private static final long POLL_MILLIS = 50;

    private HeapOracle() {}

    /** The bytes of all that is reachable from {@code roots}. */
    public static long footprint(Object... roots) {
        return GraphStats.parseInstance(roots).totalSize();
    }

    /** Collects until no object is left, for a bounded time; answers what is left then. */
    public static List<Object> awaitCollected(Supplier<List<Object>> reachable) {
        long deadline = System.nanoTime() + MOST_WAIT.toNanos();
        List<Object> left = reachable.get();
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            left = List.of();
            System.gc();
            pause();
            left = reachable.get();
        }
        return left;
    }

    /** How {@code object} is reached from {@code roots}: the fields on the way. */
    public static String pathTo(Object object, Object... roots) {
        GraphPathRecord found =
                GraphLayout.parseInstance(roots).record(VM.current().addressOf(object));
        String name = object.getClass().getName();
        return found == null
                ? name + ", held from outside of the store and the registry"
                : name + ", held by " + found.path();
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
