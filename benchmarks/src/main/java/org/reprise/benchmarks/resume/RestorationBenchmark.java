package org.reprise.benchmarks.resume;

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
import org.openjdk.jmh.infra.Blackhole;
import org.reprise.benchmarks.codec.ContextSize;
import org.reprise.benchmarks.codec.RoundTrip;
import org.reprise.context.SessionContext;
import org.reprise.resume.Position;
import org.reprise.store.uri.Stores;

/**
 * How long does it take from a client's token and position to what the client gets?
 *
 * <p>Each operation verifies the token, decides the outcome, attaches, and reads the store. Not measured: the network,
 * and parking.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-Xmn64m", "-XX:+UseSerialGC"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class RestorationBenchmark {

    private static final int MISSED = 10;

    /** Where the session is kept; see {@link MeasuredStore}. */
    @Param(Stores.MEMORY)
    public String store;

    /** How large the context is. */
    @Param
    public ContextSize size;

    /** Where the conversations come from. */
    @Param("generated")
    public String corpus;

    private final FrameCopy frames = new FrameCopy();
    private MeasuredSession session;
    private Position lacksLast;

    /** Stores the session and proves that all three ways give what they should. */
    @Setup
    public void prepare() {
        SessionContext context = size.of(corpus);
        session = MeasuredSession.open(MeasuredStore.open(store), context);
        long missed = Math.min(MISSED, context.lastSequence());
        lacksLast = session.at(context.lastSequence() - missed);
        RoundTrip.require(context, toObject(), store);
        requireEntries(context.lastSequence(), Position.NONE);
        requireEntries(missed, lacksLast);
    }

    private void requireEntries(long expected, Position position) {
        copyFrom(position);
        if (frames.entries() != expected) {
            throw new IllegalStateException(
                    store + " restored " + frames.entries() + " entries from " + position + ", expected " + expected);
        }
    }

    /** Lets go of the store. */
    @TearDown
    public void close() {
        session.close();
    }

    /** The head and every entry, copied into frames. */
    @Benchmark
    public void toClient(Blackhole blackhole) {
        copyFrom(Position.NONE);
        blackhole.consume(frames.frame());
    }

    /** The head and the last ten entries, copied into frames. */
    @Benchmark
    public void missedOnly(Blackhole blackhole) {
        copyFrom(lacksLast);
        blackhole.consume(frames.frame());
    }

    /** The whole context, decoded. */
    @Benchmark
    public SessionContext toObject() {
        return session.service.context(session.resume(Position.NONE));
    }

    private void copyFrom(Position position) {
        session.copy(session.resume(position), frames);
    }
}
