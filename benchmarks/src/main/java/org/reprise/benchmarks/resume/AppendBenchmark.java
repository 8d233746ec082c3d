package org.reprise.benchmarks.resume;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.reprise.benchmarks.codec.ContextSize;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionContext;
import org.reprise.resume.Position;
import org.reprise.resume.Resumption;
import org.reprise.store.AppendResult;
import org.reprise.store.Attachment;
import org.reprise.store.memory.MemoryStore;
import org.reprise.store.uri.Stores;

/**
 * How long does it take to append one more entry, and does it depend on the length of the history?
 *
 * <p>Each invocation appends a hundred client messages to a session with a history of the given length. On disk and in a
 * server the session is opened once, so that its history grows by a hundred with each iteration. Not measured: the way to the
 * client, and opening the session.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-Xmn64m", "-XX:+UseSerialGC"})
@Warmup(iterations = 60)
@Measurement(iterations = 30)
@State(Scope.Thread)
public class AppendBenchmark {

    private static final int APPENDED = 100;
    private static final int WARM_UP = 300_000;

    /** Where the session is kept; see {@link MeasuredStore}. */
    @Param(Stores.MEMORY)
    public String store;

    /** How many entries the session has before. */
    @Param({"10", "1000", "100000"})
    public int history;

    /** Where the conversations come from. */
    @Param("generated")
    public String corpus;

    private SessionContext context;
    private List<HistoryEntry> before;
    private MeasuredSession session;
    private Attachment attachment;
    private long said;
    private long expected;

    /** Makes the entries. */
    @Setup
    public void prepare() {
        context = ContextSize.MEDIUM.of(corpus);
        List<HistoryEntry> entries = context.history();
        before = IntStream.range(0, history)
                .mapToObj(i -> entries.get(i % entries.size()))
                .toList();
        warmUp(entries);
    }

    /** Opening a session appends its history, so a long history would warm the code up more than a short one does. */
    private void warmUp(List<HistoryEntry> entries) {
        for (int appended = 0; appended < WARM_UP; appended += entries.size()) {
            // What is ours is warm then; the way to a disk or a server is by the warm-up iterations.
            warmCaches();
        }
    }

    /** Opens a session with the history, or goes on with it. */
    @Setup(Level.Iteration)
    public void open() {
        if (session == null) {
            session = MeasuredSession.open(MeasuredStore.open(store), context.head(), before);
            expected = history;
        }
        Resumption resumption = session.resume(session.at(expected));
        attachment = resumption.attachment();
        said = resumption.lastClientMessageId();
        warmCaches();
    }

    /** Building a long history drives out of the processor's caches what is appended next, and a server is not just that old. */
    private void warmCaches() {
        MeasuredSession.open(new MemoryStore(), context.head(), context.history())
                .close();
    }

    /** Proves that the entries are there, and lets go of a store that can be made anew. */
    @TearDown(Level.Iteration)
    public void prove() {
        long last = session.resume(Position.NONE).to();
        if (last != expected) {
            throw new IllegalStateException(store + " holds " + last + " entries, expected " + expected);
        }
        if (!MeasuredStore.isRemote(store)) {
            close();
        }
    }

    /** Lets go of the store. */
    @TearDown
    public void close() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    /** A hundred appends. */
    @Benchmark
    @OperationsPerInvocation(APPENDED)
    public AppendResult append() {
        List<HistoryEntry> entries = context.history();
        AppendResult last = new AppendResult.Gap(0);
        for (int i = 0; i < APPENDED; i++) {
            last = session.service.append(attachment, said + i + 1, entries.get(i % entries.size()));
        }
        // Modes other than the single shot come here again within an iteration: the same ids would be stored no second
        // time.
        said += APPENDED;
        expected += APPENDED;
        return last;
    }
}
