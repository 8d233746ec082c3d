package org.reprise.codec;

import static org.reprise.codec.BinaryFormat.*;

import java.time.Instant;
import java.util.List;
import java.util.Map;
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

    private final EncodeBuffer out;

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
        memory.forEach((name, variable) -> {
            out.putText(name);
            int block = out.beginBlock();
            out.putByte(variable.durability().ordinal());
            value(variable.value());
            out.endBlock(block);
        });
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
            for (String call : calls) {
                out.putText(call);
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
        fields.forEach((name, value) -> {
            out.putText(name);
            value(value);
        });
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
            byte[] unscaled = decimal.number().unscaledValue().toByteArray();
            out.putVarint(unscaled.length);
            out.append(unscaled, 0, unscaled.length);
        } else if (value instanceof Value.Bool bool) {
            out.putByte(bool.flag() ? VALUE_TRUE : VALUE_FALSE);
        } else if (value instanceof Value.Items items) {
            out.putByte(VALUE_ITEMS);
            out.putVarint(items.items().size());
            items.items().forEach(this::value);
        } else if (value instanceof Value.Fields fields) {
            out.putByte(VALUE_FIELDS);
            fields(fields.fields());
        } else {
            out.putByte(VALUE_NULL);
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
