package org.reprise.benchmarks.resume;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
import org.reprise.codec.BinaryCodec;
import org.reprise.codec.EncodeBuffer;
import org.reprise.context.SessionContext;

/**
 * What can a restore from Redis and an append to it not be faster than?
 *
 * <p>{@code get} fetches the bytes of a whole context as one value, {@code set} writes the bytes of one entry, {@code ping}
 * and {@code script} are round trips with nothing to do: all through the client that the store uses. Not measured: anything
 * of ours.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-Xmn64m", "-XX:+UseSerialGC"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class RedisFloorBenchmark {

    private static final byte[] CONTEXT = bytes("reprise-floor:context");
    private static final byte[] ENTRY = bytes("reprise-floor:entry");

    /** How large the context is. */
    @Param
    public ContextSize size;

    /** Where the conversations come from. */
    @Param("generated")
    public String corpus;

    private RedisClient client;
    private StatefulRedisConnection<byte[], byte[]> connection;
    private RedisCommands<byte[], byte[]> redis;
    private byte[] entry;
    private String script;

    /** Writes the bytes, and proves that they come back. */
    @Setup
    public void prepare() {
        BinaryCodec codec = new BinaryCodec();
        SessionContext context = size.of(corpus);
        byte[] encoded = codec.encode(context);
        EncodeBuffer buffer = new EncodeBuffer();
        codec.encodeEntry(context.history().get(0), buffer);
        entry = buffer.toByteArray();
        client = RedisClient.create(MeasuredRedis.uri());
        connection = client.connect(ByteArrayCodec.INSTANCE);
        redis = connection.sync();
        redis.set(CONTEXT, encoded);
        script = redis.scriptLoad(bytes("return 1"));
        if (!Arrays.equals(encoded, get()) || script() != 1L || !set().equals("OK")) {
            throw new IllegalStateException("the server did not give back what was written");
        }
    }

    /** Lets go of the server. */
    @TearDown
    public void close() {
        redis.del(CONTEXT, ENTRY);
        connection.close();
        client.shutdown(0, 0, TimeUnit.SECONDS);
    }

    /** All bytes of a context, as one value. */
    @Benchmark
    public byte[] get() {
        return redis.get(CONTEXT);
    }

    /** The bytes of one entry. */
    @Benchmark
    public String set() {
        return redis.set(ENTRY, entry);
    }

    /** There and back. */
    @Benchmark
    public String ping() {
        return redis.ping();
    }

    /** There and back, by way of a script. */
    @Benchmark
    public Long script() {
        return redis.evalsha(script, ScriptOutputType.INTEGER, new byte[][] {ENTRY});
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
