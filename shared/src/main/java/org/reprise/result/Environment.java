package org.reprise.result;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where something was measured.
 *
 * @param jdk version and vendor of the JDK
 * @param vm name and version of the virtual machine
 * @param flags the flags that it was started with
 * @param os name, version and architecture of the operating system
 * @param cores how many processors it offers
 * @param maxHeapBytes the largest heap
 * @param version of Reprise; "unknown" where it does not run from its jar
 * @param at when
 */
public record Environment(
        String jdk,
        String vm,
        List<String> flags,
        String os,
        int cores,
        long maxHeapBytes,
        String version,
        Instant at) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public Environment {
        flags = List.copyOf(flags);
    }

    /** The environment of this process at {@code now}. */
    public static Environment ofThisProcess(Instant now) {
        String version = Environment.class.getPackage().getImplementationVersion();
        return new Environment(
                System.getProperty("java.version") + " " + System.getProperty("java.vendor"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory(),
                Objects.requireNonNullElse(version, "unknown"),
                now);
    }

    /**
     * Writes this to {@code file} as a JSON object, over what was there.
     *
     * @throws tools.jackson.core.JacksonException if the file cannot be written
     */
    public void write(Path file) {
        JSON.writerWithDefaultPrettyPrinter().writeValue(file, this);
    }
}
