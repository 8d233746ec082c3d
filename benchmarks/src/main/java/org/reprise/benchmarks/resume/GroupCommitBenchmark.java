package org.reprise.benchmarks.resume;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.reprise.benchmarks.codec.ContextSize;
import org.reprise.codec.BinaryCodec;
import org.reprise.codec.EncodeBuffer;
import org.reprise.context.HistoryEntry;
import org.reprise.store.AppendResult;
import org.reprise.store.Attachment;
import org.reprise.store.ContextStore;
import org.reprise.store.sqlite.Durability;

/**
 * How many appends does an SQLite file take in a second, and do writers share its commits?
 *
 * <p>Each writer appends the encoded entries of a conversation to a session of its own, one after another and over again. Not
 * measured: encoding.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-Xmn64m", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@State(Scope.Benchmark)
public class GroupCommitBenchmark {

    /** What an append waits for. */
    @Param
    public Durability durability;

    /** Where the conversations come from. */
    @Param("generated")
    public String corpus;

    private final Queue<Writer> writers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger opened = new AtomicInteger();
    private ContextStore store;
    private List<byte[]> entries;

    /** Opens a new file. */
    @Setup
    public void prepare() {
        entries = entries(corpus);
        store = SqliteFile.open(durability);
    }

    /** The encoded entries of one conversation. */
    static List<byte[]> entries(String corpus) {
        BinaryCodec codec = new BinaryCodec();
        EncodeBuffer buffer = new EncodeBuffer();
        List<byte[]> entries = new ArrayList<>();
        for (HistoryEntry entry : ContextSize.SMALL.of(corpus).history()) {
            buffer.clear();
            codec.encodeEntry(entry, buffer);
            entries.add(buffer.toByteArray());
        }
        return entries;
    }

    /** Proves that every append was stored, and lets go of the file. */
    @TearDown
    public void close() {
        writers.forEach(writer -> writer.prove(store));
        store.close();
    }

    /** One writer's session. */
    @State(Scope.Thread)
    public static class Writer {
        private Attachment attachment;
        private long appended;

        /** Opens the session. */
        @Setup
        public void open(GroupCommitBenchmark benchmark) {
            String id = "writer-" + benchmark.opened.incrementAndGet();
            attachment = benchmark
                    .store
                    .open(id, "user", 1, new byte[] {1}, Instant.EPOCH)
                    .orElseThrow();
            benchmark.writers.add(this);
        }

        private void prove(ContextStore store) {
            long last = store.state(attachment.sessionId(), Instant.EPOCH)
                    .orElseThrow()
                    .lastSequence();
            if (last != appended) {
                throw new IllegalStateException(appended + " entries were appended, " + last + " are stored");
            }
        }
    }

    /** One writer: each append waits for a commit of its own. */
    @Benchmark
    @Threads(1)
    public AppendResult oneWriter(Writer writer) {
        return append(writer);
    }

    /** Sixty-four writers at once. */
    @Benchmark
    @Threads(64)
    public AppendResult sixtyFourWriters(Writer writer) {
        return append(writer);
    }

    private AppendResult append(Writer writer) {
        byte[] entry = entries.get((int) (writer.appended % entries.size()));
        AppendResult result = store.append(writer.attachment, ++writer.appended, entry, 0, entry.length);
        if (!(result instanceof AppendResult.Stored)) {
            throw new IllegalStateException("an append was answered " + result);
        }
        return result;
    }
}
