package org.reprise.benchmarks.ab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reprise.benchmarks.UsageException;
import org.reprise.benchmarks.ab.sample.TokenBenchmark;
import org.reprise.benchmarks.profile.CpuTimeProfiler;
import org.reprise.benchmarks.statistics.Looks;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real jars, run by real JVMs. */
@Tag("once")
class JmhProcessTest {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int TOKENS = 2_000;
    private static final BenchmarkCase BURN_ONCE =
            BenchmarkCase.of(TokenBenchmark.class.getName() + ".burn", Map.of("times", "1"));

    @TempDir
    private Path folder;

    @Test
    void aSlowerJar_isSlowerInEveryPairAndAllForksAreSavedAsJmhWould() throws IOException {
        JmhJar fast = jar("fast.jar", TOKENS, "burn", "twoModes");
        JmhJar slow = jar("slow.jar", 40 * TOKENS, "burn");
        try (JmhProcess forks = forks("burn -p times=1")) {
            CommonCases cases = forks.common(fast, slow);
            assertThat(cases.common()).containsExactly(BURN_ONCE);
            AbOutcome outcome = run(fast, slow, cases, forks, 3);

            SavedPairs.write(folder.resolve("saved"), 11, outcome.pairs());

            assertThat(outcome.pairs()).hasSize(3).allSatisfy(pair -> {
                assertThat(cpu(pair.candidate().result()) / cpu(pair.baseline().result()))
                        .isGreaterThan(3);
                assertThat(pair.baseline().result().at("/secondaryMetrics").propertyNames())
                        .contains("gc.alloc.rate", "gc.count");
            });
        }
        JsonNode baseline = JsonMapper.shared().readTree(folder.resolve("saved/baseline.json"));
        JsonNode candidate = JsonMapper.shared().readTree(folder.resolve("saved/candidate.json"));
        JsonNode pairs = JsonMapper.shared().readTree(folder.resolve("saved/pairs.json"));
        assertThat(baseline.size()).isEqualTo(1);
        assertThat(baseline.at("/0/forks").asInt()).isEqualTo(3);
        assertThat(baseline.at("/0/primaryMetric/rawData").size()).isEqualTo(3);
        assertThat(baseline.at("/0/params/times").asString()).isEqualTo("1");
        assertThat(cpu(candidate.get(0))).isGreaterThan(3 * cpu(baseline.get(0)));
        assertThat(pairs.get("seed").asLong()).isEqualTo(11);
        assertThat(pairs.at("/pairs").size()).isEqualTo(3);
        assertThat(pairs.at("/pairs/2/baselineFirst").asBoolean())
                .isEqualTo(new Schedule(11).baselineFirst(BURN_ONCE, 2));
    }

    @Test
    void oneJarTwice_hasAllCasesInCommonAndCpuTimeOfTheSameOrder() throws IOException {
        JmhJar jar = jar("same.jar", TOKENS, "burn", "twoModes");
        try (JmhProcess forks = forks("-wi 2 -w 100ms")) {
            CommonCases cases = forks.common(jar, jar);
            assertThat(cases.common()).hasSize(4);
            CommonCases one = new CommonCases(cases.common().subList(3, 4), List.of(), List.of());

            AbOutcome outcome = run(jar, jar, one, forks, 2);

            assertThat(outcome.pairs())
                    .extracting(MeasuredPair::mode)
                    .containsExactly("avgt", "sample", "avgt", "sample");
            assertThat(outcome.pairs()).allSatisfy(pair -> {
                assertThat(cpu(pair.candidate().result()) / cpu(pair.baseline().result()))
                        .isBetween(0.1, 10.0);
                assertThat(pair.baseline().result().get("warmupIterations").asInt())
                        .isEqualTo(2);
            });
        }
    }

