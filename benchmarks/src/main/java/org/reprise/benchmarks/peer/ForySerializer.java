package org.reprise.benchmarks.peer;

import java.util.List;
import org.apache.fory.Fory;
import org.reprise.context.Durability;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.context.ToolCall;
import org.reprise.context.Value;
import org.reprise.context.Variable;
import org.reprise.context.Workflow;

public final class ForySerializer implements ContextSerializer {

    private static final List<Class<?>> CLASSES = List.of(
            SessionContext.class,
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

    private final Fory fory = Fory.builder()
            .withXlang(false)
            .withCompatible(true)
            .withRefTracking(false)
            .withCodegen(true)
            .withAsyncCompilation(false)
            .requireClassRegistration(true)
            .withMaxDepth(1_000)
            .withBufferSizeLimitBytes(64 << 20)
            .build();

    public ForySerializer() {
        CLASSES.forEach(fory::register);
    }

    @Override
    public byte[] serialize(SessionContext context) {
        return fory.serialize(context);
    }

    @Override
    public SessionContext deserialize(byte[] bytes) {
        return fory.deserialize(bytes, SessionContext.class);
    }
}
