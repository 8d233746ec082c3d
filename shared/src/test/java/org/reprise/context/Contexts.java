package org.reprise.context;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Contexts that tests of all packages share. */
public final class Contexts {

    public static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    /** Each is dealt with by itself somewhere: in a text's coding, in JSON, or in a terminal. */
    public static final String EDGY_CHARACTERS = "\0\t\n\r \"'/\\\u007f\u0080\u00e9\u00ff\u0100\u2028\ufeff\uffff";

    private static final String UNPAIRED = "\ud800 \udfff";
    private static final String PAIRED = "\ud83d\ude00";
    private static final BigInteger MOST_DIGITS =
            BigInteger.TEN.pow(Value.MAX_DECIMAL_DIGITS).subtract(BigInteger.ONE);

    private Contexts() {}

    /** A context in which everything that may be empty is. */
    public static SessionContext empty() {
        SessionHead head = new SessionHead("", "", "", Instant.EPOCH, Instant.EPOCH, Workflow.NONE, Map.of(), Map.of());
        return new SessionContext(head, List.of());
    }

    /** A context that holds each kind of thing once, in a few hundred bytes, for tests that go through every bit. */
    public static SessionContext small() {
        Map<String, Value> values = new LinkedHashMap<>();
        values.put("a\\", Value.of("é漢\ud800\n"));
        values.put("b", Value.of(List.of(Value.of(-7), Value.of(new BigDecimal("1.50")), Value.ofNull())));
        values.put("c", Value.of(Map.of("d", Value.of(true))));
        SessionHead head = new SessionHead(
                "s",
                "u",
                "a",
                NOON,
                NOON.plusNanos(1_000),
                new Workflow("w", "x", Workflow.Status.RUNNING, values),
                Map.of("m", Variable.scratch(Value.of(false))),
                Map.of("p", Value.of("q")));
        return new SessionContext(
                head,
                List.of(
                        new Message("1", Role.ASSISTANT, "hi", NOON.plusNanos(1), List.of("c"), null),
                        new ToolCall("c", "f", "{}", "r…", ToolCall.Status.SUCCEEDED, Duration.ofMillis(5)),
                        new Message("2", Role.TOOL, null, NOON, List.of(), "c")));
    }

    /** A context that holds each kind of thing, and most edges of each kind, in a few kilobytes. */
    public static SessionContext everything() {
        SessionHead head = new SessionHead(
                "session-1",
                "user " + PAIRED,
                "agent\\" + UNPAIRED,
                Instant.MIN,
                Instant.MAX,
                new Workflow("refund", "ask \"why\"", Workflow.Status.WAITING, values()),
                memory(),
                values());
        return new SessionContext(head, history());
    }

    /** {@code context} with {@code history} instead of its own. */
    public static SessionContext with(SessionContext context, List<HistoryEntry> history) {
        return new SessionContext(context.head(), history);
    }

    /** A value that is nested {@code depth} deep, in lists and maps by turns. */
    public static Value nested(int depth) {
        Value value = Value.of("bottom");
        for (int i = 1; i < depth; i++) {
            value = i % 2 == 0 ? Value.of(List.of(value)) : Value.of(Map.of("deeper", value));
        }
        return value;
    }

    private static Map<String, Value> values() {
        Map<String, Value> values = new LinkedHashMap<>();
        values.put("", Value.of(""));
        values.put("text", Value.of(EDGY_CHARACTERS));
        values.put(EDGY_CHARACTERS, Value.of("漢字 and " + PAIRED + UNPAIRED));
        values.put("\\u0041 \\" + UNPAIRED + PAIRED, Value.of("café"));
        values.put("zero", Value.of(0));
        values.put("least", Value.of(Long.MIN_VALUE));
        values.put("most", Value.of(Long.MAX_VALUE));
        values.put("price", Value.of(new BigDecimal("19.90")));
        values.put("nothing", Value.of(new BigDecimal("0")));
        values.put("tiny", Value.of(new BigDecimal(BigInteger.ONE.negate(), Value.MAX_DECIMAL_DIGITS)));
        values.put("huge", Value.of(new BigDecimal(MOST_DIGITS, -Value.MAX_DECIMAL_DIGITS)));
        values.put("yes", Value.of(true));
        values.put("no", Value.of(false));
        values.put("null", Value.ofNull());
        values.put("no items", Value.of(List.of()));
        values.put("items", Value.of(List.of(Value.of(1), Value.ofNull(), Value.of(List.of(Value.of("x"))))));
        values.put("no fields", Value.of(Map.of()));
        values.put("deep", nested(Value.MAX_DEPTH));
        return values;
    }

    private static Map<String, Variable> memory() {
        Map<String, Variable> memory = new LinkedHashMap<>();
        values().forEach((name, value) -> memory.put(name, Variable.durable(value)));
        memory.put("scratch", Variable.scratch(Value.of("draft")));
        memory.put("scratch 2", Variable.scratch(Value.of(2)));
        return memory;
    }

    private static List<HistoryEntry> history() {
        return List.of(
                Message.of("m1", Role.SYSTEM, "Be polite.", NOON),
                Message.of("m2", Role.USER, EDGY_CHARACTERS + UNPAIRED, NOON.plusNanos(1)),
                new Message("m3", Role.ASSISTANT, null, NOON.plusNanos(1_000), List.of("c1", "", "c\ud800"), null),
                new ToolCall("c1", "look_up", "{\"id\": 1}", null, ToolCall.Status.PENDING, null),
                new ToolCall("", "", "", "", ToolCall.Status.FAILED, Duration.ofNanos(-1)),
                new ToolCall(
                        "c\ud800",
                        "search",
                        "not JSON",
                        "a".repeat(25) + "…",
                        ToolCall.Status.CANCELLED,
                        Duration.ofSeconds(Long.MIN_VALUE)),
                new ToolCall("c2", "wait", "{}", null, ToolCall.Status.RUNNING, Duration.ofMillis(1_500)),
                new ToolCall(
                        "c1",
                        "look_up",
                        "{\"id\": 1}",
                        "found",
                        ToolCall.Status.SUCCEEDED,
                        Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)),
                new Message("m4", Role.TOOL, null, NOON.plusMillis(1), List.of(), "c1"),
                new Message("m5", Role.TOOL, "partial", Instant.EPOCH.minusNanos(1), List.of(), "c2"),
                new Message("", Role.ASSISTANT, "", Instant.EPOCH, List.of(), ""));
    }
}
