package org.reprise.benchmarks.footprint;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reprise.benchmarks.ExitCode;
import org.reprise.benchmarks.JdkFlags;
import org.reprise.benchmarks.ResultFile;
import org.reprise.benchmarks.UsageException;
import org.reprise.benchmarks.codec.CodecType;
import org.reprise.benchmarks.codec.ContextSize;
import org.reprise.corpus.Corpora;
import org.reprise.corpus.CorpusException;
import org.reprise.process.AtEnd;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code footprint}: how many bytes a context takes. */
@Command(
        name = "footprint",
        mixinStandardHelpOptions = true,
        description =
                "Tells how many bytes a context takes: encoded, decoded (JOL), and as a session in the memory store,"
                        + " detached and parked, parked by a dictionary learned from other conversations; parked in an"
                        + " SQLite file, and in Redis where there is one.",
        footer = {
            "",
            "Examples:",
            "  java -jar benchmarks.jar footprint",
            "  java -jar benchmarks.jar footprint --size SMALL,MEDIUM --codec BINARY,JSON --corpus conversations.json",
            "  java -jar benchmarks.jar footprint -rff footprint.json",
            "  java -jar benchmarks.jar footprint --tree --size MEDIUM"
        })
public final class FootprintCommand implements Callable<Integer> {

    /** The first JDK in which they are no experiment. */
    private static final int FIRST_WITH_COMPACT_HEADERS = 25;

    private static final int MOST_SECONDS_TO_END = 10;

    private static final List<String> QUANTITIES = List.of(
            "encoded", "decoded", "stored", "parked", "parked by dictionary", "parked in SQLite", "parked in Redis");

    @Option(names = "--size", split = ",", description = "Which sizes: ${COMPLETION-CANDIDATES}. Default: all.")
    private ContextSize[] sizes = ContextSize.values();

    @Option(names = "--codec", split = ",", description = "Which codecs: ${COMPLETION-CANDIDATES}. Default: all.")
    private CodecType[] codecs = CodecType.values();

    @Option(
            names = "--corpus",
            defaultValue = "generated",
            description = "generated, multilingual, or a file of conversations. Default: ${DEFAULT-VALUE}.")
    private String corpus;

    @Option(names = "-rff", paramLabel = "FILE", description = "Also write the results to this file, as JMH's JSON.")
    private @Nullable Path results;

