package org.reprise.benchmarks.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.AverageTimeResult;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.ThroughputResult;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.WorkloadParams;
import org.openjdk.jmh.runner.options.TimeValue;
import org.reprise.benchmarks.codec.SerializationBenchmark;
import org.reprise.benchmarks.resume.AppendBenchmark;

/** What is told of results after a run. */
class SummaryTablesTest {

    private static final String APPEND = AppendBenchmark.class.getName() + ".append";
    private static final String ENCODE = SerializationBenchmark.class.getName() + ".encode";

    @Test
    void timesOfAnAppendAndOfAnEncoding_tellHowManyTimesAsLongTheLatterTakes() {
        assertThat(printed(time(APPEND, 2), time(ENCODE, 300))).contains("takes 150 x as long as an append");
    }

    @Test
    void throughputs_tellNoSuchFactor() {
        assertThat(printed(throughput(APPEND, 2), throughput(ENCODE, 300))).doesNotContain("as long as");
        assertThat(printed(time(APPEND, 2), throughput(ENCODE, 300))).doesNotContain("as long as");
    }

    private static String printed(RunResult... results) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SummaryTables.print(List.of(results), new PrintStream(out, true, UTF_8));
        return out.toString(UTF_8);
    }

    private static RunResult time(String benchmark, int micros) {
        return result(
                benchmark,
                new AverageTimeResult(
                        ResultRole.PRIMARY, "x", 1, TimeUnit.MICROSECONDS.toNanos(micros), TimeUnit.MICROSECONDS));
    }

    private static RunResult throughput(String benchmark, int perMicro) {
        return result(
                benchmark,
                new ThroughputResult(
                        ResultRole.PRIMARY, "x", perMicro, TimeUnit.MICROSECONDS.toNanos(1), TimeUnit.MICROSECONDS));
    }

    private static RunResult result(String benchmark, Result<?> primary) {
        IterationParams iterations = new IterationParams(IterationType.MEASUREMENT, 1, TimeValue.seconds(1), 1);
        WorkloadParams values = new WorkloadParams();
        Map.of("history", "10", "store", "memory:", "codec", "JACKSON", "size", "SMALL", "corpus", "generated")
                .forEach((name, value) -> values.put(name, value, 0));
        BenchmarkParams params = new BenchmarkParams(
                benchmark,
                benchmark,
                false,
                1,
                new int[] {1},
                List.of("x"),
                1,
                0,
                iterations,
                iterations,
                org.openjdk.jmh.annotations.Mode.AverageTime,
                values,
                TimeUnit.MICROSECONDS,
                1,
                "java",
                List.of(),
                "17",
                "vm",
                "17",
                "1.37",
                TimeValue.minutes(1));
        IterationResult iteration = new IterationResult(params, iterations, null);
        iteration.addResult(primary);
        return new RunResult(params, List.of(new BenchmarkResult(params, List.of(iteration))));
    }
}
