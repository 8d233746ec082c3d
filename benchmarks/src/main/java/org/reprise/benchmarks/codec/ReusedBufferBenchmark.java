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
import org.reprise.benchmarks.peer.BufferSerializer;
import org.reprise.context.SessionContext;

/**
 * How long does it take to turn a whole context into bytes in a buffer that is used again, as a server does?
 *
 * <p>Not measured: what becomes of the bytes. With {@code -prof gc}: what is allocated all the same.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-Xmn64m", "-XX:+UseSerialGC"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class ReusedBufferBenchmark {

    /** What is measured; one that {@linkplain CodecType#reusesBuffer has a buffer}. */
    @Param({"BINARY", "FORY", "JSONB", "JACKSON"})
    public CodecType codec;

    /** How large the context is. */
    @Param
    public ContextSize size;

    /** Where the conversations come from. */
    @Param("generated")
    public String corpus;

    private BufferSerializer serializer;
    private SessionContext context;

    /** Makes the context and proves that as many bytes are written as without the buffer. */
    @Setup
    public void prepare() {
        if (!(codec.newSerializer() instanceof BufferSerializer reusing)) {
            throw new IllegalStateException(codec + " has no buffer that can be used again");
        }
        serializer = reusing;
        context = size.of(corpus);
        byte[] bytes = serializer.serialize(context);
        RoundTrip.require(context, serializer.deserialize(bytes), codec.name());
        if (serializer.serializeIntoBuffer(context) != bytes.length) {
            throw new IllegalStateException(codec + " writes another number of bytes into a buffer that is used again");
        }
    }

    /** From context to bytes in the buffer. */
    @Benchmark
    public int encodeAgain() {
        return serializer.serializeIntoBuffer(context);
    }
}
