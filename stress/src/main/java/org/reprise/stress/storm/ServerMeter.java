package org.reprise.stress.storm;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.UnixOperatingSystemMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What a server process of this machine takes: heap, CPU time, open files; asked by JMX. For one thread. */
final class ServerMeter implements AutoCloseable {

    private final JMXConnector connector;
    private final MemoryMXBean memory;
    private final UnixOperatingSystemMXBean system;
    private final Set<String> heapPools;
    private final AtomicLong peak = new AtomicLong();

    private ServerMeter(JMXConnector connector) throws IOException, InstanceNotFoundException {
        this.connector = connector;
        MBeanServerConnection server = connector.getMBeanServerConnection();
        this.memory = ManagementFactory.getPlatformMXBean(server, MemoryMXBean.class);
        this.system = ManagementFactory.getPlatformMXBean(server, UnixOperatingSystemMXBean.class);
        this.heapPools = ManagementFactory.getPlatformMXBeans(server, MemoryPoolMXBean.class).stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getName)
                .collect(Collectors.toUnmodifiableSet());
        for (GarbageCollectorMXBean collector :
                ManagementFactory.getPlatformMXBeans(server, GarbageCollectorMXBean.class)) {
            server.addNotificationListener(
                    collector.getObjectName(), (notification, none) -> collected(notification), null, null);
        }
    }

    /**
     * Attaches to a process.
     *
     * @throws IllegalStateException if it cannot be attached to
     */
    static ServerMeter of(long pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                String address = machine.startLocalManagementAgent();
                return new ServerMeter(JMXConnectorFactory.connect(new JMXServiceURL(address)));
            } finally {
                machine.detach();
            }
        } catch (IOException | AttachNotSupportedException | InstanceNotFoundException e) {
            throw new IllegalStateException("process " + pid + " cannot be asked for its heap: " + e.getMessage(), e);
        }
    }

    /** Between two collections the heap only fills, so that it is fullest before one. */
    private void collected(Notification notification) {
        if (notification.getUserData() instanceof CompositeData data
                && notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            GarbageCollectionNotificationInfo info = GarbageCollectionNotificationInfo.from(data);
            full(info.getGcInfo().getMemoryUsageBeforeGc().entrySet().stream()
                    .filter(pool -> heapPools.contains(pool.getKey()))
                    .mapToLong(pool -> pool.getValue().getUsed())
                    .sum());
        }
    }

    private void full(long bytes) {
        peak.accumulateAndGet(bytes, Math::max);
    }

    /** The most that the heap has held since this was attached, in bytes. */
    long heapPeak() {
        full(memory.getHeapMemoryUsage().getUsed());
        return peak.get();
    }

    /** The most that the heap may hold, in bytes. */
    long heapMost() {
        return memory.getHeapMemoryUsage().getMax();
    }

    /** What the heap holds after a collection, in bytes. */
    long heapAfterCollection() {
        full(memory.getHeapMemoryUsage().getUsed());
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** The CPU time that the process has used. */
    long cpuNanos() {
        return system.getProcessCpuTime();
    }

    /** How many files, sockets among them, the process has open. */
    long openFiles() {
        return system.getOpenFileDescriptorCount();
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the server's meter was not left clean", e);
        }
    }
}
