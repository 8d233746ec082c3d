package org.reprise.benchmarks.peer;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * Protocol Buffers, from a schema: a context is copied into the generated messages and out of them, which is part of
 * the cost here as it is in a service.
 *
 * <p>The generated code is optimized for speed ({@code optimize_for = SPEED}) and reads from and writes to byte arrays,
 * the fastest of its sources and targets; it has no buffers to reuse. The limit on recursion is raised to what the
 * deepest value needs.
 *
 * <p>A lone surrogate, which a string field cannot hold, becomes a question mark without a word. An added field is
 * skipped.
 */
public final class ProtobufSerializer implements ContextSerializer {

    /** A map nests three messages a level (value, map, entry), and a value at the top has four around it. */
    private static final int RECURSION_LIMIT = 3 * Value.MAX_DEPTH + 4;

    private static final Workflow.Status[] WORKFLOW_STATUSES = Workflow.Status.values();
    private static final Durability[] DURABILITIES = Durability.values();
    private static final Role[] ROLES = Role.values();
    private static final ToolCall.Status[] CALL_STATUSES = ToolCall.Status.values();

    @Override
    public byte[] serialize(SessionContext context) {
        ContextProto.SessionContext.Builder builder =
                ContextProto.SessionContext.newBuilder().setHead(toProto(context.head()));
        for (HistoryEntry entry : context.history()) {
            builder.addHistory(toProto(entry));
        }
        return builder.build().toByteArray();
    }

