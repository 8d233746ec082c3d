package org.reprise.benchmarks.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

class CpuTimeProfilerTest {

    @Test
    void aSleepingBenchmark_usesFarLessCpuTimeThanWallTime() throws RunnerException {
        RunResult result = run("sleep", 1);

        assertThat(cpu(result)).isLessThan(result.getPrimaryResult().getScore() / 5);
    }

    /** Other processes may have the cores for a while, so wall time may be longer, but not shorter. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void burningThreads_useTheCpuTimeOfOneOperationEach(int threads) throws RunnerException {
        RunResult result = run("burn", threads);

        double wallTime = result.getPrimaryResult().getScore();
        assertThat(cpu(result)).isBetween(wallTime / 50, wallTime * 1.1);
        assertThat(result.getSecondaryResults().get(CpuTimeProfiler.METRIC).getScoreUnit())
                .isEqualTo("ns/op");
    }

    @Test
    void workersThatCannotBeTold_giveNoMetricInsteadOfAWrongOne() throws RunnerException {
        RunResult result = only(options("burn", 1).forks(1).jvmArgsAppend("-Djmh.executor=FJP"));

        assertThat(result.getSecondaryResults()).doesNotContainKey(CpuTimeProfiler.METRIC);
    }

    private static RunResult run(String method, int threads) throws RunnerException {
        return only(options(method, threads).forks(1));
    }

    private static ChainedOptionsBuilder options(String method, int threads) {
        return new OptionsBuilder()
                .include("^" + WorkloadBenchmark.class.getName() + "." + method + "$")
                .threads(threads)
                .warmupIterations(1)
                .warmupTime(TimeValue.milliseconds(100))
                .measurementIterations(3)
                .measurementTime(TimeValue.milliseconds(100))
                .addProfiler(CpuTimeProfiler.class)
                .verbosity(VerboseMode.SILENT);
    }

    private static RunResult only(ChainedOptionsBuilder options) throws RunnerException {
        Collection<RunResult> results = new Runner(options.build()).run();
        assertThat(results).hasSize(1);
        return results.iterator().next();
    }

    private static double cpu(RunResult result) {
        Result<?> metric = result.getSecondaryResults().get(CpuTimeProfiler.METRIC);
        return metric.getScore();
    }
}