    @Test
    void caseOfOneJarOnly_isToldAsRemovedOrAdded() throws IOException {
        JmhJar both = jar("both.jar", TOKENS, "burn", "twoModes");
        JmhJar one = jar("one.jar", TOKENS, "burn");
        try (JmhProcess forks = forks("-p times=1,2")) {
            assertThat(forks.common(both, one).removed())
                    .extracting(BenchmarkCase::toString)
                    .containsExactly(
                            TokenBenchmark.class.getName() + ".twoModes (times=1)",
                            TokenBenchmark.class.getName() + ".twoModes (times=2)");
            assertThat(forks.common(one, both).added()).hasSize(2);
        }
    }

    @Test
    void nothingInCommon_isRefused() throws IOException {
        JmhJar one = jar("one.jar", TOKENS, "burn");
        JmhJar other = jar("other.jar", TOKENS, "twoModes");
        try (JmhProcess forks = forks("TokenBenchmark")) {
            assertThatThrownBy(() -> forks.common(one, other))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContainingAll("in common", "burn (times=1) and 1 more", "twoModes")
                    .message()
                    .hasLineCount(1);
        }
    }

    @Test
    void aFailingBenchmark_isNamedWithItsJarAndItsLastLines() throws IOException {
        JmhJar failing = jar("failing.jar", 0, "burn");
        try (JmhProcess forks = forks("burn")) {
            assertThatThrownBy(() -> forks.run(failing, BURN_ONCE))
                    .isInstanceOf(ForkFailedException.class)
                    .hasMessageContainingAll(
                            BURN_ONCE + " of " + failing.name(), "on purpose: no tokens", "all that it printed is in");
        }
    }

    @Test
    void anotherJmhThatRuns_isWaitedFor() throws IOException {
        JmhJar jar = jar("waiting.jar", TOKENS, "burn");
        Path lock = Path.of(System.getProperty("java.io.tmpdir"), "jmh.lock");
        List<String> notices = new ArrayList<>();
        String ignored = System.clearProperty("jmh.ignoreLock");
        try (FileChannel file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                JmhProcess forks = new JmhProcess(arguments("-i 1"), LIMIT, InstantSource.system(), notice -> {
                    notices.add(notice);
                    close(file);
                })) {
            await().until(() -> file.tryLock() != null);

            List<Fork> measured = forks.run(jar, BURN_ONCE);

            assertThat(measured).hasSize(1);
            assertThat(notices).hasSize(1).first().asString().contains("another JMH");
        } finally {
            System.setProperty("jmh.ignoreLock", ignored);
        }
    }

    @Test
    void aForkThatTakesTooLong_isKilledAndToldOf() throws IOException {
        JmhJar jar = jar("slow.jar", TOKENS, "burn");
        try (JmhProcess forks =
                new JmhProcess(arguments("-r 60s"), Duration.ofSeconds(3), InstantSource.system(), notice -> {})) {
            assertThatThrownBy(() -> forks.run(jar, BURN_ONCE))
                    .isInstanceOf(ForkFailedException.class)
                    .hasMessageContaining("did not end within 3.0s");
        }
        await().until(() -> ProcessHandle.current().descendants().noneMatch(ProcessHandle::isAlive));
    }

    private JmhJar jar(String name, int tokens, String... methods) throws IOException {
        return JmhJar.open(SampleJar.write(folder.resolve(name), tokens, methods));
    }

    private static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JmhProcess forks(String args) {
        return new JmhProcess(arguments(args), LIMIT, InstantSource.system(), notice -> {});
    }

    private static JmhArguments arguments(String args) {
        return JmhArguments.parse(Arrays.asList(args.split(" ")));
    }

    private static AbOutcome run(JmhJar baseline, JmhJar candidate, CommonCases cases, JmhProcess forks, int pairs) {
        AbPlan plan = new AbPlan(
                baseline, candidate, Optional.empty(), cases.common(), Looks.upTo(pairs), Duration.ofMinutes(5), 11);
        InstantSource clock = InstantSource.system();
        AbProgress progress = AbProgress.lines(new PrintStream(new ByteArrayOutputStream()), pairs, clock);
        return new Ab(plan, forks, soFar -> Set.of(), progress, clock).run();
    }

    private static double cpu(JsonNode result) {
        return result.path("secondaryMetrics")
                .path(CpuTimeProfiler.METRIC)
                .path("score")
                .asDouble();
    }
}
