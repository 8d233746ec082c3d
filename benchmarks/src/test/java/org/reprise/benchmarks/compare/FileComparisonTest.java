package org.reprise.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.reprise.benchmarks.compare.JmhFile.exactly;
import static org.reprise.benchmarks.compare.JmhFile.forks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reprise.benchmarks.UsageException;

class FileComparisonTest {

    private static final Settings STRICT = new Settings(0.05, 0.05, BytesTolerance.NONE, false, false, true);
    private static final Settings LENIENT = new Settings(0.05, 0.05, BytesTolerance.NONE, true, true, false);
    private static final double NOISE = 0.01;

    @TempDir
    private Path folder;

    @Test
    void slowerByMoreThanTheThreshold_isARegression() {
        Comparison comparison = compare(
                new JmhFile().time("A.a", forks(1, 10, 10, NOISE)), new JmhFile().time("A.a", forks(2, 10, 12, NOISE)));

        Row row = JmhFile.rows(comparison).get("A.a time");
        assertThat(row.status()).isEqualTo(Status.REGRESSION);
        assertThat(row.ratio()).isEqualTo(1.2, within(0.02));
        assertThat(row.low()).isLessThan(1.2).isGreaterThan(1.15);
        assertThat(row.adjustedP()).isLessThan(0.001);
        assertThat(row.visible()).isBetween(1.05, 1.08);
        assertThat(row.baseline()).hasSize(10);
        assertThat(comparison.exitCode()).isEqualTo(1);
    }

    @Test
    void slowerByLessThanTheThreshold_isTheSame() {
        Comparison comparison = compare(
                new JmhFile().time("A.a", forks(1, 10, 10, NOISE)),
                new JmhFile().time("A.a", forks(2, 10, 10.1, NOISE)));

        assertThat(status(comparison, "A.a time")).isEqualTo(Status.SAME);
        assertThat(comparison.exitCode()).isZero();
    }

    @Test
    void fasterByMoreThanTheThreshold_isAnImprovement() {
        Comparison comparison = compare(
                new JmhFile().time("A.a", forks(1, 10, 10, NOISE)), new JmhFile().time("A.a", forks(2, 10, 8, NOISE)));

        assertThat(status(comparison, "A.a time")).isEqualTo(Status.IMPROVEMENT);
        assertThat(JmhFile.rows(comparison).get("A.a time").adjustedP()).isLessThan(0.001);
        assertThat(comparison.exitCode()).isZero();
    }

    @Test
    void muchNoise_isInconclusiveWithTheSmallestVisibleEffectAndFailsOnlyUnderStrict() {
        JmhFile baseline = new JmhFile().time("A.a", forks(1, 6, 10, 0.3));
        JmhFile candidate = new JmhFile().time("A.a", forks(2, 6, 10, 0.3));

        Comparison comparison = compare(baseline, candidate);

        Row row = JmhFile.rows(comparison).get("A.a time");
        assertThat(row.status()).isEqualTo(Status.INCONCLUSIVE);
        assertThat(row.visible()).isGreaterThan(1.3).isLessThan(3);
        assertThat(comparison.exitCode()).isZero();
        assertThat(compare(baseline, candidate, STRICT).exitCode()).isEqualTo(3);
    }

    @Test
    void tooManyMetricsForSoFewForks_areInconclusiveHoweverLargeTheEffect() {
        JmhFile baseline = new JmhFile();
        JmhFile candidate = new JmhFile();
        for (int i = 0; i < 20; i++) {
            baseline.time("A.a" + i, forks(i, 5, 10, NOISE));
            candidate.time("A.a" + i, forks(100 + i, 5, 10 * (i == 0 ? 2 : 1), NOISE));
        }

        Row row = JmhFile.rows(compare(baseline, candidate)).get("A.a0 time");

        assertThat(row.p()).isEqualTo(1.0 / 252, within(1e-9));
        assertThat(row.adjustedP()).isEqualTo(20.0 / 252, within(1e-9));
        assertThat(row.status()).isEqualTo(Status.INCONCLUSIVE);
        assertThat(row.visible()).isInfinite();
        assertThat(row.note()).isEqualTo("too few forks for any effect to be significant");
    }

