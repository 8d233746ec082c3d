package org.reprise.benchmarks.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.core.buffer.ArrayBufferInput;
import org.msgpack.value.ValueType;
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
 * MessagePack, written and read by hand with the packer and unpacker of msgpack-java: an array for each record, so that
 * no field's name is written, and its own types for values, with an extension for decimals.
 *
 * <p>For speed, packer and unpacker are reused and every text is converted by {@code String.getBytes}, for which "JVM
 * performs various optimizations (memory allocation, reusing encoder etc.)"; by default only texts below 512 characters
 * are, and the others go through a {@code CharsetEncoder}, which made encoding ten conversations take 4 times as long.
 *
 * <p>A lone surrogate becomes a question mark, without a word. Fields are known by their position, so a reader does not
 * skip one that was added.
 */
public final class MsgPackSerializer implements ContextSerializer {

    private static final int MESSAGE = 0;
    private static final int CALL = 1;

    /** The extension that holds a decimal: its scale in four bytes, then its unscaled value in two's complement. */
    private static final byte DECIMAL = 1;

    private static final Workflow.Status[] WORKFLOW_STATUSES = Workflow.Status.values();
    private static final Durability[] DURABILITIES = Durability.values();
    private static final Role[] ROLES = Role.values();
    private static final ToolCall.Status[] CALL_STATUSES = ToolCall.Status.values();

    private final MessageBufferPacker packer = new MessagePack.PackerConfig()
            .withSmallStringOptimizationThreshold(Integer.MAX_VALUE)
            .newBufferPacker();
    private final ArrayBufferInput input = new ArrayBufferInput(new byte[0]);
    private final MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(input);

    @Override
    public byte[] serialize(SessionContext context) {
        try {
            packer.clear();
            packer.packArrayHeader(2);
            packHead(packer, context.head());
            packer.packArrayHeader(context.history().size());
            for (HistoryEntry entry : context.history()) {
                packEntry(packer, entry);
            }
            return packer.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public SessionContext deserialize(byte[] bytes) {
        try {
            input.reset(bytes);
            unpacker.reset(input);
            unpacker.unpackArrayHeader();
            SessionHead head = unpackHead(unpacker);
            int size = unpacker.unpackArrayHeader();
            List<HistoryEntry> history = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                history.add(unpackEntry(unpacker));
            }
            return new SessionContext(head, history);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void packHead(MessagePacker packer, SessionHead head) throws IOException {
        packer.packArrayHeader(11);
        packer.packString(head.sessionId());
        packer.packString(head.userId());
        packer.packString(head.agentId());
        packer.packTimestamp(head.createdAt());
        packer.packTimestamp(head.updatedAt());
        packer.packString(head.workflow().name());
        packer.packString(head.workflow().step());
        packer.packInt(head.workflow().status().ordinal());
        packFields(packer, head.workflow().state());
        packer.packMapHeader(head.memory().size());
        for (Map.Entry<String, Variable> variable : head.memory().entrySet()) {
            packer.packString(variable.getKey());
            packer.packArrayHeader(2);
            packValue(packer, variable.getValue().value());
            packer.packInt(variable.getValue().durability().ordinal());
        }
        packFields(packer, head.preferences());
    }

    private static SessionHead unpackHead(MessageUnpacker unpacker) throws IOException {
        unpacker.unpackArrayHeader();
        return new SessionHead(
                unpacker.unpackString(),
                unpacker.unpackString(),
                unpacker.unpackString(),
                unpacker.unpackTimestamp(),
                unpacker.unpackTimestamp(),
                new Workflow(
                        unpacker.unpackString(),
                        unpacker.unpackString(),
                        WORKFLOW_STATUSES[unpacker.unpackInt()],
                        unpackFields(unpacker)),
                unpackMemory(unpacker),
                unpackFields(unpacker));
    }

    private static Map<String, Variable> unpackMemory(MessageUnpacker unpacker) throws IOException {
        int size = unpacker.unpackMapHeader();
        Map<String, Variable> memory = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            String name = unpacker.unpackString();
            unpacker.unpackArrayHeader();
            memory.put(name, new Variable(unpackValue(unpacker), DURABILITIES[unpacker.unpackInt()]));
        }
        return memory;
    }

    private static void packEntry(MessagePacker packer, HistoryEntry entry) throws IOException {
        packer.packArrayHeader(7);
        if (entry instanceof Message message) {
            packer.packInt(MESSAGE);
            packer.packString(message.id());
            packer.packInt(message.role().ordinal());
            packOptional(packer, message.content());
            packer.packTimestamp(message.at());
            packer.packArrayHeader(message.toolCallIds().size());
            for (String id : message.toolCallIds()) {
                packer.packString(id);
            }
            packOptional(packer, message.answersCallId());
        } else if (entry instanceof ToolCall call) {
            packer.packInt(CALL);
            packer.packString(call.id());
            packer.packString(call.name());
            packer.packString(call.arguments());
            packOptional(packer, call.result());
            packer.packInt(call.status().ordinal());
            packDuration(packer, call.duration());
        }
    }

    private static HistoryEntry unpackEntry(MessageUnpacker unpacker) throws IOException {
        unpacker.unpackArrayHeader();
        if (unpacker.unpackInt() == MESSAGE) {
            return new Message(
                    unpacker.unpackString(),
                    ROLES[unpacker.unpackInt()],
                    unpackOptional(unpacker),
                    unpacker.unpackTimestamp(),
                    unpackStrings(unpacker),
                    unpackOptional(unpacker));
        }
        return new ToolCall(
                unpacker.unpackString(),
                unpacker.unpackString(),
                unpacker.unpackString(),
                unpackOptional(unpacker),
                CALL_STATUSES[unpacker.unpackInt()],
                unpackDuration(unpacker));
    }

    private static void packOptional(MessagePacker packer, @Nullable String text) throws IOException {
        if (text == null) {
            packer.packNil();
        } else {
            packer.packString(text);
        }
    }

    private static @Nullable String unpackOptional(MessageUnpacker unpacker) throws IOException {
        return unpacker.tryUnpackNil() ? null : unpacker.unpackString();
    }

    private static List<String> unpackStrings(MessageUnpacker unpacker) throws IOException {
        int size = unpacker.unpackArrayHeader();
        if (size == 0) {
            return List.of();
        }
        List<String> strings = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            strings.add(unpacker.unpackString());
        }
        return strings;
    }

    private static void packDuration(MessagePacker packer, @Nullable Duration duration) throws IOException {
        if (duration == null) {
            packer.packNil();
        } else {
            packer.packArrayHeader(2);
            packer.packLong(duration.getSeconds());
            packer.packInt(duration.getNano());
        }
    }

    private static @Nullable Duration unpackDuration(MessageUnpacker unpacker) throws IOException {
        if (unpacker.tryUnpackNil()) {
            return null;
        }
        unpacker.unpackArrayHeader();
        return Duration.ofSeconds(unpacker.unpackLong(), unpacker.unpackInt());
    }

    private static void packFields(MessagePacker packer, Map<String, Value> fields) throws IOException {
        packer.packMapHeader(fields.size());
        for (Map.Entry<String, Value> field : fields.entrySet()) {
            packer.packString(field.getKey());
            packValue(packer, field.getValue());
        }
    }

    private static Map<String, Value> unpackFields(MessageUnpacker unpacker) throws IOException {
        int size = unpacker.unpackMapHeader();
        Map<String, Value> fields = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            String name = unpacker.unpackString();
            fields.put(name, unpackValue(unpacker));
        }
        return fields;
    }

