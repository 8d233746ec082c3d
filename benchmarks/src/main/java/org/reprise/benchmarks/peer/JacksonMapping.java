package org.reprise.benchmarks.peer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.ToolCall;
import org.reprise.context.Value;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.module.blackbird.BlackbirdModule;

/**
 * How Jackson binds a context, whatever the format: records as they are, and in front of each history entry and value
 * the name of its type, so that reading needs no look-ahead.
 *
 * <p>For speed:
 * <ul>
 *   <li>the module Blackbird, its makers' "engine of choice for maximum Jackson performance" since Java 11: decoding
 *       gains a tenth, as plain Jackson 3 calls a record's constructor by {@code MethodHandle.invokeWithArguments};
 *   <li>times as numbers, exact to the nanosecond: as text they made half the time of decoding Smile;
 *   <li>no {@code @JsonValue} on values, which costs a look-up of the type for each.
 * </ul>
 */
final class JacksonMapping {

    private JacksonMapping() {}

    static <M extends ObjectMapper, B extends MapperBuilder<M, B>> M build(MapperBuilder<M, B> builder) {
        return builder.addModule(new BlackbirdModule())
                .enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
                .addMixIn(HistoryEntry.class, HistoryEntryMixIn.class)
                .addMixIn(Message.class, MessageMixIn.class)
                .addMixIn(Value.class, ValueMixIn.class)
                .build();
    }

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

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
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
}
