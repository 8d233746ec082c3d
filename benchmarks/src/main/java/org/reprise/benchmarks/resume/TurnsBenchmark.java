package org.reprise.benchmarks.resume;

import java.util.ArrayList;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.reprise.benchmarks.codec.ContextSize;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.resume.Position;
import org.reprise.store.ContextStore;
import org.reprise.store.uri.Stores;

/**
 * How much longer does a restore take when many sessions take turns, so that caches hold none of them?
 *
 * <p>Each operation restores the session that has not been restored for longest, as {@link RestorationBenchmark#toClient}
 * does. Not measured: the network, and parking.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-Xmn64m", "-XX:+UseSerialGC"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class TurnsBenchmark {

    /** Where the sessions are kept; see {@link MeasuredStore}. */
    @Param(Stores.MEMORY)
    public String store;

    /** How many sessions take turns; 160 of medium size are more than the SQLite store and a processor keep at hand. */
    @Param({"1", "160"})
    public int sessions;

    /** How large each context is. */
    @Param("MEDIUM")
    public ContextSize size;

    /** Where the conversations come from. */
    @Param("generated")
    public String corpus;

    private final FrameCopy frames = new FrameCopy();
    private final List<MeasuredSession> stored = new ArrayList<>();
    private ContextStore opened;
    private int turn;

    /** Stores the sessions, and proves that each of them is given back. */
    @Setup
    public void prepare() {
        SessionContext context = size.of(corpus);
        opened = MeasuredStore.open(store);
        for (int i = 0; i < sessions; i++) {
            stored.add(MeasuredSession.open(opened, withId("turn-" + i, context.head()), context.history()));
        }
        for (int i = 0; i < sessions; i++) {
            restoreNext();
            if (frames.entries() != context.lastSequence()) {
                throw new IllegalStateException(
                        store + " restored " + frames.entries() + " entries, expected " + context.lastSequence());
            }
        }
    }

    private static SessionHead withId(String id, SessionHead head) {
        return new SessionHead(
                id,
                head.userId(),
                head.agentId(),
                head.createdAt(),
                head.updatedAt(),
                head.workflow(),
                head.memory(),
                head.preferences());
    }

    /** Lets go of the store. */
    @TearDown
    public void close() {
        stored.forEach(MeasuredSession::remove);
        opened.close();
    }

    /** The head and every entry of the next session, copied into frames. */
    @Benchmark
    public void toClient(Blackhole blackhole) {
        restoreNext();
        blackhole.consume(frames.frame());
    }

    private void restoreNext() {
        MeasuredSession session = stored.get(turn);
        turn = (turn + 1) % sessions;
        session.copy(session.resume(Position.NONE), frames);
    }
}
