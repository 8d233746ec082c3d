package org.reprise.benchmarks.peer;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.context.ToolCall;
import org.reprise.context.Value;
import org.reprise.context.Variable;
import org.reprise.context.Workflow;

/** Contexts at the edges of what a context may hold. */
final class EdgeContexts {

    private static final Instant NOON = Instant.parse("2025-05-01T12:00:00.123456789Z");

    private EdgeContexts() {}

    /** All of them, each named after what is unusual about it. */
    static Stream<Named<SessionContext>> all() {
        Stream<Named<SessionContext>> contents = Stream.of(
                Named.of("nothing", withHistory(List.of())),
                Named.of("every kind of value", withValues(everyValue())),
                Named.of("awkward names", withValues(awkwardNames())),
                Named.of("the deepest list", withValues(Map.of("deep", deepest(value -> Value.of(List.of(value)))))),
                Named.of(
                        "the deepest map", withValues(Map.of("deep", deepest(value -> Value.of(Map.of("in", value)))))),
                Named.of("every role", withHistory(everyRole())),
                Named.of("every call status", withHistory(everyCallStatus())),
                Named.of("every absence", withHistory(everyAbsence())),
                Named.of("extreme times", extremeTimes()),
                Named.of("extreme durations", withHistory(extremeDurations())),
                Named.of("texts of every length", withHistory(textsOfEveryLength())),
                Named.of("long texts", withHistory(longTexts())),
                Named.of("many calls of one message", withHistory(manyCallsOfOneMessage())),
                Named.of("many entries", withHistory(manyEntries())));
        Stream<Named<SessionContext>> statuses = Arrays.stream(Workflow.Status.values())
                .map(status -> Named.of("workflow " + status, withStatus(status)));
        return Stream.concat(contents, statuses);
    }

    /** A context whose only message says {@code text}. */
    static SessionContext saying(String text) {
        return withHistory(List.of(Message.of("m1", Role.USER, text, NOON)));
    }

    private static SessionContext withHistory(List<HistoryEntry> history) {
        return new SessionContext(
                new SessionHead("session", "user", "", NOON, NOON, Workflow.NONE, Map.of(), Map.of()), history);
    }

    private static SessionContext withStatus(Workflow.Status status) {
        Workflow workflow = new Workflow("book", "confirm", status, Map.of());
        return new SessionContext(
                new SessionHead("session", "user", "", NOON, NOON, workflow, Map.of(), Map.of()), List.of());
    }

