package org.reprise.stress.storm;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.reprise.stress.process.ServerProcess;
import org.reprise.stress.scenario.StageException;
import org.reprise.stress.scenario.Waiting;

/**
 * What a server process of this machine takes: heap, CPU time, connections; asked by JMX. For one thread.
 *
 * <p>What is asked throws {@link StageException} if the process has ended, or does not answer in time.
 */
final class ServerMeter implements AutoCloseable {

    /** One whose heap is full collects garbage and answers nothing. */
    private static final Duration MOST_ANSWER = Duration.ofSeconds(30);

    private static final Duration MOST_END = Duration.ofSeconds(2);

    private final ServerProcess process;
    private final JMXConnector connector;
    private final MemoryMXBean memory;
    private final OperatingSystemMXBean system;
    private final ConnectionsMXBean connections;
    private final Set<String> heapPools;
    private final AtomicLong peak = new AtomicLong();

    private ServerMeter(ServerProcess process, JMXConnector connector) throws IOException, JMException {
        this.process = process;
        this.connector = connector;
        MBeanServerConnection server = connector.getMBeanServerConnection();
        this.memory = ManagementFactory.getPlatformMXBean(server, MemoryMXBean.class);
        this.system = ManagementFactory.getPlatformMXBean(server, OperatingSystemMXBean.class);
        this.connections = JMX.newMXBeanProxy(server, new ObjectName(ConnectionsMXBean.NAME), ConnectionsMXBean.class);
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
     * @throws StageException if it cannot be attached to
     */
    static ServerMeter of(ServerProcess process) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
            try {
                String address = machine.startLocalManagementAgent();
                return new ServerMeter(process, JMXConnectorFactory.connect(new JMXServiceURL(address)));
            } finally {
                machine.detach();
            }
        } catch (IOException | AttachNotSupportedException | JMException e) {
            throw new StageException("the server's process " + process.pid() + " cannot be asked for its heap: " + e);
        }
    }

    private <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = CompletableFuture.supplyAsync(question, task -> {
            Thread asking = new Thread(task, "reprise-meter");
            asking.setDaemon(true);
            asking.start();
        });
        try {
            return answer.get(MOST_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            // That a process has ended is seen a moment later.
            throw new StageException(process.onEnd()
                    .thenApply(how -> "the server's process has ended: " + how)
                    .completeOnTimeout(
                            "the server's process " + process.pid() + " can no longer be asked: " + e.getCause(),
                            MOST_END.toMillis(),
                            TimeUnit.MILLISECONDS)
                    .join());
        } catch (TimeoutException e) {
            throw new StageException("the server's process " + process.pid() + " has not answered for " + MOST_ANSWER
                    + ": its heap is full, or the machine has stood still; give fewer --sessions");
        } catch (InterruptedException e) {
            throw Waiting.interrupted();
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
        full(ask(memory::getHeapMemoryUsage).getUsed());
        return peak.get();
    }

    /** What the heap holds after a collection, in bytes. */
    long heapAfterCollection() {
        full(ask(memory::getHeapMemoryUsage).getUsed());
        return ask(() -> {
                    memory.gc();
                    return memory.getHeapMemoryUsage();
                })
                .getUsed();
    }

    /** The CPU time that the process has used. */
    long cpuNanos() {
        return ask(system::getProcessCpuTime);
    }

    /** How many connections the process has open. */
    int openConnections() {
        return ask(connections::getOpen);
    }

    /** To be called when the process has ended: to take leave of one that does not answer would take minutes. */
    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            // Nobody is there any more to take leave of.
        }
    }
}
