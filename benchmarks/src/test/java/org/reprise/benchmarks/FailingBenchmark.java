package org.reprise.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Benchmarks that go wrong in the ways in which JMH exits with 0. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 0)
@Measurement(iterations = 1, time = 50, timeUnit = TimeUnit.MILLISECONDS)
public class FailingBenchmark {

    /** Throws before anything is measured. */
    @State(Scope.Thread)
    public static class FailingState {
        /** Throws. */
        @Setup
        public void prepare() {
            throw new IllegalStateException("on purpose, in set-up");
        }
    }

    /** Throws while it is measured. */
    @Benchmark
    public int throwing() {
        throw new IllegalStateException("on purpose");
    }

    /** Is not measured. */
    @Benchmark
    public FailingState failingSetup(FailingState state) {
        return state;
    }

    /** Ends its JVM. */
    @Benchmark
    public void exiting() {
        Runtime.getRuntime().halt(0);
    }

    /** Works. */
    @Benchmark
    public int working() {
        return 1;
    }
}
