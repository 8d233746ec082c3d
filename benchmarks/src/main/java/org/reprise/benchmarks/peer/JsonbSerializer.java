package org.reprise.benchmarks.peer;

import com.alibaba.fastjson2.JSONFactory;
import com.alibaba.fastjson2.JSONReader;
import com.alibaba.fastjson2.JSONWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
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
 * JSONB, the binary JSON of fastjson2, written and read by hand with its writer and reader: an array for each record.
 *
 * <p>That is the layout which the performance guide calls "even faster" ({@code BeanToArray}). Its data binding cannot
 * give contexts back: in that layout it does not create records, and the types of a sealed interface need autotype,
 * which lets the input name classes and stumbles over {@code List.of}. Features stay off, as "each enabled Feature adds
 * a condition check in the hot path". Buffers are kept by the library, for each thread, up to 8 MiB.
 *
 * <p>A context with a lone surrogate among Latin letters is refused; among Chinese ones, which are kept as UTF-16, it
 * comes back as it was. Fields are known by their position, so a reader does not skip one that was added.
 */
public final class JsonbSerializer implements BufferSerializer {

    private static final int MESSAGE = 0;
    private static final int CALL = 1;

    private static final int TEXT = 0;
    private static final int INT = 1;
    private static final int DECIMAL = 2;
    private static final int BOOL = 3;
    private static final int ITEMS = 4;
    private static final int FIELDS = 5;
    private static final int NULL = 6;

    private static final Workflow.Status[] WORKFLOW_STATUSES = Workflow.Status.values();
    private static final Durability[] DURABILITIES = Durability.values();
    private static final Role[] ROLES = Role.values();
    private static final ToolCall.Status[] CALL_STATUSES = ToolCall.Status.values();

    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private final JSONWriter.Context writing = JSONFactory.createWriteContext();
    private final JSONReader.Context reading = JSONFactory.createReadContext();

    @Override
    public byte[] serialize(SessionContext context) {
        try (JSONWriter writer = JSONWriter.ofJSONB(writing)) {
            write(writer, context);
            return writer.getBytes();
        }
    }

