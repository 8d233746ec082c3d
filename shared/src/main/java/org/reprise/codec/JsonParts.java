package org.reprise.codec;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reprise.context.Durability;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionHead;
import org.reprise.context.ToolCall;
import org.reprise.context.Value;
import org.reprise.context.Variable;
import org.reprise.context.Workflow;

/** Reads the part of one line, given its name. Fields that it does not know are passed over. */
final class JsonParts {

    private static final String A_TIME = "an ISO 8601 time";
    private static final String A_DURATION = "an ISO 8601 duration";
    private static final String A_DECIMAL = "a decimal of at most " + Value.MAX_DECIMAL_DIGITS
            + " digits and a scale of at most " + Value.MAX_DECIMAL_DIGITS;

    private final JsonTokens in;

    JsonParts(JsonTokens in) {
        this.in = in;
    }

    /** The number of entries of the context whose header this is. */
    int header(String part, int mostEntries) {
        requirePart(part, "context");
        return new HeaderFields().read(mostEntries);
    }

    SessionHead head(String part) {
        requirePart(part, "head");
        return new HeadFields().read();
    }

    HistoryEntry entry(String part) {
        return switch (part) {
            case "message" -> new MessageFields().read();
            case "toolCall" -> new CallFields().read();
            default -> throw in.malformed("the part of a line", part, "message or toolCall");
        };
    }

    private void requirePart(String actual, String expected) {
        if (!actual.equals(expected)) {
            throw in.malformed("the part of a line", actual, expected);
        }
    }

    private Instant instant() {
        return in.parsed(JsonTimes::instant, A_TIME);
    }

    private <E extends Enum<E>> E word(JsonWords<E> words) {
        return in.parsed(words::parse, words.byWord().keySet());
    }

    private Map<String, Value> fields(int depth) {
        return map(() -> value(depth));
    }

    private <T> Map<String, T> map(Supplier<T> next) {
        Map<String, T> map = new LinkedHashMap<>();
        in.object(escaped -> {
            String name = in.parsed(escaped, JsonNames::unescape, "a name in which backslashes are escaped");
            if (map.containsKey(name)) {
                throw in.malformed("how often the name of " + in.place() + " stands there", 2, 1);
            }
            map.put(name, next.get());
        });
        return map;
    }

    private Value value(int depth) {
        if (depth > Value.MAX_DEPTH) {
            throw in.malformed("the depth of " + in.place(), depth, "1 to " + Value.MAX_DEPTH);
        }
        return switch (in.current()) {
            case VALUE_STRING -> new Value.Text(in.text());
            case VALUE_NUMBER_INT -> new Value.Int(in.integer());
            case VALUE_NUMBER_FLOAT -> in.decimal(Value.Decimal::new, A_DECIMAL);
            case VALUE_TRUE -> new Value.Bool(true);
            case VALUE_FALSE -> new Value.Bool(false);
            case VALUE_NULL -> Value.Null.NULL;
            case START_ARRAY -> new Value.Items(in.list(() -> value(depth + 1)));
            case START_OBJECT -> new Value.Fields(fields(depth + 1));
            default -> throw in.malformed(in.place(), in.current(), "a value");
        };
    }

    private final class HeaderFields {
        private @Nullable Integer entries;

        int read(int mostEntries) {
            in.object(name -> {
                if (name.equals("entries")) {
                    entries = in.count(mostEntries);
                } else {
                    in.skip();
                }
            });
            return in.required(entries, "entries");
        }
    }

    private final class HeadFields {
        private @Nullable String sessionId;
        private @Nullable String userId;
        private @Nullable String agentId;
        private @Nullable Instant createdAt;
        private @Nullable Instant updatedAt;
        private @Nullable Workflow workflow;
        private @Nullable Map<String, Variable> memory;
        private @Nullable Map<String, Value> preferences;

        SessionHead read() {
            in.object(name -> {
                switch (name) {
                    case "sessionId" -> sessionId = in.text();
                    case "userId" -> userId = in.text();
                    case "agentId" -> agentId = in.text();
                    case "createdAt" -> createdAt = instant();
                    case "updatedAt" -> updatedAt = instant();
                    case "workflow" -> workflow = new WorkflowFields().read();
                    case "memory" -> memory = map(() -> new VariableFields().read());
                    case "preferences" -> preferences = fields(1);
                    default -> in.skip();
                }
            });
            return new SessionHead(
                    in.required(sessionId, "sessionId"),
                    in.required(userId, "userId"),
                    in.required(agentId, "agentId"),
                    in.required(createdAt, "createdAt"),
                    in.required(updatedAt, "updatedAt"),
                    in.required(workflow, "workflow"),
                    in.required(memory, "memory"),
                    in.required(preferences, "preferences"));
        }
    }

    private final class WorkflowFields {
        private @Nullable String name;
        private @Nullable String step;
        private Workflow.@Nullable Status status;
        private @Nullable Map<String, Value> state;

        Workflow read() {
            in.object(field -> {
                switch (field) {
                    case "name" -> name = in.text();
                    case "step" -> step = in.text();
                    case "status" -> status = word(JsonWords.WORKFLOW_STATUSES);
                    case "state" -> state = fields(1);
                    default -> in.skip();
                }
            });
            return new Workflow(
                    in.required(name, "name"),
                    in.required(step, "step"),
                    in.required(status, "status"),
                    in.required(state, "state"));
        }
    }

    private final class VariableFields {
        private @Nullable Value value;
        private Durability durability = Durability.DURABLE;

        Variable read() {
            in.object(field -> {
                switch (field) {
                    case "value" -> value = value(1);
                    case "durability" -> durability = word(JsonWords.DURABILITIES);
                    default -> in.skip();
                }
            });
            return new Variable(in.required(value, "value"), durability);
        }
    }

    private final class MessageFields {
        private @Nullable String id;
        private @Nullable Role role;
        private @Nullable String content;
        private @Nullable Instant at;
        private List<String> toolCallIds = List.of();
        private @Nullable String answersCallId;

        Message read() {
            in.object(field -> {
                switch (field) {
                    case "id" -> id = in.text();
                    case "role" -> role = word(JsonWords.ROLES);
                    case "content" -> content = in.text();
                    case "at" -> at = instant();
                    case "toolCallIds" -> toolCallIds = in.list(in::text);
                    case "answersCallId" -> answersCallId = in.text();
                    default -> in.skip();
                }
            });
            return new Message(
                    in.required(id, "id"),
                    in.required(role, "role"),
                    content,
                    in.required(at, "at"),
                    toolCallIds,
                    answersCallId);
        }
    }

    private final class CallFields {
        private @Nullable String id;
        private @Nullable String name;
        private @Nullable String arguments;
        private @Nullable String result;
        private ToolCall.@Nullable Status status;
        private @Nullable Duration duration;

        ToolCall read() {
            in.object(field -> {
                switch (field) {
                    case "id" -> id = in.text();
                    case "name" -> name = in.text();
                    case "arguments" -> arguments = in.text();
                    case "result" -> result = in.text();
                    case "status" -> status = word(JsonWords.CALL_STATUSES);
                    case "duration" -> duration = in.parsed(Duration::parse, A_DURATION);
                    default -> in.skip();
                }
            });
            return new ToolCall(
                    in.required(id, "id"),
                    in.required(name, "name"),
                    in.required(arguments, "arguments"),
                    result,
                    in.required(status, "status"),
                    duration);
        }
    }
}
