package org.reprise.benchmarks.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.reprise.codec.BinaryCodec;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.SessionContext;
import org.reprise.context.ToolCall;

/**
 * What can no codec do without? To encode: a copy of as many bytes, in a new array or in one that is there. To decode: the
 * texts of the history, made from bytes.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-Xmn64m", "-XX:+UseSerialGC"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class FloorBenchmark {

    /** How large the context is. */
    @Param
    public ContextSize size;

    /** Where the conversations come from. */
    @Param("generated")
    public String corpus;

    private final List<byte[]> latin1 = new ArrayList<>();
    private final List<char[]> others = new ArrayList<>();
    private byte[] encoded;
    private byte[] again;

    /** Takes the texts out of the context, each as the bytes or characters that a string of it holds. */
    @Setup
    public void prepare() {
        SessionContext context = size.of(corpus);
        encoded = new BinaryCodec().encode(context);
        again = new byte[encoded.length];
        context.history().stream().flatMap(entry -> texts(entry).stream()).forEach(text -> {
            if (ISO_8859_1.newEncoder().canEncode(text)) {
                latin1.add(text.getBytes(ISO_8859_1));
            } else {
                others.add(text.toCharArray());
            }
        });
    }

    private static List<String> texts(HistoryEntry entry) {
        List<String> texts = new ArrayList<>();
        if (entry instanceof Message message) {
            texts.add(message.id());
            texts.add(message.content());
            texts.addAll(message.toolCallIds());
            texts.add(message.answersCallId());
        } else if (entry instanceof ToolCall call) {
            texts.addAll(Arrays.asList(call.id(), call.name(), call.arguments(), call.result()));
        }
        texts.removeIf(text -> text == null);
        return texts;
    }

    /** A new array of the encoded bytes. */
    @Benchmark
    public byte[] copy() {
        return encoded.clone();
    }

    /** The encoded bytes, over those of an array that is there already. */
    @Benchmark
    public byte[] copyAgain() {
        System.arraycopy(encoded, 0, again, 0, encoded.length);
        return again;
    }

    /** All texts of the history. */
    @Benchmark
    public void strings(Blackhole blackhole) {
        for (byte[] text : latin1) {
            blackhole.consume(new String(text, ISO_8859_1));
        }
        for (char[] text : others) {
            blackhole.consume(new String(text));
        }
    }
}
