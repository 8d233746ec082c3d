package org.reprise.benchmarks.ab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reprise.benchmarks.ab.sample.TokenBenchmark;

/** Makes runnable jars of {@link TokenBenchmark}. */
public final class SampleJar {

    private static final String LIST = "META-INF/BenchmarkList";

    private SampleJar() {}

    /** A jar in which these of the benchmark's methods burn so many tokens. */
    public static Path write(Path jar, int tokens, String... methods) throws IOException {
        Path classes = Path.of("target", "test-classes");
        Path folder = classes.resolve(TokenBenchmark.class.getPackageName().replace('.', '/'));
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest());
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                put(out, classes.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
            put(out, "tokens", String.valueOf(tokens).getBytes(UTF_8));
            String list = Files.readAllLines(classes.resolve(LIST)).stream()
                    .filter(line -> Stream.of(methods).anyMatch(method -> isOf(line, method)))
                    .collect(Collectors.joining("\n", "", "\n"));
            put(out, LIST, list.getBytes(UTF_8));
            put(
                    out,
                    "META-INF/CompilerHints",
                    Files.readAllBytes(classes.resolve("META-INF").resolve("CompilerHints")));
        }
        return jar;
    }

    private static boolean isOf(String line, String method) {
        return line.contains(TokenBenchmark.class.getName() + " ") && line.contains(" " + method + " ");
    }

    private static Manifest manifest() {
        String libraries = List.of(
                        org.openjdk.jmh.Main.class, joptsimple.OptionParser.class, org.apache.commons.math3.Field.class)
                .stream()
                .map(type ->
                        type.getProtectionDomain().getCodeSource().getLocation().toString())
                .collect(Collectors.joining(" "));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "org.openjdk.jmh.Main");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, libraries);
        return manifest;
    }

    private static void put(JarOutputStream out, String name, byte[] bytes) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(bytes);
    }
}
