package org.reprise.codec;

import static org.reprise.codec.BinaryFormat.*;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.context.ToolCall;
import org.reprise.context.Value;
import org.reprise.context.Variable;
import org.reprise.context.Workflow;

/** Writes the binary form of {@link BinaryFormat}. */
final class BinaryEncoder {

    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    /** A number of so many digits comes back from the nearest double, as 10^15 is less than 2^50. */
    private static final int EXACT_DIGITS = 15;

    private static final double[] POWERS_OF_TEN = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private final EncodeBuffer out;
    private final BiConsumer<String, Variable> variable = this::variable;
    private final BiConsumer<String, Value> field = this::field;

    BinaryEncoder(EncodeBuffer out) {
        this.out = out;
    }

    void context(SessionContext context) {
        contextSegment(context.history().size());
        headSegment(context.head());
        List<HistoryEntry> history = context.history();
        int count = history.size();
        int next = 0;
        while (next < count) {
            int start = out.size();
            out.putByte(ENTRIES);
            int block = out.beginLongBlock();
            do {
                entry(history.get(next++));
            } while (next < count && out.size() - start < SEGMENT_BYTES);
            out.endLongBlock(block);
            out.putInt(out.crcFrom(start));
        }
    }

    private void contextSegment(int entries) {
        int start = out.size();
        out.putByte(CONTEXT);
        int block = out.beginBlock();
        out.putInt(MAGIC);
        out.putByte(MINOR);
        out.putVarint(entries);
        out.endBlock(block);
        out.putInt(out.crcFrom(start));
    }

    void headSegment(SessionHead head) {
        int start = out.size();
        out.putByte(HEAD);
        int block = out.beginBlock();
        out.putText(head.sessionId());
        out.putText(head.userId());
        out.putText(head.agentId());
        time(head.createdAt());
        time(head.updatedAt());
        workflow(head.workflow());
        memory(head.memory());
        fields(head.preferences());
        out.endBlock(block);
        out.putInt(out.crcFrom(start));
    }

    void entrySegment(HistoryEntry entry) {
        int start = out.size();
        out.putByte(ENTRIES);
        int block = out.beginBlock();
        entry(entry);
        out.endBlock(block);
        out.putInt(out.crcFrom(start));
    }

    private void workflow(Workflow workflow) {
        int block = out.beginBlock();
        out.putText(workflow.name());
        out.putText(workflow.step());
        out.putByte(workflow.status().ordinal());
        fields(workflow.state());
        out.endBlock(block);
    }

    private void memory(Map<String, Variable> memory) {
        out.putVarint(memory.size());
        memory.forEach(variable);
    }

    private void variable(String name, Variable variable) {
        out.putText(name);
        int block = out.beginBlock();
        out.putByte(variable.durability().ordinal());
        value(variable.value());
        out.endBlock(block);
    }

    private void entry(HistoryEntry entry) {
        int block = out.beginBlock();
        if (entry instanceof Message message) {
            out.putByte(MESSAGE);
            message(message);
        } else {
            out.putByte(TOOL_CALL);
            toolCall((ToolCall) entry);
        }
        out.endBlock(block);
    }

    private void message(Message message) {
        String content = message.content();
        String answers = message.answersCallId();
        List<String> calls = message.toolCallIds();
        out.putByte(message.role().ordinal()
                | (content == null ? 0 : HAS_CONTENT)
                | (calls.isEmpty() ? 0 : HAS_CALLS)
                | (answers == null ? 0 : HAS_ANSWERS));
        out.putText(message.id());
        time(message.at());
        if (content != null) {
            out.putText(content);
        }
        if (!calls.isEmpty()) {
            out.putVarint(calls.size());
            for (int i = 0; i < calls.size(); i++) {
                out.putText(calls.get(i));
            }
        }
        if (answers != null) {
            out.putText(answers);
        }
    }

    private void toolCall(ToolCall call) {
        out.putByte(call.status().ordinal()
                | (call.result() == null ? 0 : HAS_RESULT)
                | (call.duration() == null ? 0 : HAS_DURATION));
        out.putText(call.id());
        out.putText(call.name());
        out.putText(call.arguments());
        if (call.result() != null) {
            out.putText(call.result());
        }
        if (call.duration() != null) {
            time(call.duration().getSeconds(), call.duration().getNano());
        }
    }

    private void fields(Map<String, Value> fields) {
        out.putVarint(fields.size());
        fields.forEach(field);
    }

    private void field(String name, Value value) {
        out.putText(name);
        value(value);
    }

    private void value(Value value) {
        if (value instanceof Value.Text text) {
            out.putByte(VALUE_TEXT);
            out.putText(text.text());
        } else if (value instanceof Value.Int number) {
            out.putByte(VALUE_INT);
            out.putZigZag(number.number());
        } else if (value instanceof Value.Decimal decimal) {
            out.putByte(VALUE_DECIMAL);
            out.putZigZag(decimal.number().scale());
            unscaled(decimal.number());
        } else if (value instanceof Value.Bool bool) {
            out.putByte(bool.flag() ? VALUE_TRUE : VALUE_FALSE);
        } else if (value instanceof Value.Items items) {
            out.putByte(VALUE_ITEMS);
            items(items.items());
        } else if (value instanceof Value.Fields fields) {
            out.putByte(VALUE_FIELDS);
            fields(fields.fields());
        } else {
            out.putByte(VALUE_NULL);
        }
    }

    private void items(List<Value> items) {
        out.putVarint(items.size());
        for (int i = 0; i < items.size(); i++) {
            value(items.get(i));
        }
    }

    /** The digits of a {@link BigDecimal} cannot be had without new objects, but for those that a double can tell. */
    private void unscaled(BigDecimal number) {
        int scale = number.scale();
        if (number.precision() > EXACT_DIGITS || scale < 0 || scale > EXACT_DIGITS) {
            byte[] unscaled = number.unscaledValue().toByteArray();
            out.putVarint(unscaled.length);
            out.append(unscaled, 0, unscaled.length);
            return;
        }
        long unscaled = Math.round(number.doubleValue() * POWERS_OF_TEN[scale]);
        int length = (Long.SIZE - Long.numberOfLeadingZeros(unscaled ^ unscaled >> 63)) / Byte.SIZE + 1;
        out.putVarint(length);
        for (int shift = (length - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            out.putByte((int) (unscaled >> shift));
        }
    }

    private void time(Instant instant) {
        time(instant.getEpochSecond(), instant.getNano());
    }

    private void time(long seconds, int nanos) {
        out.putZigZag(seconds);
        if (nanos % NANOS_PER_MILLI == 0) {
            out.putVarint((long) (nanos / NANOS_PER_MILLI) << 2 | UNIT_MILLIS);
        } else if (nanos % NANOS_PER_MICRO == 0) {
            out.putVarint((long) (nanos / NANOS_PER_MICRO) << 2 | UNIT_MICROS);
        } else {
            out.putVarint((long) nanos << 2 | UNIT_NANOS);
        }
    }
}
