package org.reprise.benchmarks.profile;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * The CPU time that JMH's worker threads use for one operation, as the secondary metric {@value #METRIC} in ns/op.
 *
 * <p>Time in which a worker waits, or in which other processes have its core, does not count, so that it is far steadier
 * than wall time on a busy machine. Counts user and system time of all workers, over all of an iteration's operations,
 * those before and after the measured ones included, and whatever set-up the iteration does in a worker. Threads that a
 * benchmark starts itself, the compiler's and the collector's do not count.
 *
 * <p>Where the JVM does not tell threads' CPU time, or the workers cannot be told from other threads (virtual threads, an
 * executor of the user's), the metric is missing. Does not depend on any other class of ours, so that it can be brought
 * along to the jar of another project; works with JMH 1.19 to 1.37. To be used by one thread.
 */
public final class CpuTimeProfiler implements InternalProfiler {

    /** The metric's name in JMH's results. */
    public static final String METRIC = "cpu.time";

    private static final String WORKER = "-jmh-worker-";

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private Map<Long, Long> before = Map.of();

    /** A profiler that has seen nothing yet; JMH makes it by reflection. */
    public CpuTimeProfiler() {}

    @Override
    public String getDescription() {
        return "CPU time of the worker threads per operation";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = workers();
    }

    @Override
    @SuppressWarnings("rawtypes") // JMH's signature.
    public Collection<? extends Result> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        Map<Long, Long> after = workers();
        long operations = result.getMetadata().getAllOps();
        if (after.size() < benchmark.getThreads() || operations == 0) {
            return List.of();
        }
        long nanos = 0;
        for (Map.Entry<Long, Long> worker : after.entrySet()) {
            nanos += worker.getValue() - before.getOrDefault(worker.getKey(), 0L);
        }
        return List.of(new ScalarResult(METRIC, (double) nanos / operations, "ns/op", AggregationPolicy.AVG));
    }

    /** The CPU time so far of each worker, in nanoseconds by thread id; without those for which it is not known. */
    private Map<Long, Long> workers() {
        if (!threads.isThreadCpuTimeSupported() || !threads.isThreadCpuTimeEnabled()) {
            return Map.of();
        }
        Map<Long, Long> times = new HashMap<>();
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().contains(WORKER)) {
                long nanos = threads.getThreadCpuTime(thread.getThreadId());
                if (nanos >= 0) {
                    times.put(thread.getThreadId(), nanos);
                }
            }
        }
        return times;
    }
}
