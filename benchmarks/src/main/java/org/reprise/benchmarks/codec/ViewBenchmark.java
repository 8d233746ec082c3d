package org.reprise.benchmarks.codec;

import java.util.List;
import java.util.Map;
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
import org.openjdk.jmh.infra.Blackhole;
import org.reprise.codec.BinaryCodec;
import org.reprise.codec.ContextView;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionContext;
import org.reprise.context.Variable;

/**
 * How long does it take to see the end of a conversation, and the memory, without decoding the rest?
 *
 * <p>Not measured: decoding all of it, for which see {@link SerializationBenchmark}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-Xmn64m", "-XX:+UseSerialGC"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class ViewBenchmark {

    private static final int LAST = 10;

    /** How large the context is. */
    @Param
    public ContextSize size;

    /** Where the conversations come from. */
    @Param("generated")
    public String corpus;

    private final BinaryCodec codec = new BinaryCodec();
    private byte[] bytes;

    /** Encodes the context and proves that its end is seen. */
    @Setup
    public void prepare() {
        SessionContext context = size.of(corpus);
        bytes = codec.encode(context);
        List<HistoryEntry> history = context.history();
        ContextView view = open();
        if (!view.last(LAST).equals(history.subList(Math.max(0, history.size() - LAST), history.size()))
                || !view.head().equals(context.head())) {
            throw new IllegalStateException("the view does not show the end of the context that was encoded");
        }
    }

    /** The view. */
    @Benchmark
    public ContextView open() {
        return codec.view(bytes, 0, bytes.length);
    }

    /** The view, the last ten entries and the memory. */
    @Benchmark
    public Map<String, Variable> lastTenAndMemory(Blackhole blackhole) {
        ContextView view = open();
        blackhole.consume(view.last(LAST));
        return view.head().memory();
    }
}
