package org.reprise.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reprise.benchmarks.codec.CodecType;
import org.reprise.benchmarks.codec.ContextSize;
import org.reprise.benchmarks.compare.JmhFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code java -jar benchmarks.jar}, as a user runs it. */
class MainIT {

    private static final String[] ONCE = {"-f", "1", "-wi", "1", "-i", "1", "-w", "100ms", "-r", "100ms"};
    private static final String[] ONCE_IN_ONE_JVM = {"-f", "0", "-wi", "1", "-i", "1", "-w", "100ms", "-r", "100ms"};
    private static final int SERIALIZATION_CELLS = CodecType.values().length * ContextSize.values().length * 2;

    @TempDir
    private Path folder;

    @Tag("once")
    @Test
    void benchmarksThatAreNamed_answerTheirQuestionsToo() throws IOException {
        BenchmarksJar run = BenchmarksJar.run(with(
                ONCE_IN_ONE_JVM,
                "FloorBenchmark",
                "ReusedBufferBenchmark",
                "ViewBenchmark",
                "ColdBenchmark",
                "FrameBenchmark",
                "ParkingBenchmark",
                "-p",
                "size=SMALL",
                "-p",
                "codec=BINARY,FORY"));

        assertThat(run.exit()).as(run.err() + tail(run.out())).isZero();
        assertThat(run.out())
                .contains("How long does it take to encode a context into a buffer that is used again?")
                .contains("How long does it take to see the end of an encoded context?")
                .contains("How long does the first round trip take in a new JVM?")
                .contains("How long does it take to put a whole stored context into frames?")
                .contains("How long does it take to park a session's entries, and to unpark them?")
                .containsPattern("\\| \\(floor\\) +\\|");
    }

    @Test
    @Tag("slow")
    void withoutABenchmarkName_everythingIsMeasuredAndTheTablesAnswerTheQuestions() throws IOException {
        Path results = folder.resolve("results.json");
        long start = System.nanoTime();

        BenchmarksJar run = BenchmarksJar.run(with(ONCE, "-rf", "json", "-rff", results.toString()));

        System.out.printf(Locale.ROOT, "the whole suite once took %.0f s%n", (System.nanoTime() - start) / 1e9);
        assertThat(run.exit()).as(run.err() + tail(run.out())).isZero();
        JsonNode measured = JsonMapper.shared().readTree(results);
        TreeSet<String> classes = new TreeSet<>();
        int serialization = 0;
        for (JsonNode result : measured) {
            String benchmark = result.get("benchmark").asString();
            String method = benchmark.substring(0, benchmark.lastIndexOf('.'));
            classes.add(method.substring(method.lastIndexOf('.') + 1));
            serialization += benchmark.contains("SerializationBenchmark") ? 1 : 0;
            assertThat(result.at("/primaryMetric/score").asDouble())
                    .as(benchmark)
                    .isPositive();
        }
        assertThat(classes)
                .containsExactly("AppendBenchmark", "FloorBenchmark", "RestorationBenchmark", "SerializationBenchmark");
        assertThat(serialization).isEqualTo(SERIALIZATION_CELLS);
        assertThat(run.out())
                .contains("How long does it take to serialize a context?")
                .contains("How long does it take to restore a session, from its token?")
                .contains("How long does it take to append one more entry to a history?")
                .containsPattern("\\| \\(floor\\) +\\|")
                .doesNotContain("into a buffer that is used again?")
                .containsPattern("\\| BINARY +\\|")
                .containsPattern("\\| JAVA +\\|.*x\\)");
        Path picture = folder.resolve("serialization.png");
        assertThat(BenchmarksJar.run("plot", results.toString(), "-o", picture.toString())
                        .exit())
                .isZero();
        assertThat(ImageIO.read(picture.toFile()).getWidth()).isPositive();
    }

