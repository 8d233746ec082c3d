package org.reprise.benchmarks.ab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.reprise.benchmarks.UsageException;

/**
 * A jar with JMH and benchmarks in it.
 *
 * @param name what messages call it
 * @param classPath where its classes are
 * @param mainClass what understands JMH's command line
 */
public record JmhJar(String name, String classPath, String mainClass) {

    private static final String JMH_MAIN = "org.openjdk.jmh.Main";
    private static final String BENCHMARK_LIST = "META-INF/BenchmarkList";
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    /**
     * Opens an uber-jar.
     *
     * @throws UsageException if it cannot be read or holds no JMH benchmarks
     */
    public static JmhJar open(Path jar) {
        if (!Files.isRegularFile(jar) || !Files.isReadable(jar)) {
            throw new UsageException(jar + " cannot be read: there is no such file, or it may not be opened");
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            if (file.getEntry(BENCHMARK_LIST) == null) {
                throw new UsageException(
                        jar + " holds no JMH benchmarks: it has no " + BENCHMARK_LIST + "; give the uber-jar");
            }
            return new JmhJar(jar.toString(), jar.toAbsolutePath().toString(), mainClass(jar, file));
        } catch (IOException e) {
            throw new UsageException(jar + " cannot be read as a jar: " + e.getMessage());
        }
    }

    private static String mainClass(Path jar, JarFile file) throws IOException {
        Manifest manifest = file.getManifest();
        String main = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
        if (main != null) {
            return main;
        }
        if (file.getEntry(JMH_MAIN.replace('.', '/') + ".class") == null) {
            throw new UsageException(jar + " holds no JMH to run its benchmarks with; give the uber-jar");
        }
        return JMH_MAIN;
    }

    /**
     * The jar from which this JVM runs.
     *
     * @throws UsageException if it runs from anything else
     */
    public static JmhJar running() {
        Path path = Path.of(CLASS_PATH.split(System.getProperty("path.separator"))[0]);
        if (!CLASS_PATH.equals(path.toString()) || !Files.isRegularFile(path)) {
            throw new UsageException("--candidate is missing, and what runs is no jar that could be the candidate");
        }
        return open(path);
    }

    /** The ruler, from the classes that this JVM runs. */
    static JmhJar ruler() {
        return new JmhJar("the ruler", CLASS_PATH, JMH_MAIN);
    }
}