    @Test
    void moreThroughput_isAnImprovementAndLessIsARegression() {
        JmhFile slow = new JmhFile().result("A.a", "thrpt", "ops/s", forks(1, 8, 1000, NOISE));
        JmhFile fast = new JmhFile().result("A.a", "thrpt", "ops/ms", forks(2, 8, 1.3, NOISE));

        assertThat(status(compare(slow, fast), "A.a throughput")).isEqualTo(Status.IMPROVEMENT);
        Row row = JmhFile.rows(compare(fast, slow)).get("A.a throughput");
        assertThat(row.status()).isEqualTo(Status.REGRESSION);
        assertThat(row.ratio()).isEqualTo(1.3, within(0.02));
        assertThat(row.cand()).as("in the baseline's unit").isEqualTo(1.0, within(0.02));
    }

    @ParameterizedTest
    @CsvSource({"us/op, ns/op, 10000", "us/op, ms/op, 0.01", "s/op, min/op, 0.16666667", "ns/op, us/op, 0.01"})
    void timesInDifferentUnits_areConverted(String unit, String other, double ten) {
        JmhFile baseline = new JmhFile().result("A.a", "avgt", unit, forks(1, 8, 10, 0.001));
        JmhFile candidate = new JmhFile().result("A.a", "avgt", other, forks(2, 8, ten, 0.001));

        assertThat(status(compare(baseline, candidate), "A.a time")).isEqualTo(Status.SAME);
    }

    @Test
    void eightBytesMorePerOperation_areAlwaysFound() {
        JmhFile baseline = new JmhFile();
        JmhFile candidate = new JmhFile();
        for (int i = 0; i < 30; i++) {
            double bytes = 8 * i * i;
            baseline.time("A.a" + i, exactly(5, 1)).secondary("gc.alloc.rate.norm", "B/op", forks(i, 5, bytes, 1e-6));
            candidate
                    .time("A.a" + i, exactly(5, 1))
                    .secondary("·gc.alloc.rate.norm", "B/op", forks(50 + i, 5, bytes + 7.999, 1e-6));
        }

        Comparison comparison = compare(baseline, candidate);

        assertThat(comparison.with(Status.REGRESSION))
                .hasSize(30)
                .allSatisfy(row -> assertThat(row.metric()).isEqualTo("gc.alloc.rate.norm"));
        assertThat(compare(baseline, baseline).with(Status.REGRESSION)).isEmpty();
        assertThat(compare(candidate, baseline).with(Status.IMPROVEMENT)).hasSize(30);
    }

