package org.reprise.codec;

import static org.reprise.codec.BinaryFormat.*;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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

/** Reads the binary form of {@link BinaryFormat}. */
final class BinaryDecoder {

    /** An entry's length, kind and flags, and the lengths of its id and of one text or the two parts of its time. */
    private static final int LEAST_ENTRY_BYTES = 7;

    private static final int LEAST_FIELD_BYTES = 2;
    private static final int LEAST_VARIABLE_BYTES = 5;

    /** The bytes of a number of {@link Value#MAX_DECIMAL_DIGITS} digits, and a few more. */
    private static final int MOST_UNSCALED_BYTES = 420;

    private static final MapWords MEMORY = MapWords.of("memory");
    private static final MapWords PREFERENCES = MapWords.of("preferences");
    private static final MapWords STATE = MapWords.of("the workflow's state");
    private static final MapWords FIELDS = MapWords.of("the fields of a map");

    private final BinaryReader in;
    private final Pile pile = new Pile();

    BinaryDecoder(BinaryReader in) {
        this.in = in;
    }

    SessionContext context() {
        HistoryEntry[] history = new HistoryEntry[header()];
        SessionHead head = headSegment();
        int read = 0;
        while (read < history.length) {
            int segment = in.beginSegment(ENTRIES, "a segment of entries");
            do {
                history[read++] = entry();
            } while (read < history.length && in.remaining() > 0);
            in.requireEnd("of entries beyond the number of entries");
            in.endSegment(segment);
        }
        requireEnd();
        return new SessionContext(head, List.of(history));
    }

    /** Reads the first segment and answers the number of entries that it promises. */
    int header() {
        int outer = in.beginSegment(CONTEXT, "the context's header");
        int magic = in.readInt("the magic number");
        if (magic != MAGIC) {
            throw in.malformed(
                    "the magic number", "0x" + Integer.toHexString(magic), "0x" + Integer.toHexString(MAGIC));
        }
        in.readByte("the minor version");
        long entries = in.readVarint("the number of entries");
        in.endSegment(outer);
        return in.requireCount(entries, "the number of entries", LEAST_ENTRY_BYTES);
    }

    SessionHead headSegment() {
        int outer = in.beginSegment(HEAD, "the head");
        String sessionId = in.readText("the session id");
        String userId = in.readText("the user id");
        String agentId = in.readText("the agent id");
        Instant createdAt = instant("the time of creation");
        Instant updatedAt = instant("the time of the last update");
        Workflow workflow = workflow();
        Map<String, Variable> memory = memory();
        Map<String, Value> preferences = fields(PREFERENCES, 1);
        in.endSegment(outer);
        return new SessionHead(sessionId, userId, agentId, createdAt, updatedAt, workflow, memory, preferences);
    }

    List<HistoryEntry> entrySegments() {
        List<HistoryEntry> entries = new ArrayList<>();
        while (in.remaining() > 0) {
            int outer = in.beginSegment(ENTRIES, "a segment of entries");
            do {
                entries.add(entry());
            } while (in.remaining() > 0);
            in.endSegment(outer);
        }
        return Collections.unmodifiableList(entries);
    }

    void requireEnd() {
        in.requireEnd("after the end");
    }

    private Workflow workflow() {
        int outer = in.beginBlock("the workflow");
        String name = in.readText("the workflow's name");
        String step = in.readText("the workflow's step");
        Workflow.Status status =
                constant(WORKFLOW_STATUSES, in.readByte("the workflow's status"), "the workflow's status");
        Map<String, Value> state = fields(STATE, 1);
        in.endBlock(outer);
        return new Workflow(name, step, status, state);
    }

    private Map<String, Variable> memory() {
        return map(MEMORY, LEAST_VARIABLE_BYTES, 1, BinaryDecoder::variable);
    }

    private Variable variable(int depth) {
        int outer = in.beginBlock("a variable");
        Durability durability =
                constant(DURABILITIES, in.readByte("a variable's durability"), "a variable's durability");
        Value value = value(depth);
        in.endBlock(outer);
        return new Variable(value, durability);
    }

    HistoryEntry entry() {
        int outer = in.beginBlock("an entry");
        int kind = in.readByte("an entry's kind");
        HistoryEntry entry = switch (kind) {
            case MESSAGE -> message();
            case TOOL_CALL -> toolCall();
            default -> throw in.malformed("an entry's kind", kind, MESSAGE + " or " + TOOL_CALL);
        };
        in.endBlock(outer);
        return entry;
    }

    private Message message() {
        int flags = in.readByte("a message's flags");
        Role role = constant(ROLES, flags & ENUM_MASK, "a message's role");
        String id = in.readText("a message's id");
        Instant at = instant("a message's time");
        String content = (flags & HAS_CONTENT) == 0 ? null : in.readText("a message's content");
        List<String> calls = (flags & HAS_CALLS) == 0 ? List.of() : callIds();
        String answers = (flags & HAS_ANSWERS) == 0 ? null : in.readText("the id of an answered call");
        return new Message(id, role, content, at, calls, answers);
    }

