package org.reprise.benchmarks.peer;

import java.util.List;
import org.apache.fory.Fory;
import org.apache.fory.memory.MemoryBuffer;
import org.reprise.context.Durability;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.context.ToolCall;
import org.reprise.context.Value;
import org.reprise.context.Variable;
import org.reprise.context.Workflow;

/**
 * Apache Fory, native (Java only) format, compatible mode: a reader skips a field that it does not know.
 *
 * <p>For speed, after the configuration page:
 * <ul>
 *   <li>no reference tracking: "disable it will have better performance if no duplicate reference", and a context is a
 *       tree;
 *   <li>classes registered, which leaves their names out of the bytes;
 *   <li>code generated at once: with asynchronous compilation a measurement could meet the interpreter;
 *   <li>{@code bufferSizeLimitBytes} raised: whatever the buffer has grown beyond it, by default 128 KiB, is given up
 *       after every call and must grow again, so that encoding a hundred conversations takes 1.7 times as long;
 *   <li>{@code maxDepth} raised to what the deepest value needs.
 * </ul>
 *
 * <p>Same-schema mode, for "when every reader and writer always uses the same class schema", is not for a service that
 * is upgraded while sessions live.
 *
 * <p>A lone surrogate comes back as it was.
 */
public final class ForySerializer implements BufferSerializer {

    private static final List<Class<?>> PARTS = List.of(
            SessionHead.class,
            Workflow.class,
            Workflow.Status.class,
            Variable.class,
            Durability.class,
            Value.Text.class,
            Value.Int.class,
            Value.Decimal.class,
            Value.Bool.class,
            Value.Items.class,
            Value.Fields.class,
            Value.Null.class,
            Message.class,
            Role.class,
            ToolCall.class,
            ToolCall.Status.class);

    private static final int BUFFER_LIMIT_BYTES = 64 << 20;

    /** A map counts for up to four levels (record, map, what it wraps, entry), what is around it for a few more. */
    private static final int MAX_DEPTH = 4 * Value.MAX_DEPTH + 10;

    private static final int FIRST_BUFFER_BYTES = 4_096;

    private final Fory fory = fory(SessionContext.class);
    private final MemoryBuffer buffer = MemoryBuffer.newHeapBuffer(FIRST_BUFFER_BYTES);

    /**
     * @param contextClass the class that stands for a context: {@link SessionContext}, or in a test a later version
     */
    static Fory fory(Class<?> contextClass) {
        Fory fory = Fory.builder()
                .withXlang(false)
                .withCompatible(true)
                .withRefTracking(false)
                .withCodegen(true)
                .withAsyncCompilation(false)
                .requireClassRegistration(true)
                .withMaxDepth(MAX_DEPTH)
                .withBufferSizeLimitBytes(BUFFER_LIMIT_BYTES)
                .build();
        fory.register(contextClass);
        PARTS.forEach(fory::register);
        return fory;
    }

    @Override
    public byte[] serialize(SessionContext context) {
        return fory.serialize(context);
    }

    @Override
    public int serializeIntoBuffer(SessionContext context) {
        buffer.writerIndex(0);
        fory.serialize(buffer, context);
        return buffer.writerIndex();
    }

    @Override
    public SessionContext deserialize(byte[] bytes) {
        return fory.deserialize(bytes, SessionContext.class);
    }
}
