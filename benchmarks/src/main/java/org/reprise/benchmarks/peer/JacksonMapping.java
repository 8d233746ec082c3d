package org.reprise.benchmarks.peer;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.SessionContext;
import org.reprise.context.ToolCall;
import org.reprise.context.Value;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.cfg.MapperBuilder;

/** How Jackson binds a context, whatever the format: records as they are, sealed types by a name in front. */
final class JacksonMapping {

    private JacksonMapping() {}

    static <M extends ObjectMapper, B extends MapperBuilder<M, B>> M build(MapperBuilder<M, B> builder) {
        return builder.changeDefaultPropertyInclusion(
                        inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
                .addMixIn(HistoryEntry.class, HistoryEntryMixIn.class)
                .addMixIn(Message.class, MessageMixIn.class)
                .addMixIn(Value.class, ValueMixIn.class)
                .addMixIn(Value.Text.class, TextMixIn.class)
                .addMixIn(Value.Int.class, IntMixIn.class)
                .addMixIn(Value.Decimal.class, DecimalMixIn.class)
                .addMixIn(Value.Bool.class, BoolMixIn.class)
                .addMixIn(Value.Items.class, ItemsMixIn.class)
                .addMixIn(Value.Fields.class, FieldsMixIn.class)
                .build();
    }

    // The name comes first, so that reading needs no look-ahead.
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Message.class, name = "message"),
        @JsonSubTypes.Type(value = ToolCall.class, name = "call")
    })
    private interface HistoryEntryMixIn {}

    private interface MessageMixIn {
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<String> toolCallIds();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Value.Text.class, name = "text"),
        @JsonSubTypes.Type(value = Value.Int.class, name = "int"),
        @JsonSubTypes.Type(value = Value.Decimal.class, name = "decimal"),
        @JsonSubTypes.Type(value = Value.Bool.class, name = "bool"),
        @JsonSubTypes.Type(value = Value.Items.class, name = "items"),
        @JsonSubTypes.Type(value = Value.Fields.class, name = "fields"),
        @JsonSubTypes.Type(value = Value.Null.class, name = "null")
    })
    private interface ValueMixIn {}

    private abstract static class TextMixIn {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        TextMixIn(String text) {}

        @JsonValue
        abstract String text();
    }

    private abstract static class IntMixIn {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        IntMixIn(long number) {}

        @JsonValue
        abstract long number();
    }

    private abstract static class DecimalMixIn {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        DecimalMixIn(BigDecimal number) {}

        @JsonValue
        abstract BigDecimal number();
    }

    private abstract static class BoolMixIn {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        BoolMixIn(boolean flag) {}

        @JsonValue
        abstract boolean flag();
    }

    private abstract static class ItemsMixIn {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        ItemsMixIn(List<Value> items) {}

        @JsonValue
        abstract List<Value> items();
    }

    private abstract static class FieldsMixIn {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        FieldsMixIn(Map<String, Value> fields) {}

        @JsonValue
        abstract Map<String, Value> fields();
    }
}
