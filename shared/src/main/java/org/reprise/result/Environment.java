package org.reprise.result;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where something was measured.
 *
 * @param jdk version and vendor of the JDK
 * @param vm name and version of the virtual machine
 * @param flags the flags that it was started with
 * @param os name, version and architecture of the operating system
 * @param cpu the processor's model; "unknown" where the operating system does not tell it in a file or a variable
 * @param cores how many processors it offers
 * @param maxHeapBytes the largest heap
 * @param version of Reprise; "unknown" where it does not run from its jar
 * @param commit of the sources that Reprise was built from, with "-dirty" if they were changed; "unknown" where they were
 *     not built in a Git repository
 * @param at when
 */
public record Environment(
        String jdk,
        String vm,
        List<String> flags,
        String os,
        String cpu,
        int cores,
        long maxHeapBytes,
        String version,
        String commit,
        Instant at) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String UNKNOWN = "unknown";

    /** Linux; Windows tells it in a variable. */
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /** Written by the build. */
    private static final String BUILT_FROM = "git.properties";

    private static final String CPU_MODEL = "model name";

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
                cpuModel(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory(),
                Objects.requireNonNullElse(version, UNKNOWN),
                builtFrom(),
                now);
    }

    private static String builtFrom() {
        try (InputStream file = Environment.class.getResourceAsStream(BUILT_FROM)) {
            if (file == null) {
                return UNKNOWN;
            }
            Properties properties = new Properties();
            properties.load(file);
            String commit = properties.getProperty("git.commit.id.full", UNKNOWN);
            return Boolean.parseBoolean(properties.getProperty("git.dirty")) ? commit + "-dirty" : commit;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String cpuModel() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith(CPU_MODEL))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException e) {
            return Objects.requireNonNullElse(System.getenv("PROCESSOR_IDENTIFIER"), UNKNOWN);
        }
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
