package org.reprise.benchmarks.resume;

import java.util.Arrays;
import java.util.List;
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
import org.reprise.benchmarks.codec.ContextSize;
import org.reprise.codec.BinaryCodec;
import org.reprise.codec.EncodeBuffer;
import org.reprise.codec.Packer;
import org.reprise.codec.ParkedForm;
import org.reprise.context.HistoryEntry;

/**
 * How long does it take to pack a detached session's entries, and to unpack them when it comes back?
 *
 * <p>Not measured: the store, and the bytes, for which see {@code footprint}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-Xmn64m", "-XX:+UseSerialGC"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class ParkingBenchmark {

    /** How large the context is. */
    @Param
    public ContextSize size;

    /** Where the conversations come from. */
    @Param("generated")
    public String corpus;

    /** What entries are packed by: nothing, or what was learned from other conversations. */
    @Param
    public PackingBy dictionary;

    private Packer packer;
    private ParkedForm entries;
    private byte[] packed;

    /** Encodes the entries and proves that they come back. */
    @Setup
    public void prepare() {
        BinaryCodec codec = new BinaryCodec();
        EncodeBuffer all = new EncodeBuffer();
        List<HistoryEntry> history = size.of(corpus).history();
        int[] lengths = new int[history.size()];
        for (int i = 0; i < lengths.length; i++) {
            int before = all.size();
            codec.encodeEntry(history.get(i), all);
            lengths[i] = all.size() - before;
        }
        packer = dictionary.packer(size, corpus, codec);
        entries = new ParkedForm(1, List.of(), lengths, all.toByteArray());
        packed = park();
        if (!Arrays.equals(unpark().entries(), entries.entries())) {
            throw new IllegalStateException("the entries did not come back from their parked form");
        }
    }

    /** Entries into their parked form. */
    @Benchmark
    public byte[] park() {
        return entries.pack(packer);
    }

    /** The way back. */
    @Benchmark
    public ParkedForm unpark() {
        return ParkedForm.unpack(packed, packer);
    }
}