    private static SessionContext withValues(Map<String, Value> values) {
        Map<String, Variable> memory = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            memory.put(name, Variable.durable(value));
            memory.put("scratch " + name, Variable.scratch(value));
        });
        Workflow workflow = new Workflow("book", "confirm", Workflow.Status.WAITING, values);
        return new SessionContext(
                new SessionHead("session", "user", "agent", NOON, NOON, workflow, memory, values), List.of());
    }

    private static Map<String, Value> everyValue() {
        Map<String, Value> values = new LinkedHashMap<>();
        values.put("empty text", Value.of(""));
        values.put("text", Value.of("quote \" backslash \\ newline \n nul \0 é € 漢字 \uD83D\uDE00"));
        for (long number : new long[] {0, 1, -1, 63, 64, -17, Integer.MIN_VALUE, Long.MIN_VALUE, Long.MAX_VALUE}) {
            values.put("int " + number, Value.of(number));
        }
        for (String number : List.of("0", "0.00", "0E+7", "-1.50", "1E+3", "123.4500", "9007199254740993.1")) {
            values.put("decimal " + number, Value.of(new BigDecimal(number)));
        }
        values.put("smallest decimal", Value.of(new BigDecimal(BigInteger.ONE, Value.MAX_DECIMAL_DIGITS)));
        values.put("largest decimal", Value.of(new BigDecimal(BigInteger.ONE, -Value.MAX_DECIMAL_DIGITS)));
        values.put("longest decimal", Value.of(new BigDecimal("-" + "7".repeat(Value.MAX_DECIMAL_DIGITS))));
        values.put("longest fraction", Value.of(new BigDecimal("-0." + "7".repeat(Value.MAX_DECIMAL_DIGITS))));
        values.put("true", Value.of(true));
        values.put("false", Value.of(false));
        values.put("null", Value.ofNull());
        values.put("empty list", Value.of(List.of()));
        values.put("empty map", Value.of(Map.of()));
        values.put("list", Value.of(List.copyOf(values.values())));
        values.put("map", Value.of(Map.copyOf(values)));
        return values;
    }

    private static Map<String, Value> awkwardNames() {
        Map<String, Value> values = new LinkedHashMap<>();
        for (String name : List.of("", " ", "@type", "type", "$ref", "text", "\"", "é", "漢字", "\uD83D\uDE00", "x\0")) {
            values.put(name, Value.of(name));
        }
        return values;
    }

    private static Value deepest(UnaryOperator<Value> wrap) {
        Value value = Value.of(1);
        while (value.depth() < Value.MAX_DEPTH) {
            value = wrap.apply(value);
        }
        return value;
    }

    private static List<HistoryEntry> everyRole() {
        return Arrays.stream(Role.values())
                .<HistoryEntry>map(role -> Message.of(role.name(), role, "said", NOON))
                .toList();
    }

    private static List<HistoryEntry> everyCallStatus() {
        return Arrays.stream(ToolCall.Status.values())
                .<HistoryEntry>map(status -> new ToolCall("call", "tool", "{}", "answer", status, Duration.ofMillis(7)))
                .toList();
    }

    private static List<HistoryEntry> everyAbsence() {
        return List.of(
                new Message("m1", Role.ASSISTANT, null, NOON, List.of("call"), null),
                new ToolCall("call", "tool", "{}", null, ToolCall.Status.PENDING, null),
                new ToolCall("call", "tool", "", "", ToolCall.Status.SUCCEEDED, null),
                new ToolCall("call", "tool", "{}", null, ToolCall.Status.CANCELLED, Duration.ZERO),
                new Message("m2", Role.TOOL, null, NOON, List.of(), "call"),
                new Message("m3", Role.ASSISTANT, "", NOON, List.of(), null));
    }

    private static SessionContext extremeTimes() {
        List<HistoryEntry> history = Stream.of(
                        Instant.MIN,
                        Instant.MAX,
                        Instant.EPOCH,
                        Instant.EPOCH.minusNanos(1),
                        Instant.EPOCH.plusNanos(1),
                        Instant.ofEpochSecond(-86_400, 5),
                        Instant.ofEpochSecond(1_700_000_000),
                        Instant.ofEpochSecond(1_700_000_000, 999_999_999),
                        Instant.parse("2262-04-11T23:47:17Z"))
                .<HistoryEntry>map(time -> Message.of(time.toString(), Role.USER, "now", time))
                .toList();
        return new SessionContext(
                new SessionHead("s", "u", "a", Instant.MIN, Instant.MAX, Workflow.NONE, Map.of(), Map.of()), history);
    }

    private static List<HistoryEntry> extremeDurations() {
        return Stream.of(
                        Duration.ZERO,
                        Duration.ofNanos(1),
                        Duration.ofNanos(-1),
                        Duration.ofSeconds(-5, 3),
                        Duration.ofSeconds(86_400),
                        Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
                        // One second longer and Jackson, which takes the absolute value, could not write it.
                        Duration.ofSeconds(-Long.MAX_VALUE))
                .<HistoryEntry>map(
                        time -> new ToolCall(time.toString(), "tool", "{}", "x", ToolCall.Status.SUCCEEDED, time))
                .toList();
    }

    /** Lengths on both sides of every bound at which a format changes how it writes a text. */
    private static List<HistoryEntry> textsOfEveryLength() {

        return IntStream.concat(
                        IntStream.rangeClosed(0, 80),
                        IntStream.of(127, 128, 255, 256, 511, 512, 8_191, 8_192, 32_767, 32_768, 65_535, 65_536))
                .boxed()
                .flatMap(length -> Stream.of("a", "é", "漢", "a€", "\uD83D\uDE00")
                        .<HistoryEntry>map(unit -> Message.of("m" + length, Role.USER, unit.repeat(length), NOON)))
                .toList();
    }

    private static List<HistoryEntry> longTexts() {
        return List.of(
                Message.of("latin", Role.USER, "plain text, and more of it. ".repeat(40_000), NOON),
                Message.of("curly", Role.USER, "plain text ".repeat(100_000) + "“quoted”", NOON),
                Message.of("chinese", Role.USER, "漢字かな交じり文".repeat(50_000), NOON),
                Message.of("emoji", Role.USER, "\uD83D\uDE00\uD83D\uDC4D\uD83C\uDFFD".repeat(50_000), NOON));
    }

    private static List<HistoryEntry> manyCallsOfOneMessage() {
        List<String> ids = IntStream.range(0, 300).mapToObj(i -> "call-" + i).toList();
        List<HistoryEntry> history = new ArrayList<>();
        history.add(new Message("m1", Role.ASSISTANT, null, NOON, ids, null));
        ids.forEach(id -> history.add(new ToolCall(id, "tool", "{}", id, ToolCall.Status.SUCCEEDED, Duration.ZERO)));
        return history;
    }

    private static List<HistoryEntry> manyEntries() {
        return IntStream.range(0, 70_000)
                .<HistoryEntry>mapToObj(i -> Message.of("m" + i, Role.USER, "entry " + i, NOON.plusSeconds(i)))
                .toList();
    }
}