    @Test
    void allocationFromNothing_isARegressionEvenOfASingleFork() {
        JmhFile baseline = new JmhFile().time("A.a", 1).secondary("gc.alloc.rate", "MB/sec", 0.0001);
        JmhFile candidate = new JmhFile()
                .time("A.a", 1)
                .secondary("gc.alloc.rate", "MB/sec", 10)
                .secondary("gc.alloc.rate.norm", "B/op", 24);

        Comparison comparison = compare(baseline, candidate);

        assertThat(status(comparison, "A.a gc.alloc.rate.norm")).isEqualTo(Status.REGRESSION);
        assertThat(JmhFile.rows(comparison).get("A.a gc.alloc.rate.norm").ratio())
                .isNull();
        assertThat(status(comparison, "A.a time")).isEqualTo(Status.NOT_JUDGED);
        assertThat(JmhFile.rows(comparison)).doesNotContainKey("A.a gc.alloc.rate");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 5, '1 fork: forks of the same code may allocate differently, take 3'",
        "5, 2, '2 forks: forks of the same code may allocate differently, take 3'",
        "3, 3, ''"
    })
    void allocationOfFewerThanThreeForks_isJudgedWithANoteThatForksDiffer(int before, int after, String note) {
        JmhFile baseline = new JmhFile()
                .time("A.a", exactly(before, 1))
                .secondary("gc.alloc.rate.norm", "B/op", exactly(before, 16));
        JmhFile candidate = new JmhFile()
                .time("A.a", exactly(after, 1))
                .secondary("gc.alloc.rate.norm", "B/op", exactly(after, 24));

        Row row = JmhFile.rows(compare(baseline, candidate)).get("A.a gc.alloc.rate.norm");

        assertThat(row.status()).isEqualTo(Status.REGRESSION);
        assertThat(row.note()).isEqualTo(note);
    }

    @Test
    void footprintOfOneFork_needsNoNote() {
        JmhFile file = new JmhFile().result("F.stored", "ss", "B", 4096);

        assertThat(JmhFile.rows(compare(file, file)).get("F.stored bytes").note())
                .isEmpty();
    }

    @Test
    void allocationThatDiffersBetweenForks_isJudgedByItsMinimumAndOnlyIfThatIsMoreThanChance() {
        JmhFile baseline = new JmhFile()
                .time("A.a", exactly(8, 1))
                .secondary("gc.alloc.rate.norm", "B/op", 16, 48, 16, 16, 80, 16, 16, 16);
        JmhFile luckless = new JmhFile()
                .time("A.a", exactly(8, 1))
                .secondary("gc.alloc.rate.norm", "B/op", 48, 48, 48, 80, 48, 48, 48, 48);
        JmhFile unclear = new JmhFile().time("A.a", exactly(2, 1)).secondary("gc.alloc.rate.norm", "B/op", 48, 80);

        Row regressed = JmhFile.rows(compare(baseline, luckless)).get("A.a gc.alloc.rate.norm");
        Row open = JmhFile.rows(compare(baseline, unclear)).get("A.a gc.alloc.rate.norm");

        assertThat(regressed.status()).isEqualTo(Status.REGRESSION);
        assertThat(regressed.adjustedP()).isNotNull();
        assertThat(regressed.note()).isEqualTo("forks differ by up to 64 B");
        assertThat(open.status()).isEqualTo(Status.INCONCLUSIVE);
        assertThat(status(compare(luckless, baseline), "A.a gc.alloc.rate.norm"))
                .isEqualTo(Status.IMPROVEMENT);
    }

    @Test
    void allocationMeasuredOnOneSideAlone_isNotJudged() {
        JmhFile baseline =
                new JmhFile().time("A.a", exactly(5, 1)).secondary("gc.alloc.rate.norm", "B/op", exactly(5, 8));
        JmhFile candidate = new JmhFile().time("A.a", exactly(5, 1));

        Row row = JmhFile.rows(compare(baseline, candidate)).get("A.a gc.alloc.rate.norm");

        assertThat(row.status()).isEqualTo(Status.NOT_JUDGED);
        assertThat(row.note()).isEqualTo("the candidate lacks it");
        assertThat(status(compare(candidate, baseline), "A.a gc.alloc.rate.norm"))
                .isEqualTo(Status.NOT_JUDGED);
    }

    @Test
    void footprintAndEncodedBytes_mayNotGrowBeyondTheirTolerance() {
        JmhFile baseline = new JmhFile().result("F.stored", "ss", "B", 4096).secondary("encodedBytes", "bytes", 100);
        JmhFile candidate = new JmhFile().result("F.stored", "ss", "B", 4097).secondary("encodedBytes", "bytes", 100);

        assertThat(status(compare(baseline, candidate), "F.stored bytes")).isEqualTo(Status.REGRESSION);
        assertThat(status(compare(baseline, candidate), "F.stored encodedBytes"))
                .isEqualTo(Status.SAME);
        assertThat(status(compare(candidate, baseline), "F.stored bytes")).isEqualTo(Status.IMPROVEMENT);
        assertThat(status(compare(baseline, candidate, tolerating(1, 0)), "F.stored bytes"))
                .isEqualTo(Status.SAME);
        assertThat(status(compare(baseline, candidate, tolerating(0, 0.0002)), "F.stored bytes"))
                .isEqualTo(Status.REGRESSION);
        assertThat(status(compare(baseline, candidate, tolerating(0, 0.001)), "F.stored bytes"))
                .isEqualTo(Status.SAME);
    }

    @Test
    void timeOnTheProcessor_isASecondTimingMetric() {
        JmhFile baseline = new JmhFile()
                .time("A.a", forks(1, 8, 10, 0.2))
                .secondary("cpu.time", "ns/op", forks(2, 8, 9000, NOISE));
        JmhFile candidate = new JmhFile()
                .time("A.a", forks(3, 8, 11, 0.2))
                .secondary("cpu.time", "us/op", forks(4, 8, 10.5, NOISE));

        Comparison comparison = compare(baseline, candidate);

        assertThat(status(comparison, "A.a cpu.time")).isEqualTo(Status.REGRESSION);
        assertThat(status(comparison, "A.a time")).isEqualTo(Status.INCONCLUSIVE);
    }

    @Test
    void sampleMode_isComparedAtTheMedianAndAtTheHighPercentile() {
        JmhFile baseline = new JmhFile().result("A.a", "sample", "us/op").histograms(forks(1, 8, 10, NOISE));
        JmhFile candidate = new JmhFile().result("A.a", "sample", "us/op").histograms(forks(2, 8, 12, NOISE));

        Comparison comparison = compare(baseline, candidate);

        assertThat(status(comparison, "A.a p50")).isEqualTo(Status.REGRESSION);
        assertThat(status(comparison, "A.a p99")).isEqualTo(Status.REGRESSION);
        assertThat(JmhFile.rows(comparison).get("A.a p99").base()).isEqualTo(30, within(1.0));
    }

    @Test
    void fewForksOrNoRawDataOrNoPositiveValue_areNotJudgedAndCountAsInconclusive() {
        JmhFile baseline = new JmhFile()
                .time("A.few", forks(1, 4, 10, NOISE))
                .time("A.raw", forks(1, 8, 10, NOISE))
                .withoutRawData()
                .time("A.zero", 0, 1, 1, 1, 1)
                .time("A.nan", Double.NaN, 1, 1, 1, 1);

        Comparison comparison = compare(baseline, baseline, STRICT);

        assertThat(comparison.rows()).extracting(Row::status).containsOnly(Status.NOT_JUDGED);
        assertThat(comparison.rows())
                .extracting(Row::note)
                .containsExactly(
                        "4 forks, at least 5 are needed",
                        "no raw data in the baseline",
                        "a value is not positive, so there is no ratio",
                        "a fork has no value");
        assertThat(comparison.exitCode()).isEqualTo(3);
    }

    @Test
    void paramsInAnotherOrder_areTheSameKey() {
        JmhFile baseline = new JmhFile()
                .time("A.a", forks(1, 5, 10, NOISE))
                .param("x", "1")
                .param("y", "2");
        JmhFile candidate = new JmhFile()
                .time("A.a", forks(1, 5, 10, NOISE))
                .param("y", "2")
                .param("x", "1");

        assertThat(compare(baseline, candidate).rows()).hasSize(1);
    }

    @Test
    void removedBenchmark_isRefusedUnlessAllowedAndThenListed() {
        JmhFile baseline = new JmhFile().time("A.a", forks(1, 5, 10, NOISE)).time("B.b", forks(1, 5, 10, NOISE));
        JmhFile candidate = new JmhFile().time("A.a", forks(1, 5, 10, NOISE));

        assertThatRefused(baseline, candidate)
                .withMessage(
                        "the candidate lacks com.example.B.b, avgt, 1 thread; measure it too, or give --allow-removed");
        assertThat(compare(baseline, candidate, LENIENT).removed())
                .extracting(BenchmarkKey::benchmark)
                .containsExactly("com.example.B.b");
    }

    @Test
    void addedBenchmark_isListed() {
        JmhFile baseline = new JmhFile().time("A.a", forks(1, 5, 10, NOISE));
        JmhFile candidate = new JmhFile().time("A.a", forks(1, 5, 10, NOISE)).time("B.b", forks(1, 5, 10, NOISE));

        assertThat(compare(baseline, candidate).added())
                .extracting(BenchmarkKey::benchmark)
                .containsExactly("com.example.B.b");
    }

    @Test
    void nothingInCommon_isRefusedWhateverIsAllowed() {
        JmhFile baseline = new JmhFile().time("A.a", forks(1, 5, 10, NOISE));
        JmhFile candidate = new JmhFile().time("B.b", forks(1, 5, 10, NOISE));

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> compare(baseline, candidate, LENIENT))
                .withMessageStartingWith("nothing in common: the baseline has com.example.A.a, avgt, 1 thread,");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    jdkVersion; 21; JDK version: 17.0.15 in the baseline, 21 in the candidate
                    vmName; GraalVM; virtual machine: OpenJDK 64-Bit Server VM in the baseline, GraalVM in the candidate
                    vmVersion; 17.0.16; version of the virtual machine: 17.0.15+6 in the baseline, 17.0.16 in the candidate
                    warmupTime; 2 s; warm-up time: 1 s in the baseline, 2 s in the candidate
                    measurementTime; 2 s; measurement time: 1 s in the baseline, 2 s in the candidate
                    mode; ss; mode: avgt in the baseline, ss in the candidate
                    """)
    void changedCondition_isRefusedUnlessAllowed(String field, String value, String difference) {
        refusedUnlessAllowed(file -> file.put(field, value), difference);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    threads; 2; threads: 1 in the baseline, 2 in the candidate
                    warmupIterations; 6; warm-up iterations: 5 in the baseline, 6 in the candidate
                    measurementIterations; 6; measurement iterations: 5 in the baseline, 6 in the candidate
                    """)
    void changedNumber_isRefusedUnlessAllowed(String field, int value, String difference) {
        refusedUnlessAllowed(file -> file.put(field, value), difference);
    }

    @Test
    void changedJvmArguments_areRefusedUnlessAllowed() {
        refusedUnlessAllowed(
                file -> file.jvmArgs("-Xmx2g"), "JVM arguments: [-Xmx1g] in the baseline, [-Xmx2g] in the candidate");
    }

    @Test
    void anotherUnit_isRefused() {
        assertThatRefused(
                        new JmhFile().result("A.a", "avgt", "us/op", 1),
                        new JmhFile().result("A.a", "avgt", "apples", 1))
                .withMessageContaining("unit: us/op in the baseline, apples in the candidate");
    }

    @Test
    void anotherNumberOfForks_isNoDifference() {
        Comparison comparison = compare(
                new JmhFile().time("A.a", forks(1, 8, 10, NOISE)), new JmhFile().time("A.a", forks(2, 12, 10, NOISE)));

        assertThat(status(comparison, "A.a time")).isEqualTo(Status.SAME);
    }

    @Test
    void anotherVersionOfJmh_isAWarning() {
        JmhFile baseline = new JmhFile().time("A.a", 1);

        assertThat(compare(baseline, new JmhFile().time("A.a", 1).put("jmhVersion", "1.36"))
                        .warnings())
                .containsExactly("JMH is 1.37 in the baseline and 1.36 in the candidate");
    }

    @Test
    void anotherMachine_isAWarning() throws IOException {
        Path before = Files.createDirectory(folder.resolve("before"));
        Path after = Files.createDirectory(folder.resolve("after"));
        Files.writeString(before.resolve("environment.json"), "{\"os\": \"Linux\", \"cores\": 2, \"cpu\": \"old\"}");
        Files.writeString(after.resolve("environment.json"), "{\"os\": \"Linux\", \"cores\": 4, \"cpu\": \"new\"}");
        Path baseline = new JmhFile().time("A.a", 1).write(before.resolve("r.json"));
        Path candidate = new JmhFile().time("A.a", 1).write(after.resolve("r.json"));

        assertThat(FileComparison.of(baseline, candidate, Settings.DEFAULT).warnings())
                .containsExactly(
                        "another machine: its number of processors was 2 and is 4",
                        "another machine: its processor was old and is new");
        Files.writeString(after.resolve("environment.json"), "{");
        assertThat(FileComparison.of(baseline, candidate, Settings.DEFAULT).warnings())
                .singleElement()
                .asString()
                .startsWith("the machines cannot be compared");
    }

    @Test
    void identicalForks_areTheSame() {
        JmhFile file = new JmhFile().time("A.a", exactly(6, 10));

        assertThat(status(compare(file, file), "A.a time")).isEqualTo(Status.SAME);
    }

    @Test
    void settingsOutOfTheirBounds_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings(-0.1, 0.05, BytesTolerance.NONE, false, false, false))
                .withMessage("the threshold is -0.1, it must be 0 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Settings(0.1, 0.5, BytesTolerance.NONE, false, false, false))
                .withMessage("alpha is 0.5, it must be above 0 and below 0.5");
        assertThatIllegalArgumentException().isThrownBy(() -> new BytesTolerance(-1, 0));
    }

    private void refusedUnlessAllowed(UnaryOperator<JmhFile> change, String difference) {
        JmhFile baseline = new JmhFile().time("A.a", forks(1, 5, 10, NOISE)).time("B.b", forks(1, 5, 10, NOISE));
        JmhFile candidate =
                change.apply(new JmhFile().time("B.b", forks(1, 5, 10, NOISE)).time("A.a", forks(1, 5, 10, NOISE)));

        assertThatRefused(baseline, candidate)
                .withMessage("incomparable: com.example.A.a, avgt, 1 thread: " + difference
                        + "; measure both alike, or give --allow-incomparable");
        assertThat(compare(baseline, candidate, LENIENT).warnings())
                .containsExactly("compared nevertheless: " + difference + ", com.example.A.a, avgt, 1 thread");
    }

    private ThrowableAssertAlternative<UsageException> assertThatRefused(JmhFile baseline, JmhFile candidate) {
        return assertThatExceptionOfType(UsageException.class).isThrownBy(() -> compare(baseline, candidate));
    }

    private static Settings tolerating(double bytes, double share) {
        return new Settings(0.05, 0.05, new BytesTolerance(bytes, share), false, false, false);
    }

    private Comparison compare(JmhFile baseline, JmhFile candidate) {
        return compare(baseline, candidate, Settings.DEFAULT);
    }

    private Comparison compare(JmhFile baseline, JmhFile candidate, Settings settings) {
        return FileComparison.of(
                baseline.write(folder.resolve("baseline.json")),
                candidate.write(folder.resolve("candidate.json")),
                settings);
    }

    private static Status status(Comparison comparison, String row) {
        assertThat(JmhFile.rows(comparison)).containsKey(row);
        return JmhFile.rows(comparison).get(row).status();
    }
}
