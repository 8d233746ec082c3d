package org.reprise.codec;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reprise.context.Durability;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.context.ToolCall;
import org.reprise.context.Value;
import org.reprise.context.Variable;
import org.reprise.context.Workflow;
import tools.jackson.core.JsonGenerator;

/** Writes the lines of the JSON form. */
final class JsonEncoder implements AutoCloseable {

    private final EncodeBuffer target;
    private final JsonGenerator json;

    JsonEncoder(EncodeBuffer target) {
        this.target = target;
        this.json = JsonLines.generator(target);
    }

    @Override
    public void close() {
        json.close();
    }

    void context(SessionContext context) {
        int line = JsonLines.begin(json, target);
        json.writeName("context");
        json.writeStartObject();
        json.writeName("minor");
        json.writeNumber(JsonLines.MINOR);
        json.writeName("entries");
        json.writeNumber(context.history().size());
        json.writeEndObject();
        JsonLines.end(json, target, line);
        head(context.head());
        context.history().forEach(this::entry);
    }

    void head(SessionHead head) {
        int line = JsonLines.begin(json, target);
        json.writeName("head");
        json.writeStartObject();
        text("sessionId", head.sessionId());
        text("userId", head.userId());
        text("agentId", head.agentId());
        text("createdAt", head.createdAt().toString());
        text("updatedAt", head.updatedAt().toString());
        json.writeName("workflow");
        workflow(head.workflow());
        json.writeName("memory");
        json.writeStartObject();
        head.memory().forEach(this::variable);
        json.writeEndObject();
        json.writeName("preferences");
        fields(head.preferences());
        json.writeEndObject();
        JsonLines.end(json, target, line);
    }

    void entry(HistoryEntry entry) {
        int line = JsonLines.begin(json, target);
        if (entry instanceof Message message) {
            json.writeName("message");
            message(message);
        } else {
            json.writeName("toolCall");
            toolCall((ToolCall) entry);
        }
        JsonLines.end(json, target, line);
    }

    private void message(Message message) {
        json.writeStartObject();
        text("id", message.id());
        text("role", JsonWords.of(message.role()));
        text("at", message.at().toString());
        optional("content", message.content());
        if (!message.toolCallIds().isEmpty()) {
            json.writeName("toolCallIds");
            json.writeStartArray();
            message.toolCallIds().forEach(json::writeString);
            json.writeEndArray();
        }
        optional("answersCallId", message.answersCallId());
        json.writeEndObject();
    }

    private void toolCall(ToolCall call) {
        json.writeStartObject();
        text("id", call.id());
        text("name", call.name());
        text("status", JsonWords.of(call.status()));
        text("arguments", call.arguments());
        optional("result", call.result());
        optional("duration", call.duration() == null ? null : call.duration().toString());
        json.writeEndObject();
    }

    private void workflow(Workflow workflow) {
        json.writeStartObject();
        text("name", workflow.name());
        text("step", workflow.step());
        text("status", JsonWords.of(workflow.status()));
        json.writeName("state");
        fields(workflow.state());
        json.writeEndObject();
    }

    private void variable(String name, Variable variable) {
        json.writeName(JsonNames.escape(name));
        json.writeStartObject();
        json.writeName("value");
        value(variable.value());
        if (variable.durability() == Durability.TRANSIENT) {
            text("durability", JsonWords.of(variable.durability()));
        }
        json.writeEndObject();
    }

    private void fields(Map<String, Value> fields) {
        json.writeStartObject();
        fields.forEach((name, value) -> {
            json.writeName(JsonNames.escape(name));
            value(value);
        });
        json.writeEndObject();
    }

    private void value(Value value) {
        if (value instanceof Value.Text text) {
            json.writeString(text.text());
        } else if (value instanceof Value.Int number) {
            json.writeNumber(number.number());
        } else if (value instanceof Value.Decimal decimal) {
            json.writeNumber(decimal(decimal.number()));
        } else if (value instanceof Value.Bool bool) {
            json.writeBoolean(bool.flag());
        } else if (value instanceof Value.Items items) {
            json.writeStartArray();
            items.items().forEach(this::value);
            json.writeEndArray();
        } else if (value instanceof Value.Fields fields) {
            fields(fields.fields());
        } else {
            json.writeNull();
        }
    }

    /** A number with a fraction or an exponent, so that a reader tells it from an integer. */
    private static String decimal(BigDecimal number) {
        String digits = number.toString();
        return number.scale() == 0 ? digits + "e0" : digits;
    }

    private void text(String name, String text) {
        json.writeName(name);
        json.writeString(text);
    }

    private void optional(String name, @Nullable String text) {
        if (text != null) {
            text(name, text);
        }
    }
}
