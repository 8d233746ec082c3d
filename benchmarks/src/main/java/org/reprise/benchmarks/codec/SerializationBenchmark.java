package org.reprise.benchmarks.codec;

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
import org.reprise.benchmarks.peer.ContextSerializer;
import org.reprise.context.SessionContext;

/**
 * How long does it take to turn a whole context into bytes, and to make it again from them?
 *
 * <p>Not measured: appending to a context, restoring without decoding, and the network.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-Xmn64m", "-XX:+UseSerialGC"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class SerializationBenchmark {

    /** What is measured. */
    @Param
    public CodecType codec;

    /** How large the context is. */
    @Param
    public ContextSize size;

    /** Where the conversations come from. */
    @Param("generated")
    public String corpus;

    private ContextSerializer serializer;
    private SessionContext context;
    private byte[] bytes;

    /** Makes the context and proves that it survives the round trip. */
    @Setup
    public void prepare() {
        serializer = codec.newSerializer();
        context = size.of(corpus);
        bytes = serializer.serialize(context);
        RoundTrip.require(context, serializer.deserialize(bytes), codec.name());
    }

    /** From context to bytes. */
    @Benchmark
    public byte[] encode() {
        return serializer.serialize(context);
    }

    /** From bytes to context. */
    @Benchmark
    public SessionContext decode() {
        return serializer.deserialize(bytes);
    }
}
