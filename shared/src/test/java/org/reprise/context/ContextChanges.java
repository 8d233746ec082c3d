package org.reprise.context;

import static org.reprise.context.ContextSection.HISTORY;
import static org.reprise.context.ContextSection.IDENTITY;
import static org.reprise.context.ContextSection.MEMORY;
import static org.reprise.context.ContextSection.PREFERENCES;
import static org.reprise.context.ContextSection.TOOL_CALLS;
import static org.reprise.context.ContextSection.WORKFLOW;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Contexts that differ from {@link #BASE} in one field each. */
final class ContextChanges {

    private static final Workflow FLOW =
            new Workflow("refund", "ask", Workflow.Status.RUNNING, Map.of("n", Value.of(1)));
    private static final Variable VARIABLE = Variable.durable(Value.of(1));
    private static final SessionHead HEAD = new SessionHead(
            "s", "u", "a", Contexts.NOON, Contexts.NOON, FLOW, Map.of("x", VARIABLE), Map.of("tone", Value.of("kind")));
    private static final Message MESSAGE =
            new Message("m", Role.ASSISTANT, "hello", Contexts.NOON, List.of("c1", "c2"), null);
    private static final ToolCall CALL =
            new ToolCall("c1", "f", "{}", "yes", ToolCall.Status.SUCCEEDED, Duration.ofMillis(1));

    static final SessionContext BASE = new SessionContext(HEAD, List.of(MESSAGE, CALL));

    private ContextChanges() {}

    /**
     * One change.
     *
     * @param field the record and its component that are changed
     * @param sections where the change shows
     * @param changed what comes of it
     */
    record Change(String field, Set<ContextSection> sections, SessionContext changed) {
        @Override
        public String toString() {
            return field + " in " + sections;
        }
    }

    static Stream<Change> all() {
        return Stream.of(
                head("sessionId", "s2", IDENTITY),
                head("userId", "u2", IDENTITY),
                head("agentId", "a2", IDENTITY),
                head("createdAt", Contexts.NOON.plusNanos(1), IDENTITY),
                head("updatedAt", Contexts.NOON.plusSeconds(1), IDENTITY),
                head("workflow", Workflow.NONE, WORKFLOW),
                head("memory", Map.of(), MEMORY),
                head("preferences", Map.of("tone", Value.of("rude")), PREFERENCES),
                head("preferences", Map.of("Tone", Value.of("kind")), PREFERENCES),
                workflow("name", "return"),
                workflow("step", "pay"),
                workflow("status", Workflow.Status.FAILED),
                workflow("state", Map.of("n", Value.of(2))),
                variable("value", Value.of(2)),
                variable("durability", Durability.TRANSIENT),
                value("Text", Value.of("1")),
                value("Int", Value.of(-1)),
                value("Decimal", Value.of(new BigDecimal("1"))),
                value("Bool", Value.of(true)),
                value("Items", Value.of(List.of(Value.of(1)))),
                value("Fields", Value.of(Map.of("1", Value.of(1)))),
                value("Null", Value.ofNull()),
                message("id", "m2"),
                message("role", Role.USER),
                message("content", "Hello"),
                message("content", null),
                message("at", Contexts.NOON.minusNanos(1)),
                message("toolCallIds", List.of("c1")),
                message("toolCallIds", List.of("c2", "c1")),
                message("answersCallId", "c1"),
                call("id", "c9"),
                call("name", "g"),
                call("arguments", "[]"),
                call("result", "no"),
                call("result", null),
                call("status", ToolCall.Status.FAILED),
                call("duration", Duration.ofNanos(1)),
                call("duration", null),
                change("SessionContext.history", new SessionContext(HEAD, List.of(CALL, MESSAGE)), HISTORY));
    }

    private static Change head(String component, Object content, ContextSection section) {
        return change("SessionHead." + component, contextOf(with(HEAD, component, content)), section);
    }

    private static Change workflow(String component, Object content) {
        SessionHead head = with(HEAD, "workflow", with(FLOW, component, content));
        return change("Workflow." + component, contextOf(head), WORKFLOW);
    }

    private static Change variable(String component, Object content) {
        SessionHead head = with(HEAD, "memory", Map.of("x", with(VARIABLE, component, content)));
        return change("Variable." + component, contextOf(head), MEMORY);
    }

    private static Change value(String kind, Value value) {
        SessionHead head = with(HEAD, "preferences", Map.of("tone", value));
        return change("Value." + kind, contextOf(head), PREFERENCES);
    }

    private static Change message(String component, @Nullable Object content) {
        Message message = with(MESSAGE, component, content);
        return change("Message." + component, new SessionContext(HEAD, List.of(message, CALL)), HISTORY);
    }

    private static Change call(String component, @Nullable Object content) {
        ToolCall call = with(CALL, component, content);
        return change("ToolCall." + component, new SessionContext(HEAD, List.of(MESSAGE, call)), HISTORY, TOOL_CALLS);
    }

    private static Change change(String field, SessionContext changed, ContextSection... sections) {
        return new Change(field, Set.of(sections), changed);
    }

    private static SessionContext contextOf(SessionHead head) {
        return new SessionContext(head, BASE.history());
    }

    /** {@code original} with {@code content} in one of its components. */
    @SuppressWarnings("unchecked")
    private static <R extends Record> R with(R original, String component, @Nullable Object content) {
        RecordComponent[] components = original.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] contents = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                contents[i] = components[i].getName().equals(component)
                        ? content
                        : components[i].getAccessor().invoke(original);
            }
            return (R) original.getClass().getDeclaredConstructor(types).newInstance(contents);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("cannot copy " + original, e);
        }
    }
}
