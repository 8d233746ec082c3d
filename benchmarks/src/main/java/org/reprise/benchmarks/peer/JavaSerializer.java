package org.reprise.benchmarks.peer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reprise.context.Durability;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.context.ToolCall;
import org.reprise.context.Value;
import org.reprise.context.Variable;
import org.reprise.context.Workflow;

/**
 * Java's own serialization, measured as the thing to avoid: it is slow, and its input names the classes to be loaded,
 * so that it must never come from strangers.
 *
 * <p>A context is not {@link Serializable}, and need not become so: it is copied into records that are. A filter admits
 * these and the JDK classes in them, nothing else. The buffer is reused; a stream writes its header once, so each
 * context needs a stream of its own.
 *
 * <p>A text that occurs twice as the same object is written once, which no other peer does. A lone surrogate comes back
 * as it was. An added field is skipped.
 */
public final class JavaSerializer implements ContextSerializer {

    private static final ObjectInputFilter ONLY_CONTEXTS = ObjectInputFilter.Config.createFilter(String.join(
            ";",
            "maxdepth=" + (3 * Value.MAX_DEPTH + 10),
            JavaSerializer.class.getName() + "$*",
            "org.reprise.context.*",
            "java.lang.Boolean",
            "java.lang.Enum",
            "java.lang.Long",
            "java.lang.Number",
            "java.lang.Object",
            "java.lang.Record",
            "java.lang.String",
            "java.math.*",
            "java.time.*",
            "java.util.ArrayList",
            "java.util.HashMap",
            "java.util.LinkedHashMap",
            "java.util.Map$Entry",
            "!*"));

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public byte[] serialize(SessionContext context) {
        bytes.reset();
        try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
            output.writeObject(ContextForm.of(context));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public SessionContext deserialize(byte[] bytes) {
        try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            input.setObjectInputFilter(ONLY_CONTEXTS);
            return ((ContextForm) input.readObject()).toContext();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("the bytes name a class that is not there", e);
        }
    }

    private record ContextForm(HeadForm head, ArrayList<EntryForm> history) implements Serializable {
        static ContextForm of(SessionContext context) {
            ArrayList<EntryForm> history = new ArrayList<>(context.history().size());
            for (HistoryEntry entry : context.history()) {
                history.add(entry instanceof Message message ? MessageForm.of(message) : CallForm.of((ToolCall) entry));
            }
            return new ContextForm(HeadForm.of(context.head()), history);
        }

        SessionContext toContext() {
            return new SessionContext(
                    head.toHead(), history.stream().map(EntryForm::toEntry).toList());
        }
    }

    private record HeadForm(
            String sessionId,
            String userId,
            String agentId,
            Instant createdAt,
            Instant updatedAt,
            String workflowName,
            String workflowStep,
            Workflow.Status workflowStatus,
            LinkedHashMap<String, @Nullable Serializable> workflowState,
            LinkedHashMap<String, VariableForm> memory,
            LinkedHashMap<String, @Nullable Serializable> preferences)
            implements Serializable {
        static HeadForm of(SessionHead head) {
            Workflow workflow = head.workflow();
            return new HeadForm(
                    head.sessionId(),
                    head.userId(),
                    head.agentId(),
                    head.createdAt(),
                    head.updatedAt(),
                    workflow.name(),
                    workflow.step(),
                    workflow.status(),
                    map(workflow.state(), JavaSerializer::plain),
                    map(head.memory(), VariableForm::of),
                    map(head.preferences(), JavaSerializer::plain));
        }

        SessionHead toHead() {
            return new SessionHead(
                    sessionId,
                    userId,
                    agentId,
                    createdAt,
                    updatedAt,
                    new Workflow(workflowName, workflowStep, workflowStatus, map(workflowState, JavaSerializer::value)),
                    map(memory, VariableForm::toVariable),
                    map(preferences, JavaSerializer::value));
        }
    }

    private record VariableForm(@Nullable Serializable value, Durability durability) implements Serializable {
        static VariableForm of(Variable variable) {
            return new VariableForm(plain(variable.value()), variable.durability());
        }

        Variable toVariable() {
            return new Variable(JavaSerializer.value(value), durability);
        }
    }

    private interface EntryForm extends Serializable {
        HistoryEntry toEntry();
    }

    private record MessageForm(
            String id,
            Role role,
            @Nullable String content,
            Instant at,
            ArrayList<String> toolCallIds,
            @Nullable String answersCallId)
            implements EntryForm {
        static MessageForm of(Message message) {
            return new MessageForm(
                    message.id(),
                    message.role(),
                    message.content(),
                    message.at(),
                    new ArrayList<>(message.toolCallIds()),
                    message.answersCallId());
        }

        @Override
        public Message toEntry() {
            return new Message(id, role, content, at, toolCallIds, answersCallId);
        }
    }

    private record CallForm(
            String id,
            String name,
            String arguments,
            @Nullable String result,
            ToolCall.Status status,
            @Nullable Duration duration)
            implements EntryForm {
        static CallForm of(ToolCall call) {
            return new CallForm(
                    call.id(), call.name(), call.arguments(), call.result(), call.status(), call.duration());
        }

        @Override
        public ToolCall toEntry() {
            return new ToolCall(id, name, arguments, result, status, duration);
        }
    }

    private static @Nullable Serializable plain(Value value) {
        if (value instanceof Value.Text text) {
            return text.text();
        }
        if (value instanceof Value.Int number) {
            return number.number();
        }
        if (value instanceof Value.Decimal decimal) {
            return decimal.number();
        }
        if (value instanceof Value.Bool bool) {
            return bool.flag();
        }
        if (value instanceof Value.Items items) {
            ArrayList<@Nullable Serializable> list =
                    new ArrayList<>(items.items().size());
            items.items().forEach(item -> list.add(plain(item)));
            return list;
        }
        return value instanceof Value.Fields fields ? map(fields.fields(), JavaSerializer::plain) : null;
    }

    private static Value value(@Nullable Object plain) {
        if (plain instanceof String text) {
            return new Value.Text(text);
        }
        if (plain instanceof Long number) {
            return new Value.Int(number);
        }
        if (plain instanceof BigDecimal number) {
            return new Value.Decimal(number);
        }
        if (plain instanceof Boolean flag) {
            return new Value.Bool(flag);
        }
        if (plain instanceof List<?> items) {
            return new Value.Items(items.stream().map(JavaSerializer::value).toList());
        }
        if (plain instanceof Map<?, ?> fields) {
            Map<String, Value> values = new LinkedHashMap<>();
            fields.forEach((name, field) -> values.put((String) name, value(field)));
            return new Value.Fields(values);
        }
        return Value.Null.NULL;
    }

    private static <A extends @Nullable Object, B extends @Nullable Object> LinkedHashMap<String, B> map(
            Map<String, A> map, Function<A, B> mapping) {
        LinkedHashMap<String, B> mapped = new LinkedHashMap<>();
        map.forEach((name, value) -> mapped.put(name, mapping.apply(value)));
        return mapped;
    }
}
