package org.reprise.stress.oracle;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.openjdk.jol.info.GraphLayout;
import org.openjdk.jol.util.Multiset;

/**
 * Heap: what sessions take, by JOL, and that nothing of closed connections is kept.
 *
 * <p>The walk starts from what belongs to sessions alone, the store and the registry. From a Jetty session it would reach
 * the whole server and every other session.
 */
public final class HeapOracle {

    /** Longer than a collection takes, and what an executor or a selector still has in hand. */
    public static final Duration MOST_WAIT = Duration.ofSeconds(20);

    /** The objective of {@link Collected#judge}. */
    public static final String CLOSED_CONNECTIONS = "objects of closed connections that are left";

    private static final long POLL_MILLIS = 50;

    /** Longer than the usual timer's 100 ms. */
    private static final long TICK_MILLIS = 150;

    /** A collection that leaves so much of what the one before left has freed nothing. */
    private static final double SETTLED = 0.999;

    /** In the name of such a counter's class, and of an array of them. */
    private static final String MAP_COUNTER = ConcurrentHashMap.class.getName() + "$CounterCell";

    private HeapOracle() {}

    /**
     * The bytes of all that is reachable from {@code roots}, but for what concurrent maps count by: they take more of that
     * once threads have met in them, until they have as many counters as the machine has cores.
     */
    public static long footprint(Object... roots) {
        Multiset<Class<?>> bytes = GraphLayout.parseInstance(roots).getClassSizes();
        return bytes.keys().stream()
                .filter(type -> !type.getName().contains(MAP_COUNTER))
                .mapToLong(bytes::count)
                .sum();
    }

    /**
     * Collects until no object is left, once at least and for {@code most} at most.
     *
     * @param reachable tells which objects are left
     */
    public static Collected awaitCollected(Supplier<List<Reference<Object>>> reachable, Duration most) {
        Reference<Object> canary = new WeakReference<>(new Object());
        long deadline = System.nanoTime() + most.toNanos();
        do {
            System.gc();
            pause(POLL_MILLIS);
        } while (!(canary.refersTo(null) && reachable.get().isEmpty()) && System.nanoTime() - deadline < 0);
        return new Collected(canary.refersTo(null), reachable.get());
    }

    /**
     * What a collection left.
     *
     * @param settled whether an object that nobody held was collected: if not, what is left proves nothing
     * @param left the objects that should be gone
     */
    public record Collected(boolean settled, List<Reference<Object>> left) {
        public Collected {
            left = List.copyOf(left);
        }

        /**
         * Judges that of closed connections nothing is left.
         *
         * @param none how to say so
         * @param pathTo tells what holds an object
         */
        public Verdict judge(String scenario, String none, Function<Reference<Object>, String> pathTo) {
            if (!settled) {
                return new Verdict(
                        scenario,
                        CLOSED_CONNECTIONS,
                        "0",
                        "no collection took place; is explicit collection disabled?",
                        Verdict.Status.INCONCLUSIVE);
            }
            String found = left.isEmpty() ? none : left.size() + ", such as " + pathTo.apply(left.get(0));
            return Verdict.of(scenario, CLOSED_CONNECTIONS, "0", found, left.isEmpty());
        }
    }

    /**
     * What the heap holds when another collection frees nothing more, in bytes: what timers have cancelled they let go of
     * only when they tick the next time.
     */
    public static long settledHeap() {
        long deadline = System.nanoTime() + MOST_WAIT.toNanos();
        long before = Long.MAX_VALUE;
        long used = collected();
        while (used < before * SETTLED && System.nanoTime() < deadline) {
            before = used;
            pause(TICK_MILLIS);
            used = collected();
        }
        return used;
    }

    private static long collected() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
