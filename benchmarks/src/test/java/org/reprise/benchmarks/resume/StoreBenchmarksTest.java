package org.reprise.benchmarks.resume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.infra.Blackhole;
import org.reprise.benchmarks.codec.ContextSize;
import org.reprise.store.AppendResult;
import org.reprise.store.redis.RedisProcess;
import org.reprise.store.sqlite.Durability;
import redis.embedded.core.ExecutableProvider;

/** Every benchmark of a store measures what it says, on every store. */
class StoreBenchmarksTest {

    private static final String CORPUS = "generated";

    @TempDir
    private static Path folder;

    private static RedisProcess redis;

    @BeforeAll
    static void nameStores() throws Exception {
        Path program = RedisProcess.onPath().isPresent()
                ? RedisProcess.onPath().get()
                : ExecutableProvider.newJarResourceProvider().get().toPath();
        redis = RedisProcess.start(program, folder);
        System.setProperty(MeasuredRedis.PROPERTY, redis.uri());
        System.setProperty(SqliteFile.PROPERTY, folder.toString());
    }

    @AfterAll
    static void endStores() {
        System.clearProperty(MeasuredRedis.PROPERTY);
        System.clearProperty(SqliteFile.PROPERTY);
        redis.close();
    }

    /** Those that are made for the run, and those that are named by a place. */
    static List<String> stores() {
        return List.of("memory:", "sqlite:", "redis:", "sqlite:" + folder.resolve("named.db"), redis.uri());
    }

    @ParameterizedTest
    @MethodSource("stores")
    void restoration_bringsEverythingFromEachStore(String store) {
        RestorationBenchmark benchmark = new RestorationBenchmark();
        benchmark.store = store;
        benchmark.size = ContextSize.SMALL;
        benchmark.corpus = CORPUS;
        benchmark.prepare();
        Blackhole blackhole = blackhole();
        benchmark.toClient(blackhole);
        benchmark.missedOnly(blackhole);
        assertThat(benchmark.toObject()).isEqualTo(ContextSize.SMALL.of(CORPUS));
        benchmark.close();
    }

    @ParameterizedTest
    @MethodSource("stores")
    void missed_bringsTheLastEntriesFromEachStore(String store) {
        MissedBenchmark benchmark = new MissedBenchmark();
        benchmark.store = store;
        benchmark.history = 100;
        benchmark.corpus = CORPUS;
        benchmark.prepare();
        Blackhole blackhole = blackhole();
        benchmark.fromToken(blackhole);
        benchmark.fromStore(blackhole);
        benchmark.close();
    }

    @ParameterizedTest
    @MethodSource("stores")
    void turns_bringEverySessionFromEachStore(String store) {
        TurnsBenchmark benchmark = new TurnsBenchmark();
        benchmark.store = store;
        benchmark.sessions = 3;
        benchmark.size = ContextSize.SMALL;
        benchmark.corpus = CORPUS;
        benchmark.prepare();
        benchmark.toClient(blackhole());
        benchmark.close();
    }

    @ParameterizedTest
    @MethodSource("stores")
    void append_storesEachEntryInEachStore(String store) {
        AppendBenchmark benchmark = new AppendBenchmark();
        benchmark.store = store;
        benchmark.history = 10;
        benchmark.corpus = CORPUS;
        benchmark.prepare();
        for (int i = 0; i < 3; i++) {
            benchmark.open();
            assertThat(benchmark.append()).isInstanceOf(AppendResult.Stored.class);
            assertThat(benchmark.append())
                    .as("once more in the same iteration, as in other modes")
                    .isInstanceOf(AppendResult.Stored.class);
            benchmark.prove();
        }
        benchmark.close();
    }

    @Test
    void redisFloor_provesItsBytesInItsSetUp() {
        RedisFloorBenchmark benchmark = new RedisFloorBenchmark();
        benchmark.size = ContextSize.SMALL;
        benchmark.corpus = CORPUS;
        benchmark.prepare();
        assertThat(benchmark.ping()).isEqualTo("PONG");
        benchmark.close();
    }

    @Test
    void sqliteFloor_provesItsBytesInItsSetUp() throws Exception {
        SqliteFloorBenchmark benchmark = new SqliteFloorBenchmark();
        benchmark.size = ContextSize.SMALL;
        benchmark.corpus = CORPUS;
        benchmark.prepare();
        assertThat(benchmark.insert()).isEqualTo(1);
        assertThat(benchmark.force()).isPositive();
        benchmark.close();
    }

    @ParameterizedTest
    @EnumSource
    void groupCommit_countsWhatIsStored(Durability durability) {
        GroupCommitBenchmark benchmark = new GroupCommitBenchmark();
        benchmark.durability = durability;
        benchmark.corpus = CORPUS;
        benchmark.prepare();
        GroupCommitBenchmark.Writer writer = new GroupCommitBenchmark.Writer();
        writer.open(benchmark);
        assertThat(benchmark.oneWriter(writer)).isEqualTo(new AppendResult.Stored(1));
        assertThat(benchmark.sixtyFourWriters(writer)).isEqualTo(new AppendResult.Stored(2));
        benchmark.close();
    }

    private static Blackhole blackhole() {
        return new Blackhole(
                "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous.");
    }
}
