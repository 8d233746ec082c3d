package org.reprise.benchmarks.resume;

import java.nio.ByteBuffer;
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
import org.reprise.benchmarks.codec.ContextSize;
import org.reprise.context.SessionContext;
import org.reprise.resume.Position;
import org.reprise.resume.Resumption;
import org.reprise.store.memory.MemoryStore;

/**
 * How much longer does it take to put a whole stored context into frames than to copy its bytes?
 *
 * <p>The session is attached, in memory. Not measured: the token and the decision, for which see
 * {@link RestorationBenchmark}, and the network.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-Xmn64m", "-XX:+UseSerialGC"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class FrameBenchmark {

    /** How large the context is. */
    @Param
    public ContextSize size;

    /** Where the conversations come from. */
    @Param("generated")
    public String corpus;

    private final FrameCopy frames = new FrameCopy();
    private final FrameCopy copies = new FrameCopy();
    private MeasuredSession session;
    private Resumption resumption;
    private byte[] entries;

    /** Stores the session, and takes its bytes out of it. */
    @Setup
    public void prepare() {
        SessionContext context = size.of(corpus);
        session = MeasuredSession.open(new MemoryStore(), context);
        resumption = session.resume(Position.NONE);
        framed();
        entries = new byte[Math.toIntExact(frames.bytes() - resumption.head().length)];
        ByteBuffer all = ByteBuffer.wrap(entries);
        session.service.restore(
                resumption, FrameCopy.FRAME_BYTES, (first, count, bytes, from, length) -> all.put(bytes, from, length));
        copied();
        if (frames.entries() != context.lastSequence() || frames.bytes() != copies.bytes()) {
            throw new IllegalStateException("of " + context.lastSequence() + " entries " + frames.entries()
                    + " were put into frames, " + frames.bytes() + " bytes where " + copies.bytes() + " were copied");
        }
    }

    /** Lets go of the store. */
    @TearDown
    public void close() {
        session.close();
    }

    /** The head and every entry, from the store. */
    @Benchmark
    public ByteBuffer framed() {
        session.copy(resumption, frames);
        return frames.frame();
    }

    /** The same bytes from one array, in pieces of the same size. */
    @Benchmark
    public ByteBuffer copied() {
        copies.begin(resumption);
        for (int at = 0; at < entries.length; at += FrameCopy.FRAME_BYTES) {
            copies.accept(1, 1, entries, at, Math.min(FrameCopy.FRAME_BYTES, entries.length - at));
        }
        return copies.frame();
    }
}
