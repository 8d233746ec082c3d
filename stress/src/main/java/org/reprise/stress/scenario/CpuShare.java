package org.reprise.stress.scenario;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Which share of the CPU time the server's threads use, and which the client's, which begins and waits in the caller's. */
final class CpuShare {

    private static final String SERVER = "server";

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private Map<Long, Long> before = Map.of();

    void begin() {
        before = times();
    }

    /** What has been used since, as text. */
    String end() {
        Map<Long, Long> after = times();
        long server = 0;
        long client = 0;
        for (Map.Entry<Long, Long> thread : after.entrySet()) {
            long used = thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
            ThreadInfo info = threads.getThreadInfo(thread.getKey());
            String name = info == null ? "" : info.getThreadName();
            if (name.contains(SERVER)) {
                server += used;
            } else if (name.startsWith("reprise-client")
                    || thread.getKey() == Thread.currentThread().getId()) {
                client += used;
            }
        }
        double all = Math.max(1, server + client);
        return String.format(
                Locale.ROOT, "the server used %.0f %%, the client %.0f %%", 100 * server / all, 100 * client / all);
    }

    private Map<Long, Long> times() {
        Map<Long, Long> times = new HashMap<>();
        for (long id : threads.getAllThreadIds()) {
            times.put(id, threads.getThreadCpuTime(id));
        }
        return times;
    }
}
