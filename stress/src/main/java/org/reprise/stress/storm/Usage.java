package org.reprise.stress.storm;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * What both ends used for something.
 *
 * @param elapsedNanos how long it took
 * @param serverNanos the CPU time of the server's process
 * @param clientNanos the CPU time of this process
 * @param generatorNanos the part of it that is of the load client's one thread
 */
record Usage(long elapsedNanos, long serverNanos, long clientNanos, long generatorNanos) {

    /** A thread that is busy for longer has no time left to load a server that is faster. */
    private static final double BUSY = 0.9;

    private static final double NANOS_PER_MICRO = 1e3;

    /** What has been used until now, for {@link #since}. */
    static Usage now(ServerMeter server, LoadClient client) {
        return new Usage(
                System.nanoTime(),
                server.cpuNanos(),
                ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                        .getProcessCpuTime(),
                client.cpuNanos());
    }

    Usage since(Usage before) {
        return new Usage(
                elapsedNanos - before.elapsedNanos,
                serverNanos - before.serverNanos,
                clientNanos - before.clientNanos,
                generatorNanos - before.generatorNanos);
    }

    /** Whether the load client could hardly have done more. */
    boolean isGeneratorBound() {
        return generatorNanos > BUSY * elapsedNanos;
    }

    /** In words, where {@code count} connections were made. */
    String over(long count) {
        double both = Math.max(1, serverNanos + clientNanos);
        return String.format(
                Locale.ROOT,
                "%.0f us of CPU each in the server's process, %.0f in the client's (%.0f %%, %.0f %%); the load generator's"
                        + " thread was busy for %.0f %% of the time%s",
                serverNanos / NANOS_PER_MICRO / Math.max(1, count),
                clientNanos / NANOS_PER_MICRO / Math.max(1, count),
                100 * serverNanos / both,
                100 * clientNanos / both,
                100.0 * generatorNanos / Math.max(1, elapsedNanos),
                isGeneratorBound() ? ": IT IS THE BOTTLENECK, the server may be faster than this run can tell" : "");
    }
}