    @Override
    public int serializeIntoBuffer(SessionContext context) {
        buffer.reset();
        try (JSONWriter writer = JSONWriter.ofJSONB(writing)) {
            write(writer, context);
            return writer.flushTo(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public SessionContext deserialize(byte[] bytes) {
        try (JSONReader reader = JSONReader.ofJSONB(bytes, reading)) {
            reader.startArray();
            SessionHead head = readHead(reader);
            int size = reader.startArray();
            List<HistoryEntry> history = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                history.add(readEntry(reader));
            }
            return new SessionContext(head, history);
        }
    }

    private static void write(JSONWriter writer, SessionContext context) {
        writer.startArray(2);
        writeHead(writer, context.head());
        writer.startArray(context.history().size());
        for (HistoryEntry entry : context.history()) {
            writeEntry(writer, entry);
        }
    }

    private static void writeHead(JSONWriter writer, SessionHead head) {
        writer.startArray(11);
        writer.writeString(head.sessionId());
        writer.writeString(head.userId());
        writer.writeString(head.agentId());
        writer.writeInstant(head.createdAt());
        writer.writeInstant(head.updatedAt());
        writer.writeString(head.workflow().name());
        writer.writeString(head.workflow().step());
        writer.writeInt32(head.workflow().status().ordinal());
        writeMap(writer, head.workflow().state(), JsonbSerializer::writeValue);
        writeMap(writer, head.memory(), JsonbSerializer::writeVariable);
        writeMap(writer, head.preferences(), JsonbSerializer::writeValue);
    }

    private static SessionHead readHead(JSONReader reader) {
        reader.startArray();
        return new SessionHead(
                reader.readString(),
                reader.readString(),
                reader.readString(),
                reader.readInstant(),
                reader.readInstant(),
                new Workflow(
                        reader.readString(),
                        reader.readString(),
                        WORKFLOW_STATUSES[reader.readInt32Value()],
                        readMap(reader, JsonbSerializer::readValue)),
                readMap(reader, JsonbSerializer::readVariable),
                readMap(reader, JsonbSerializer::readValue));
    }

    private static void writeEntry(JSONWriter writer, HistoryEntry entry) {
        if (entry instanceof Message message) {
            writer.startArray(7);
            writer.writeInt32(MESSAGE);
            writer.writeString(message.id());
            writer.writeInt32(message.role().ordinal());
            writer.writeString(message.content());
            writer.writeInstant(message.at());
            writer.writeString(message.toolCallIds());
            writer.writeString(message.answersCallId());
        } else if (entry instanceof ToolCall call) {
            writer.startArray(7);
            writer.writeInt32(CALL);
            writer.writeString(call.id());
            writer.writeString(call.name());
            writer.writeString(call.arguments());
            writer.writeString(call.result());
            writer.writeInt32(call.status().ordinal());
            writeDuration(writer, call.duration());
        }
    }

    private static HistoryEntry readEntry(JSONReader reader) {
        reader.startArray();
        if (reader.readInt32Value() == MESSAGE) {
            return new Message(
                    reader.readString(),
                    ROLES[reader.readInt32Value()],
                    reader.readString(),
                    reader.readInstant(),
                    readStrings(reader),
                    reader.readString());
        }
        return new ToolCall(
                reader.readString(),
                reader.readString(),
                reader.readString(),
                reader.readString(),
                CALL_STATUSES[reader.readInt32Value()],
                readDuration(reader));
    }

    private static List<String> readStrings(JSONReader reader) {
        int size = reader.startArray();
        if (size == 0) {
            return List.of();
        }
        List<String> strings = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            strings.add(reader.readString());
        }
        return strings;
    }

    private static void writeDuration(JSONWriter writer, @Nullable Duration duration) {
        if (duration == null) {
            writer.writeNull();
        } else {
            writer.startArray(2);
            writer.writeInt64(duration.getSeconds());
            writer.writeInt32(duration.getNano());
        }
    }

    private static @Nullable Duration readDuration(JSONReader reader) {
        if (reader.nextIfNull()) {
            return null;
        }
        reader.startArray();
        return Duration.ofSeconds(reader.readInt64Value(), reader.readInt32Value());
    }

    private static void writeVariable(JSONWriter writer, Variable variable) {
        writer.startArray(2);
        writeValue(writer, variable.value());
        writer.writeInt32(variable.durability().ordinal());
    }

    private static Variable readVariable(JSONReader reader) {
        reader.startArray();
        return new Variable(readValue(reader), DURABILITIES[reader.readInt32Value()]);
    }

    private static void writeValue(JSONWriter writer, Value value) {
        writer.startArray(2);
        if (value instanceof Value.Text text) {
            writer.writeInt32(TEXT);
            writer.writeString(text.text());
        } else if (value instanceof Value.Int number) {
            writer.writeInt32(INT);
            writer.writeInt64(number.number());
        } else if (value instanceof Value.Decimal decimal) {
            writer.writeInt32(DECIMAL);
            writer.writeDecimal(decimal.number(), 0, null);
        } else if (value instanceof Value.Bool bool) {
            writer.writeInt32(BOOL);
            writer.writeBool(bool.flag());
        } else if (value instanceof Value.Items items) {
            writer.writeInt32(ITEMS);
            writer.startArray(items.items().size());
            for (Value item : items.items()) {
                writeValue(writer, item);
            }
        } else if (value instanceof Value.Fields fields) {
            writer.writeInt32(FIELDS);
            writeMap(writer, fields.fields(), JsonbSerializer::writeValue);
        } else {
            writer.writeInt32(NULL);
            writer.writeNull();
        }
    }

    private static Value readValue(JSONReader reader) {
        reader.startArray();
        int kind = reader.readInt32Value();
        switch (kind) {
            case TEXT:
                return new Value.Text(reader.readString());
            case INT:
                return new Value.Int(reader.readInt64Value());
            case DECIMAL:
                return new Value.Decimal(reader.readBigDecimal());
            case BOOL:
                return new Value.Bool(reader.readBoolValue());
            case ITEMS:
                int size = reader.startArray();
                List<Value> items = new ArrayList<>(size);
                for (int i = 0; i < size; i++) {
                    items.add(readValue(reader));
                }
                return new Value.Items(items);
            case FIELDS:
                return new Value.Fields(readMap(reader, JsonbSerializer::readValue));
            case NULL:
                reader.readNull();
                return Value.Null.NULL;
            default:
                throw new IllegalArgumentException("a value's kind is " + kind + ", at most " + NULL + " is known");
        }
    }

    private static <V> void writeMap(JSONWriter writer, Map<String, V> map, BiConsumer<JSONWriter, V> writeEach) {
        writer.startObject();
        map.forEach((name, value) -> {
            writer.writeName(name);
            writeEach.accept(writer, value);
        });
        writer.endObject();
    }

    private static <V> Map<String, V> readMap(JSONReader reader, Function<JSONReader, V> readEach) {
        Map<String, V> map = new LinkedHashMap<>();
        reader.nextIfObjectStart();
        while (!reader.nextIfObjectEnd()) {
            String name = reader.readFieldName();
            map.put(name, readEach.apply(reader));
        }
        return map;
    }
}
