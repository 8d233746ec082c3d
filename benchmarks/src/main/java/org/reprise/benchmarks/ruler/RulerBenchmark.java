package org.reprise.benchmarks.ruler;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.zip.Adler32;
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

/**
 * Is the machine as fast for one side of a comparison as for the other?
 *
 * <p>Runs along with a comparison, the same code on both sides, so that the ratio must be 1; where it is not, the machine
 * has moved and not the code. Hashes, sorts and copies fixed data with classes of the JDK alone.
 *
 * <p><strong>This class must never be changed</strong>, not its data, its work, its iterations nor its name: its figures
 * would no longer be comparable to those that are kept. Not measured: anything of Reprise.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms64m", "-Xmx64m", "-XX:+UseSerialGC"})
@Warmup(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class RulerBenchmark {

    private static final int NUMBERS = 1_024;
    private static final int BYTES = 48 * 1_024;

    private final int[] numbers = new int[NUMBERS];
    private final int[] sorted = new int[NUMBERS];
    private final byte[] bytes = new byte[BYTES];
    private final byte[] copied = new byte[BYTES];

    /** Makes the data, by the generator of Park and Miller ("minimal standard", Comm. ACM 31:10, 1988). */
    @Setup
    public void prepare() {
        long state = 1;
        for (int i = 0; i < NUMBERS; i++) {
            state = state * 48_271 % Integer.MAX_VALUE;
            numbers[i] = (int) state;
        }
        for (int i = 0; i < BYTES; i++) {
            state = state * 48_271 % Integer.MAX_VALUE;
            bytes[i] = (byte) (state >> 8);
        }
    }

    /** Copies and hashes the bytes, copies and sorts the numbers. */
    @Benchmark
    public long mix() {
        System.arraycopy(bytes, 0, copied, 0, BYTES);
        Adler32 checksum = new Adler32();
        checksum.update(copied, 0, BYTES);
        System.arraycopy(numbers, 0, sorted, 0, NUMBERS);
        Arrays.sort(sorted);
        return checksum.getValue() + Arrays.hashCode(copied) + sorted[NUMBERS / 2];
    }
}
