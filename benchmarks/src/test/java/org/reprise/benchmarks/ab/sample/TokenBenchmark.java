package org.reprise.benchmarks.ab.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** As slow as the jar says in which it is. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 1, time = 20, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 20, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class TokenBenchmark {

    /** How often the tokens are burnt. */
    @Param({"1", "2"})
    public int times;

    private int tokens;

    /** Reads how much to burn. */
    @Setup
    public void prepare() throws IOException {
        try (InputStream resource = TokenBenchmark.class.getResourceAsStream("/tokens")) {
            tokens = Integer.parseInt(new String(resource.readAllBytes(), UTF_8));
        }
    }

    /** Burns, or fails where there is nothing to burn. */
    @Benchmark
    public void burn() {
        if (tokens <= 0) {
            throw new IllegalStateException("on purpose: no tokens");
        }
        Blackhole.consumeCPU((long) times * tokens);
    }

    /** Burns, in two modes. */
    @Benchmark
    @BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
    public void twoModes() {
        Blackhole.consumeCPU((long) times * tokens);
    }
}