    @Override
    public SessionContext deserialize(byte[] bytes) {
        try {
            CodedInputStream input = CodedInputStream.newInstance(bytes);
            input.setRecursionLimit(RECURSION_LIMIT);
            ContextProto.SessionContext context = ContextProto.SessionContext.parseFrom(input);
            List<HistoryEntry> history = new ArrayList<>(context.getHistoryCount());
            for (ContextProto.HistoryEntry entry : context.getHistoryList()) {
                history.add(fromProto(entry));
            }
            return new SessionContext(fromProto(context.getHead()), history);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ContextProto.SessionHead toProto(SessionHead head) {
        ContextProto.SessionHead.Builder builder = ContextProto.SessionHead.newBuilder()
                .setSessionId(head.sessionId())
                .setUserId(head.userId())
                .setAgentId(head.agentId())
                .setCreatedAt(toProto(head.createdAt()))
                .setUpdatedAt(toProto(head.updatedAt()))
                .setWorkflow(toProto(head.workflow()));
        head.memory().forEach((name, variable) -> builder.putMemory(name, toProto(variable)));
        head.preferences().forEach((name, value) -> builder.putPreferences(name, toProto(value)));
        return builder.build();
    }

    private static SessionHead fromProto(ContextProto.SessionHead head) {
        Map<String, Variable> memory = new LinkedHashMap<>();
        head.getMemoryMap().forEach((name, variable) -> memory.put(name, fromProto(variable)));
        return new SessionHead(
                head.getSessionId(),
                head.getUserId(),
                head.getAgentId(),
                fromProto(head.getCreatedAt()),
                fromProto(head.getUpdatedAt()),
                fromProto(head.getWorkflow()),
                memory,
                fromProto(head.getPreferencesMap()));
    }

    private static ContextProto.Workflow toProto(Workflow workflow) {
        ContextProto.Workflow.Builder builder = ContextProto.Workflow.newBuilder()
                .setName(workflow.name())
                .setStep(workflow.step())
                .setStatusValue(workflow.status().ordinal());
        workflow.state().forEach((name, value) -> builder.putState(name, toProto(value)));
        return builder.build();
    }

    private static Workflow fromProto(ContextProto.Workflow workflow) {
        return new Workflow(
                workflow.getName(),
                workflow.getStep(),
                WORKFLOW_STATUSES[workflow.getStatusValue()],
                fromProto(workflow.getStateMap()));
    }

    private static ContextProto.Variable toProto(Variable variable) {
        return ContextProto.Variable.newBuilder()
                .setValue(toProto(variable.value()))
                .setDurabilityValue(variable.durability().ordinal())
                .build();
    }

    private static Variable fromProto(ContextProto.Variable variable) {
        return new Variable(fromProto(variable.getValue()), DURABILITIES[variable.getDurabilityValue()]);
    }

    private static ContextProto.HistoryEntry toProto(HistoryEntry entry) {
        ContextProto.HistoryEntry.Builder builder = ContextProto.HistoryEntry.newBuilder();
        if (entry instanceof Message message) {
            builder.setMessage(toProto(message));
        } else if (entry instanceof ToolCall call) {
            builder.setCall(toProto(call));
        }
        return builder.build();
    }

    private static HistoryEntry fromProto(ContextProto.HistoryEntry entry) {
        return entry.hasMessage() ? fromProto(entry.getMessage()) : fromProto(entry.getCall());
    }

    private static ContextProto.Message toProto(Message message) {
        ContextProto.Message.Builder builder = ContextProto.Message.newBuilder()
                .setId(message.id())
                .setRoleValue(message.role().ordinal())
                .setAt(toProto(message.at()))
                .addAllToolCallIds(message.toolCallIds());
        if (message.content() != null) {
            builder.setContent(message.content());
        }
        if (message.answersCallId() != null) {
            builder.setAnswersCallId(message.answersCallId());
        }
        return builder.build();
    }

    private static Message fromProto(ContextProto.Message message) {
        return new Message(
                message.getId(),
                ROLES[message.getRoleValue()],
                message.hasContent() ? message.getContent() : null,
                fromProto(message.getAt()),
                message.getToolCallIdsList(),
                message.hasAnswersCallId() ? message.getAnswersCallId() : null);
    }

    private static ContextProto.ToolCall toProto(ToolCall call) {
        ContextProto.ToolCall.Builder builder = ContextProto.ToolCall.newBuilder()
                .setId(call.id())
                .setName(call.name())
                .setArguments(call.arguments())
                .setStatusValue(call.status().ordinal());
        if (call.result() != null) {
            builder.setResult(call.result());
        }
        if (call.duration() != null) {
            builder.setDuration(ContextProto.Duration.newBuilder()
                    .setSeconds(call.duration().getSeconds())
                    .setNanos(call.duration().getNano()));
        }
        return builder.build();
    }

    private static ToolCall fromProto(ContextProto.ToolCall call) {
        return new ToolCall(
                call.getId(),
                call.getName(),
                call.getArguments(),
                call.hasResult() ? call.getResult() : null,
                CALL_STATUSES[call.getStatusValue()],
                call.hasDuration()
                        ? Duration.ofSeconds(
                                call.getDuration().getSeconds(),
                                call.getDuration().getNanos())
                        : null);
    }

    private static ContextProto.Value toProto(Value value) {
        ContextProto.Value.Builder builder = ContextProto.Value.newBuilder();
        if (value instanceof Value.Text text) {
            builder.setText(text.text());
        } else if (value instanceof Value.Int number) {
            builder.setInt(number.number());
        } else if (value instanceof Value.Decimal decimal) {
            builder.setDecimal(ContextProto.Decimal.newBuilder()
                    .setUnscaled(
                            ByteString.copyFrom(decimal.number().unscaledValue().toByteArray()))
                    .setScale(decimal.number().scale()));
        } else if (value instanceof Value.Bool bool) {
            builder.setBool(bool.flag());
        } else if (value instanceof Value.Items items) {
            ContextProto.Items.Builder list = ContextProto.Items.newBuilder();
            items.items().forEach(item -> list.addItems(toProto(item)));
            builder.setItems(list);
        } else if (value instanceof Value.Fields fields) {
            ContextProto.Fields.Builder map = ContextProto.Fields.newBuilder();
            fields.fields().forEach((name, field) -> map.putFields(name, toProto(field)));
            builder.setFields(map);
        } else {
            builder.setNull(ContextProto.Null.getDefaultInstance());
        }
        return builder.build();
    }

    private static Value fromProto(ContextProto.Value value) {
        return switch (value.getKindCase()) {
            case TEXT -> new Value.Text(value.getText());
            case INT -> new Value.Int(value.getInt());
            case DECIMAL ->
                new Value.Decimal(new BigDecimal(
                        new BigInteger(value.getDecimal().getUnscaled().toByteArray()),
                        value.getDecimal().getScale()));
            case BOOL -> new Value.Bool(value.getBool());
            case ITEMS ->
                new Value.Items(value.getItems().getItemsList().stream()
                        .map(ProtobufSerializer::fromProto)
                        .toList());
            case FIELDS -> new Value.Fields(fromProto(value.getFields().getFieldsMap()));
            case NULL -> Value.Null.NULL;
            case KIND_NOT_SET -> throw new IllegalArgumentException("a value has no kind");
        };
    }

    private static Map<String, Value> fromProto(Map<String, ContextProto.Value> fields) {
        Map<String, Value> values = new LinkedHashMap<>();
        fields.forEach((name, value) -> values.put(name, fromProto(value)));
        return values;
    }

    private static ContextProto.Instant toProto(Instant instant) {
        return ContextProto.Instant.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    private static Instant fromProto(ContextProto.Instant instant) {
        return Instant.ofEpochSecond(instant.getSeconds(), instant.getNanos());
    }
}