    @Option(
            names = "--tree",
            description = "Instead, the objects of a decoded context and of a session in the memory store, by class, of"
                    + " the first size; with and without compact object headers on a JDK that has them.")
    private boolean tree;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try {
            Corpora.open(corpus, ContextSize.SEED);
        } catch (CorpusException e) {
            throw new UsageException(e.getMessage());
        }
        if (results != null) {
            ResultFile.requireWritable(results);
        }
        return tree ? printTree(System.out) : printBytes(System.out);
    }

    private int printTree(PrintStream out) throws IOException, InterruptedException {
        Map<String, JsonNode> layouts = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> layout : layouts().entrySet()) {
            Path file = temporary();
            try {
                int exit =
                        run(worker(HistogramWorker.class, layout.getValue(), file.toString(), corpus, sizes[0].name()));
                if (exit != 0) {
                    out.println("FAILED: the measuring JVM exited with " + exit + ", its error stands above");
                    return ExitCode.FAILED;
                }
                layouts.put(layout.getKey(), JsonMapper.shared().readTree(file));
            } finally {
                Files.deleteIfExists(file);
            }
        }
        String where = "  [" + sizes[0] + ", corpus " + corpus + ", JDK " + System.getProperty("java.version") + "]";
        printTree(out, "Which objects is a decoded context?" + where, "context", layouts);
        printTree(out, "Which objects does a detached session add to the memory store?" + where, "session", layouts);
        return ExitCode.OK;
    }

    private static void printTree(PrintStream out, String question, String graph, Map<String, JsonNode> layouts) {
        Map<String, JsonNode> graphs = new LinkedHashMap<>();
        layouts.forEach((layout, found) -> graphs.put(layout, found.get(graph)));
        out.println();
        out.println(question);
        out.println(HistogramTable.of(graphs));
    }

    /** The flags of each way in which this JDK can lay out objects, by its name. */
    private static Map<String, List<String>> layouts() {
        if (Runtime.version().feature() < FIRST_WITH_COMPACT_HEADERS) {
            return Map.of("", List.of());
        }
        Map<String, List<String>> layouts = new LinkedHashMap<>();
        layouts.put("usual headers", List.of("-XX:-UseCompactObjectHeaders"));
        layouts.put("compact headers", List.of("-XX:+UseCompactObjectHeaders"));
        return layouts;
    }

    private int printBytes(PrintStream out) throws IOException, InterruptedException {
        Path file = temporary();
        try {
            int exit = run(
                    worker(FootprintWorker.class, List.of(), file.toString(), corpus, joined(sizes), joined(codecs)));
            if (exit != 0) {
                out.println("FAILED: the measuring JVM exited with " + exit + ", its error stands above");
                return ExitCode.FAILED;
            }
            out.println("How many bytes does a context take?  [B, corpus " + corpus + ", JDK "
                    + System.getProperty("java.version") + "]");
            out.println(table(JsonMapper.shared().readTree(file)));
            if (results != null) {
                Files.copy(file, results, StandardCopyOption.REPLACE_EXISTING);
            }
            return ExitCode.OK;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Goes with this JVM, however that ends. */
    private static Path temporary() throws IOException {
        Path file = Files.createTempFile("footprint", ".json");
        file.toFile().deleteOnExit();
        return file;
    }

    /** Runs a process that ends with this one, and in an orderly way, so that it takes its own files and servers with it. */
    private static int run(ProcessBuilder worker) throws IOException, InterruptedException {
        Process process = worker.start();
        AtEnd ending = AtEnd.run("footprint-end", () -> end(process));
        try {
            return process.waitFor();
        } finally {
            end(process);
            ending.close();
        }
    }

    private static void end(Process process) {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, MOST_SECONDS_TO_END, TimeUnit.SECONDS)
                .join()
                .destroyForcibly();
    }

    /** JOL has to be let in, and says so on stderr where it is not. */
    private static ProcessBuilder worker(Class<?> main, List<String> flags, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djdk.attach.allowAttachSelf=true");
        command.add("-XX:+EnableDynamicAgentLoading");
        command.addAll(JdkFlags.quiet());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).inheritIO();
    }

    private static String joined(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name).collect(Collectors.joining(","));
    }

    private static String table(JsonNode results) {
        Map<List<String>, Map<String, String>> rows = new LinkedHashMap<>();
        for (JsonNode result : results) {
            JsonNode params = result.get("params");
            List<String> key =
                    List.of(params.get("size").asString(), params.get("codec").asString());
            String quantity = result.get("benchmark").asString().substring(FootprintMeter.BENCHMARK.length());
            rows.computeIfAbsent(key, ignored -> new LinkedHashMap<>())
                    .put(
                            quantity,
                            String.format(
                                    Locale.ROOT,
                                    "%,.0f",
                                    result.at("/primaryMetric/score").asDouble()));
        }
        List<Column> columns = new ArrayList<>(List.of(
                new Column().header("size").dataAlign(HorizontalAlign.LEFT),
                new Column().header("codec").dataAlign(HorizontalAlign.LEFT)));
        QUANTITIES.forEach(quantity -> columns.add(new Column().header(quantity).dataAlign(HorizontalAlign.RIGHT)));
        String[][] cells = rows.entrySet().stream()
                .map(row -> {
                    List<String> line = new ArrayList<>(row.getKey());
                    QUANTITIES.forEach(quantity -> line.add(row.getValue().getOrDefault(quantity, "-")));
                    return line.toArray(String[]::new);
                })
                .toArray(String[][]::new);
        return AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, columns.toArray(Column[]::new), cells);
    }
}