    @Test
    void help_showsTheCommandsAndJmhsOptions() {
        BenchmarksJar help = BenchmarksJar.run("--help");

        assertThat(help.exit()).isZero();
        assertThat(help.out()).contains("footprint", "plot", "report", "compare", "ab", "-rff", "-prof", "Examples:");
    }

    @Test
    void list_isJmhs() {
        BenchmarksJar list = BenchmarksJar.run("-l");

        assertThat(list.exit()).isZero();
        assertThat(list.out())
                .contains("org.reprise.benchmarks.codec.SerializationBenchmark.encode")
                .doesNotContain("RulerBenchmark");
    }

    @Test
    void theRuler_isThereForWhoAsksByName() {
        assertThat(BenchmarksJar.run("-l", "RulerBenchmark").out())
                .contains("org.reprise.benchmarks.ruler.RulerBenchmark.mix");
    }

    @Test
    void cpuTime_isMeasuredByItsShortName() {
        BenchmarksJar run = BenchmarksJar.runWithTestBenchmarks("FailingBenchmark.working$", "-prof", "cpu");

        assertThat(run.exit()).as(run.out()).isZero();
        assertThat(run.out()).containsPattern("FailingBenchmark.working:cpu.time +avgt");
    }

    @Tag("once")
    @Test
    void ab_comparesAnotherJarWithTheOneThatRuns() {
        Path saved = folder.resolve("saved");

        BenchmarksJar run = BenchmarksJar.run(
                "ab",
                "--baseline",
                System.getProperty("benchmarks.jar"),
                "--pairs",
                "2",
                // After a warm-up of 100 ms a fork allocates as it comes.
                "--bytes-tolerance",
                "100%",
                "--save",
                saved.toString(),
                "SerializationBenchmark.encode",
                "-p",
                "codec=BINARY",
                "-p",
                "size=SMALL",
                "-wi",
                "1",
                "-i",
                "1",
                "-w",
                "100ms",
                "-r",
                "100ms");

        assertThat(run.exit()).as(run.err()).isZero();
        JsonNode candidate = JsonMapper.shared().readTree(saved.resolve("candidate.json"));
        assertThat(candidate.valueStream().map(result -> result.get("benchmark").asString()))
                .containsExactlyInAnyOrder(
                        "org.reprise.benchmarks.codec.SerializationBenchmark.encode",
                        "org.reprise.benchmarks.ruler.RulerBenchmark.mix");
        assertThat(candidate.valueStream())
                .allSatisfy(result -> assertThat(
                                result.at("/secondaryMetrics/cpu.time/score").asDouble())
                        .isPositive());
    }