    private static void packValue(MessagePacker packer, Value value) throws IOException {
        if (value instanceof Value.Text text) {
            packer.packString(text.text());
        } else if (value instanceof Value.Int number) {
            packer.packLong(number.number());
        } else if (value instanceof Value.Decimal decimal) {
            packDecimal(packer, decimal.number());
        } else if (value instanceof Value.Bool bool) {
            packer.packBoolean(bool.flag());
        } else if (value instanceof Value.Items items) {
            packer.packArrayHeader(items.items().size());
            for (Value item : items.items()) {
                packValue(packer, item);
            }
        } else if (value instanceof Value.Fields fields) {
            packFields(packer, fields.fields());
        } else {
            packer.packNil();
        }
    }

    private static Value unpackValue(MessageUnpacker unpacker) throws IOException {
        ValueType type = unpacker.getNextFormat().getValueType();
        switch (type) {
            case STRING:
                return new Value.Text(unpacker.unpackString());
            case INTEGER:
                return new Value.Int(unpacker.unpackLong());
            case EXTENSION:
                return new Value.Decimal(unpackDecimal(unpacker));
            case BOOLEAN:
                return new Value.Bool(unpacker.unpackBoolean());
            case ARRAY:
                int size = unpacker.unpackArrayHeader();
                List<Value> items = new ArrayList<>(size);
                for (int i = 0; i < size; i++) {
                    items.add(unpackValue(unpacker));
                }
                return new Value.Items(items);
            case MAP:
                return new Value.Fields(unpackFields(unpacker));
            case NIL:
                unpacker.unpackNil();
                return Value.Null.NULL;
            default:
                throw new IllegalArgumentException("a value is never of type " + type);
        }
    }

    private static void packDecimal(MessagePacker packer, BigDecimal number) throws IOException {
        byte[] unscaled = number.unscaledValue().toByteArray();
        packer.packExtensionTypeHeader(DECIMAL, Integer.BYTES + unscaled.length);
        packer.addPayload(
                ByteBuffer.allocate(Integer.BYTES).putInt(number.scale()).array());
        packer.addPayload(unscaled);
    }

    private static BigDecimal unpackDecimal(MessageUnpacker unpacker) throws IOException {
        int length = unpacker.unpackExtensionTypeHeader().getLength();
        int scale = ByteBuffer.wrap(unpacker.readPayload(Integer.BYTES)).getInt();
        return new BigDecimal(new BigInteger(unpacker.readPayload(length - Integer.BYTES)), scale);
    }
}