    private List<String> callIds() {
        String[] calls = new String[in.readCount("the number of calls asked for", 1)];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = in.readText("the id of a call asked for");
        }
        return List.of(calls);
    }

    private ToolCall toolCall() {
        int flags = in.readByte("a call's flags");
        ToolCall.Status status = constant(CALL_STATUSES, flags & ENUM_MASK, "a call's status");
        String id = in.readText("a call's id");
        String name = in.readText("a call's tool");
        String arguments = in.readText("a call's arguments");
        String result = (flags & HAS_RESULT) == 0 ? null : in.readText("a call's result");
        Duration duration = (flags & HAS_DURATION) == 0 ? null : duration();
        return new ToolCall(id, name, arguments, result, status, duration);
    }

    private Map<String, Value> fields(MapWords what, int depth) {
        return map(what, LEAST_FIELD_BYTES, depth, BinaryDecoder::value);
    }

    /** A map to be copied before what has been read for it is dropped. */
    private <T> Map<String, T> map(MapWords what, int leastBytes, int depth, Part<T> part) {
        int count = in.readCount(what.count, leastBytes);
        int start = pile.size();
        for (int i = 0; i < count; i++) {
            pile.add(in.readText(what.name));
            pile.add(part.read(this, depth));
        }
        pile.nameTwice(start).ifPresent(name -> {
            throw in.malformed("how often the name '" + name + "' stands in " + what.map, 2, 1);
        });
        return pile.map(start);
    }

    private Value value(int depth) {
        int tag = in.readByte("a value's tag");
        if (depth > Value.MAX_DEPTH) {
            throw in.malformed("the depth of a value", depth, "1 to " + Value.MAX_DEPTH);
        }
        return switch (tag) {
            case VALUE_NULL -> Value.Null.NULL;
            case VALUE_FALSE -> new Value.Bool(false);
            case VALUE_TRUE -> new Value.Bool(true);
            case VALUE_INT -> new Value.Int(in.readZigZag("an integer"));
            case VALUE_DECIMAL -> decimal();
            case VALUE_TEXT -> new Value.Text(in.readText("a text"));
            case VALUE_ITEMS -> items(depth + 1);
            case VALUE_FIELDS -> fields(depth + 1);
            default -> throw in.malformed("a value's tag", tag, VALUE_NULL + " to " + VALUE_FIELDS);
        };
    }

    private Value items(int depth) {
        int count = in.readCount("the number of a list's items", 1);
        // Grows with what is read: each list nested in another may claim all the bytes that are left.
        int start = pile.size();
        for (int i = 0; i < count; i++) {
            pile.add(value(depth));
        }
        Value items = new Value.Items(List.of(pile.list(start, Value[].class)));
        pile.dropTo(start);
        return items;
    }

    private Value fields(int depth) {
        int start = pile.size();
        Value fields = new Value.Fields(fields(FIELDS, depth));
        pile.dropTo(start);
        return fields;
    }

    private Value decimal() {
        long scale = in.readZigZag("a decimal's scale");
        if (scale < -Value.MAX_DECIMAL_DIGITS || scale > Value.MAX_DECIMAL_DIGITS) {
            throw in.malformed(
                    "a decimal's scale", scale, -Value.MAX_DECIMAL_DIGITS + " to " + Value.MAX_DECIMAL_DIGITS);
        }
        int length = in.readLength("the length of a decimal", 1, MOST_UNSCALED_BYTES);
        BigDecimal number = length <= Long.BYTES
                ? BigDecimal.valueOf(in.readSigned(length), (int) scale)
                : new BigDecimal(new BigInteger(in.readBytes(length)), (int) scale);
        if (number.precision() > Value.MAX_DECIMAL_DIGITS) {
            throw in.malformed(
                    "a decimal's number of digits", number.precision(), "at most " + Value.MAX_DECIMAL_DIGITS);
        }
        return new Value.Decimal(number);
    }

    private Instant instant(String what) {
        long seconds = in.readZigZag(what);
        if (seconds < Instant.MIN.getEpochSecond() || seconds > Instant.MAX.getEpochSecond()) {
            throw in.malformed(
                    what, seconds + " s", Instant.MIN.getEpochSecond() + " to " + Instant.MAX.getEpochSecond() + " s");
        }
        return Instant.ofEpochSecond(seconds, nanos(what));
    }

    private Duration duration() {
        long seconds = in.readZigZag("a call's duration");
        return Duration.ofSeconds(seconds, nanos("a call's duration"));
    }

    private long nanos(String what) {
        long encoded = in.readVarint(what);
        long perUnit = switch ((int) encoded & 3) {
            case UNIT_NANOS -> 1;
            case UNIT_MICROS -> 1_000;
            case UNIT_MILLIS -> 1_000_000;
            default -> throw in.malformed("the unit of " + what, encoded & 3, "0 to 2");
        };
        long units = encoded >>> 2;
        long most = 1_000_000_000 / perUnit - 1;
        if (units > most) {
            throw in.malformed("the fraction of " + what, units, "0 to " + most);
        }
        return units * perUnit;
    }

    private <T> T constant(T[] constants, int code, String what) {
        if (code >= constants.length) {
            throw in.malformed(what, code, "0 to " + (constants.length - 1));
        }
        return constants[code];
    }

    /** Reads what a name in a map stands for, at a depth of values. */
    private interface Part<T> {
        T read(BinaryDecoder decoder, int depth);
    }

    /** How exceptions call a map and its parts, put together once: each name that is read needs them. */
    private record MapWords(String map, String count, String name) {

        static MapWords of(String map) {
            return new MapWords(map, "the number of " + map, "a name in " + map);
        }
    }
}