    @Test
    void unknownCodec_isRefusedInOneLineBeforeAnyForkStarts() {
        BenchmarksJar run = BenchmarksJar.run("SerializationBenchmark", "-p", "codec=BINARY,CBOR");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err())
                .isEqualToIgnoringNewLines("unknown codec 'CBOR', known are BINARY, JSON, JACKSON, SMILE, FORY, JSONB, "
                        + "KRYO, PROTOBUF, MSGPACK, JAVA");
        assertThat(run.out()).doesNotContain("# Fork");
    }

    @Test
    void unknownParameter_isRefusedWithThoseThatAreKnown() {
        BenchmarksJar run = BenchmarksJar.run("AppendBenchmark", "-p", "codec=BINARY");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err())
                .isEqualToIgnoringNewLines(
                        "unknown parameter 'codec', the chosen benchmarks have [corpus, history, store]");
    }

    @Test
    void missingCorpus_isRefusedInOneLine() {
        BenchmarksJar run = BenchmarksJar.run("SerializationBenchmark", "-p", "corpus=missing.json");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err().lines())
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).contains("missing.json"));
    }

    @Test
    void corpusThatIsNone_isRefusedWithPlaceAndReason() throws IOException {
        Path corpus = Files.writeString(
                folder.resolve("bad.json"), "[{\"messages\": [{\"role\": \"wizard\", \"content\": \"hi\"}]}]");

        BenchmarksJar run = BenchmarksJar.run("RestorationBenchmark", "-p", "corpus=" + corpus);

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err().lines())
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).contains("bad.json", "wizard"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "history=ten",
                "history=-5",
                "size=HUGE",
                "store=DISK",
                "store=redis://127.0.0.1:1",
                "store=sqlite:missing/folder/sessions.db"
            })
    void parameterValueThatCannotBe_isRefusedBeforeAnyForkStarts(String assignment) {
        BenchmarksJar run = BenchmarksJar.run("-p", assignment);

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.out()).doesNotContain("# Fork");
    }

    @Test
    void codecWithoutABuffer_isRefusedBeforeAnyForkStarts() {
        BenchmarksJar run = BenchmarksJar.run("ReusedBufferBenchmark", "-p", "codec=BINARY,JAVA");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err().lines())
                .hasSize(1)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("codec 'JAVA' has no buffer")
                        .contains("BINARY, JSON"));
        assertThat(run.out()).doesNotContain("# Fork");
    }

    @Test
    void patternThatMatchesNothing_isRefused() {
        BenchmarksJar run = BenchmarksJar.run("NoSuchBenchmark");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).isEqualToIgnoringNewLines("no benchmark matches [NoSuchBenchmark]; -l lists them");
    }

    @Test
    void unknownOption_isRefused() {
        BenchmarksJar run = BenchmarksJar.run("-nosuchoption");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"throwing", "failingSetup", "exiting"})
    void benchmarkThatGivesNoResult_failsTheRun(String method) {
        BenchmarksJar run = BenchmarksJar.runWithTestBenchmarks("FailingBenchmark." + method + "$");

        assertThat(run.exit()).as(run.out()).isEqualTo(1);
        assertThat(run.out()).containsPattern("(?m)^FAILED: .*FailingBenchmark." + method);
    }

    @Test
    void benchmarkThatFailsBesideOneThatWorks_failsTheRun() {
        BenchmarksJar run = BenchmarksJar.runWithTestBenchmarks("FailingBenchmark.(throwing|working)$");

        assertThat(run.exit()).as(run.out()).isEqualTo(1);
        assertThat(run.out()).contains("FAILED").containsPattern("FailingBenchmark.working +avgt");
    }

    @Test
    void benchmarkThatWorks_exitsWithZero() {
        assertThat(BenchmarksJar.runWithTestBenchmarks("FailingBenchmark.working$")
                        .exit())
                .isZero();
    }

    @Test
    void footprint_tellsBytesOfEachFormAndWritesThemAsJmhWould() {
        Path results = folder.resolve("footprint.json");

        BenchmarksJar run =
                BenchmarksJar.run("footprint", "--size", "SMALL", "--codec", "BINARY,FORY", "-rff", results.toString());

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .containsPattern("\\| SMALL \\| BINARY \\| +[0-9,]+ \\| +[0-9,]+ \\| +[0-9,]+ \\| +[0-9,]+ \\|");
        JsonNode measured = JsonMapper.shared().readTree(results);
        assertThat(measured.size())
                .as("with what is parked in SQLite and, where there is one, in Redis")
                .isBetween(8, 9);
        assertThat(bytes(measured, "BINARY", "parked by dictionary"))
                .isLessThan(bytes(measured, "BINARY", "parked") * 0.7);
        assertThat(bytes(measured, "BINARY", "parked")).isLessThan(bytes(measured, "BINARY", "stored") / 2);
        assertThat(bytes(measured, "BINARY", "stored")).isLessThan(bytes(measured, "BINARY", "decoded"));
        assertThat(bytes(measured, "BINARY", "encoded")).isLessThanOrEqualTo(bytes(measured, "FORY", "encoded"));
    }

    @Test
    void footprintTree_tellsTheObjectsOfAContextAndOfASession() {
        BenchmarksJar run = BenchmarksJar.run("footprint", "--tree", "--size", "SMALL");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("Which objects is a decoded context?", "Which objects does a detached session add")
                .containsPattern("\\| java.lang.String +\\| +[0-9,]+ \\| +[0-9,]+ \\|")
                .containsPattern("\\| org.reprise.store.memory.StoredSession +\\| +1 \\| +[0-9]+ \\|");
    }

    @Test
    void report_isAPageWithItsChartLibrary() throws IOException {
        Path results = new JmhFile().time("A.a", 1, 2, 3).write(folder.resolve("a.json"));
        Path page = folder.resolve("report.html");

        BenchmarksJar run = BenchmarksJar.run("report", results.toString(), "-o", page.toString());

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(Files.readString(page)).contains("Licensed to the Apache Software Foundation", "A.a");
    }

    @Test
    void explain_tellsWhatABenchmarkCostsAndWhere() {
        BenchmarksJar run = BenchmarksJar.run(
                "explain",
                "SerializationBenchmark.encode",
                "-p",
                "codec=BINARY",
                "-p",
                "size=SMALL",
                "-f",
                "1",
                "-wi",
                "1",
                "-w",
                "200ms",
                "-i",
                "2",
                "-r",
                "500ms",
                "--dir",
                folder.toString());

        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .containsPattern("\\| time +\\| +[0-9.,]+ \\|.*us/op")
                .containsPattern("\\| CPU time +\\| +[0-9.,]+ \\|.*ns/op")
                .containsPattern("\\| allocated +\\| +[0-9.,]+ \\|.*B/op")
                .containsPattern("Hottest methods +\\[[1-9]")
                .containsPattern("Largest allocation sites[^%]+%")
                .contains("profile.jfr");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NoSuchBenchmark", "SerializationBenchmark", "SerializationBenchmark.encode"})
    void explainOfNoneOrSeveral_isRefusedInOneLine(String pattern) {
        BenchmarksJar run = BenchmarksJar.run("explain", pattern);

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void async_drawsFlameGraphsWithTheLibraryOfTheJarAndTellsWhere() {
        Path results = folder.resolve("profiled.json");

        BenchmarksJar run = BenchmarksJar.runWithTestBenchmarks(
                "FailingBenchmark.working$", "-prof", "async", "-rf", "json", "-rff", results.toString());

        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .containsPattern("(?s)Profiles:.*"
                        + (run.err().contains("no async-profiler library") ? "profile.jfr" : "flame-.*html"));
        Path page = folder.resolve("profiled.html");
        assertThat(BenchmarksJar.run("report", results.toString(), "-o", page.toString())
                        .exit())
                .isZero();
        assertThat(page).content().contains("<a href=\"./profiled-profiles/");
    }

    @Test
    void footprintOfUnknownCodec_isRefusedInOneLine() {
        BenchmarksJar run = BenchmarksJar.run("footprint", "--codec", "CBOR");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err().lines())
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).contains("CBOR", "BINARY"));
    }

    @Test
    void plotOfWhatIsNoResult_isRefusedInOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("not.json"), "{");

        BenchmarksJar run = BenchmarksJar.run(
                "plot", file.toString(), "-o", folder.resolve("p.png").toString());

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err().lines())
                .hasSize(1)
                .allSatisfy(line -> assertThat(line).contains("not.json"));
    }

    private static double bytes(JsonNode measured, String codec, String quantity) {
        for (JsonNode result : measured) {
            if (result.at("/params/codec").asString().equals(codec)
                    && result.get("benchmark").asString().endsWith("." + quantity)) {
                return result.at("/primaryMetric/score").asDouble();
            }
        }
        throw new AssertionError("no " + quantity + " of " + codec);
    }

    private static String tail(String out) {
        return out.substring(Math.max(0, out.length() - 4000));
    }

    private static String[] with(String[] args, String... more) {
        String[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return all;
    }
}
