package org.reprise.benchmarks.resume;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionContext;
import org.reprise.resume.Position;
import org.reprise.resume.Resumption;
import org.reprise.store.uri.Stores;

/**
 * How long does it take to give a client the last ten entries that it lacks, and does it depend on the length of the history?
 *
 * <p>{@code fromToken} verifies the token, decides, attaches and copies the head and the entries into frames;
 * {@code fromStore} copies alone, of a session that is attached. Not measured: the network, and parking.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-Xmn64m", "-XX:+UseSerialGC"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class MissedBenchmark {

    private static final int MISSED = 10;

    /** Where the session is kept; see {@link MeasuredStore}. */
    @Param(Stores.MEMORY)
    public String store;

    /** How many entries the session has. */
    @Param({"10", "1000", "100000"})
    public int history;

    /** Where the conversations come from. */
    @Param("generated")
    public String corpus;

    private final FrameCopy frames = new FrameCopy();
    private MeasuredSession session;
    private Position position;
    private Resumption resumption;

    /** Stores the session and proves that just the missed entries come. */
    @Setup
    public void prepare() {
        SessionContext context = ContextSize.MEDIUM.of(corpus);
        List<HistoryEntry> entries = context.history();
        session = MeasuredSession.open(
                MeasuredStore.open(store),
                context.head(),
                IntStream.range(0, history)
                        .mapToObj(i -> entries.get(i % entries.size()))
                        .toList());
        position = session.at(Math.max(0, history - MISSED));
        resumption = session.resume(position);
        session.copy(resumption, frames);
        if (frames.entries() != Math.min(MISSED, history)) {
            throw new IllegalStateException(store + " restored " + frames.entries() + " of " + history
                    + " entries, expected " + Math.min(MISSED, history));
        }
    }

    /** Lets go of the store. */
    @TearDown
    public void close() {
        session.close();
    }

    /** From the client's token and position. */
    @Benchmark
    public void fromToken(Blackhole blackhole) {
        resumption = session.resume(position);
        session.copy(resumption, frames);
        blackhole.consume(frames.frame());
    }

    /** From the store alone. */
    @Benchmark
    public void fromStore(Blackhole blackhole) {
        session.copy(resumption, frames);
        blackhole.consume(frames.frame());
    }
}
