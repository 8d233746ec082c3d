package org.reprise.benchmarks.profile;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.infra.Blackhole;

/** Waits, or works. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WorkloadBenchmark {

    /** Waits for 5 ms. */
    @Benchmark
    public void sleep() throws InterruptedException {
        Thread.sleep(5);
    }

    /** Uses a core. */
    @Benchmark
    public void burn() {
        Blackhole.consumeCPU(1_000);
    }
}
