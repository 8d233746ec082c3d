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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.reprise.context.SessionContext;

/**
 * How long does the first round trip take in a JVM that has just started, as when everybody reconnects to a new server?
 *
 * <p>Loading the library, its set-up and whatever code it generates are part of it. Not measured: the JVM's own start,
 * and the making of the context.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 5,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-Xmn64m", "-XX:+UseSerialGC"})
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@State(Scope.Thread)
public class ColdBenchmark {

    /** What is measured. */
    @Param
    public CodecType codec;

    /** How large the context is. */
    @Param("SMALL")
    public ContextSize size;

    /** Where the conversations come from. */
    @Param("generated")
    public String corpus;

    private SessionContext context;
    private SessionContext decoded;

    /** Makes the context, with none of the codecs. */
    @Setup
    public void prepare() {
        context = size.of(corpus);
    }

    /** From context to bytes and back. */
    @Benchmark
    public SessionContext roundTrip() {
        var serializer = codec.newSerializer();
        decoded = serializer.deserialize(serializer.serialize(context));
        return decoded;
    }

    /** Proves afterwards that it came back: before, it would have been a first round trip. */
    @TearDown
    public void prove() {
        RoundTrip.require(context, decoded, codec.name());
    }
}
