package org.reprise.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reprise.context.Contexts;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.context.ToolCall;
import org.reprise.context.Value;
import org.reprise.context.Variable;
import org.reprise.context.Workflow;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonCodecTest extends ContextCodecContract {

    private static final String MESSAGE = "{\"id\":\"\",\"role\":\"user\",\"at\":\"1970-01-01T00:00:00Z\"}";

    JsonCodecTest() {
        super(new JsonCodec());
    }

    @Test
    void entries_areLinesThatPeopleCanRead() {
        Message message = new Message("m1", Role.ASSISTANT, "Grüße", Contexts.NOON, List.of("c1"), null);
        ToolCall call = new ToolCall("c1", "f", "{}", "ok", ToolCall.Status.SUCCEEDED, Duration.ofMillis(1_500));

        assertThat(withoutChecksum(codec.encodeEntry(message)))
                .isEqualTo("{\"reprise\":1,\"crc32c\":\"\",\"message\":{\"id\":\"m1\",\"role\":\"assistant\","
                        + "\"at\":\"2026-01-02T12:00:00Z\",\"content\":\"Grüße\",\"toolCallIds\":[\"c1\"]}}\n");
        assertThat(withoutChecksum(codec.encodeEntry(call)))
                .isEqualTo(
                        "{\"reprise\":1,\"crc32c\":\"\",\"toolCall\":{\"id\":\"c1\",\"name\":\"f\","
                                + "\"status\":\"succeeded\",\"arguments\":\"{}\",\"result\":\"ok\",\"duration\":\"PT1.5S\"}}\n");
    }

    @Test
    void heads_areLinesThatPeopleCanRead() {
        SessionHead head = new SessionHead(
                "s",
                "u",
                "a",
                Instant.EPOCH,
                Contexts.NOON,
                new Workflow("refund", "ask", Workflow.Status.WAITING, Map.of("n", Value.of(1))),
                Map.of("x", Variable.scratch(Value.of(true))),
                Map.of("price", Value.of(new BigDecimal("5")), "C:\\", Value.ofNull()));
        SessionHead onePreference = new SessionHead(
                "s",
                "u",
                "a",
                Instant.EPOCH,
                Contexts.NOON,
                head.workflow(),
                head.memory(),
                Map.of("C:\\", Value.of(5)));

        assertThat(withoutChecksum(codec.encodeHead(onePreference)))
                .isEqualTo("{\"reprise\":1,\"crc32c\":\"\",\"head\":{\"sessionId\":\"s\",\"userId\":\"u\","
                        + "\"agentId\":\"a\",\"createdAt\":\"1970-01-01T00:00:00Z\","
                        + "\"updatedAt\":\"2026-01-02T12:00:00Z\",\"workflow\":{\"name\":\"refund\",\"step\":\"ask\","
                        + "\"status\":\"waiting\",\"state\":{\"n\":1}},"
                        + "\"memory\":{\"x\":{\"value\":true,\"durability\":\"transient\"}},"
                        + "\"preferences\":{\"C:\\\\\\\\\":5}}}\n");
        assertThat(withoutChecksum(codec.encodeHead(head))).contains("\"price\":5e0");
    }

    @Test
    void everyLine_isJsonForAnyParser() {
        JsonMapper mapper = new JsonMapper();
        String[] lines = new String(codec.encode(Contexts.small()), StandardCharsets.UTF_8).split("\n", -1);

        assertThat(lines).hasSize(2 + Contexts.small().history().size() + 1).endsWith("");
        for (int i = 0; i < lines.length - 1; i++) {
            JsonNode line = mapper.readTree(lines[i]);
            assertThat(line.properties()).hasSize(3);
            assertThat(line.get("reprise").intValue()).isEqualTo(1);
            assertThat(line.get("crc32c").asString()).matches("[0-9a-f]{8}");
        }
    }

    @Test
    void handWrittenLines_areDecoded() {
        SessionContext decoded = codec.decode(concatenated(
                JsonBytes.header("1"),
                JsonBytes.head("{\"x\": {\"value\": [1, 2.50, \"\\ud83d\\ude00\"]}}", " { } "),
                JsonBytes.line("message", MESSAGE)));

        assertThat(decoded.head().memory())
                .isEqualTo(Map.of(
                        "x",
                        Variable.durable(Value.of(
                                List.of(Value.of(1), Value.of(new BigDecimal("2.50")), Value.of("\ud83d\ude00"))))));
        assertThat(decoded.history()).containsExactly(new Message("", Role.USER, null, Instant.EPOCH, List.of(), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "0", "12", "-1"})
    void anotherMajorVersion_isRefused(String major) {
        byte[] bytes =
                line(MESSAGE).replace("\"reprise\":1", "\"reprise\":" + major).getBytes(StandardCharsets.UTF_8);

        MalformedContextException refusal = refusal(() -> decodeEntries(bytes));

        assertThat(refusal)
                .hasMessageContaining("the beginning of a line with its major version is '{\"reprise\":" + major)
                .hasMessageContaining("allowed is '{\"reprise\":1,");
        assertThat(refusal.offset()).isBetween(11L, 12L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"feff", "fffe0000", "0000feff", "0000fffe", "feff0000", "efbbbf", "7b00", "0000007b", "007b0000"
            })
    void bytesInAnotherEncoding_areRefused(String beginning) {
        byte[] bytes = concatenated(HexFormat.of().parseHex(beginning), JsonBytes.line("message", MESSAGE));

        assertThat(refusal(() -> decodeEntries(bytes))).hasMessageContaining("the beginning of a line");
    }

    @Test
    void aLineWithoutItsLineFeed_isRefused() {
        String line = line(MESSAGE);
        byte[] bytes = line.substring(0, line.length() - 1).getBytes(StandardCharsets.UTF_8);

        MalformedContextException refusal = refusal(() -> decodeEntries(bytes));

        assertThat(refusal).hasMessageContaining("the end of a line is missing, allowed is a line feed");
        assertThat(refusal.offset()).isEqualTo(bytes.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "0123\n", "0123456\n", "01234567\n", "012345678\"\n"})
    void aChecksumOfAnotherLength_isRefused(String checksum) {
        byte[] bytes = JsonBytes.repaired(("{\"reprise\":1,\"crc32c\":\"" + checksum).getBytes(StandardCharsets.UTF_8));

        MalformedContextException refusal = refusal(() -> decodeEntries(bytes));

        assertThat(refusal)
                .hasMessageContaining("the checksum of a line is ")
                .hasMessageContaining("allowed is 8 hexadecimal digits and a quotation mark");
        assertThat(refusal.offset()).isEqualTo(23);
    }

    @Test
    void aWrongChecksum_isRefused() {
        byte[] bytes = line(MESSAGE)
                .replaceFirst("crc32c\":\"........", "crc32c\":\"00000000")
                .getBytes(StandardCharsets.UTF_8);

        MalformedContextException refusal = refusal(() -> decodeEntries(bytes));

        assertThat(refusal).hasMessageContaining("the CRC-32C of a line is 00000000, allowed is ");
        assertThat(refusal.offset()).isEqualTo(23);
        assertThat(refusal.bound()).isEqualTo(line(MESSAGE).substring(23, 31));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000", "2000000000", "9223372036854775807", "-1"})
    void moreEntriesThanTheBytesCanHold_areRefused(String entries) {
        byte[] bytes = concatenated(JsonBytes.header(entries), JsonBytes.head("{}", "{}"));

        assertThat(refusal(() -> codec.decode(bytes)))
                .hasMessageContaining(
                        "/context/entries is " + entries + ", allowed is 0 to 3, for which bytes are left");
    }

    @Test
    void anotherNumberOfEntriesThanThereAre_isRefused() {
        byte[] head = JsonBytes.head("{}", "{}");
        byte[] entry = JsonBytes.line("message", MESSAGE);

        assertThat(refusal(() -> codec.decode(concatenated(JsonBytes.header("0"), head, entry))))
                .hasMessageContaining("the number of bytes after the end is " + entry.length + ", allowed is 0");
        assertThat(refusal(() -> codec.decode(concatenated(JsonBytes.header("2"), head, entry))))
                .hasMessageContaining("the beginning of a line with its major version is ''");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    123456789012345678901234567890 | /head/preferences/p is 123456789012345678901234567890, allowed is an integer of 64 bits
                    9223372036854775808            | allowed is an integer of 64 bits
                    1e1001                         | /head/preferences/p is 1e1001, allowed is a decimal of at most 1000 digits
                    1e-1001                        | /head/preferences/p is 1e-1001, allowed is a decimal of at most 1000 digits
                    1e2147483647                   | allowed is a decimal of at most 1000 digits
                    1e99999999999999               | /head/preferences/p is 1e99999999999999, allowed is a decimal
                    1e                             | the JSON of a line is
                    NaN                            | the JSON of a line is
                    Infinity                       | the JSON of a line is
                    tru                            | the JSON of a line is
                    "\\x"                          | the JSON of a line is
                    [1,]                           | the JSON of a line is
                    [1                             | the JSON of a line is
                    {"a":1,"a":2}                  | how often the name of /head/preferences/p/a stands there is 2, allowed is 1
                    {"a":1,"\\u0061":2}            | how often the name of /head/preferences/p/a stands there is 2, allowed is 1
                    {"a":1,"\\\\u0061":2}          | stands there is 2, allowed is 1
                    {"\\\\":2}                     | allowed is a name in which backslashes are escaped
                    {"\\\\u12":2}                  | allowed is a name in which backslashes are escaped
                    {"\\\\u+123":2}                | allowed is a name in which backslashes are escaped
                    {"\\\\x":2}                    | allowed is a name in which backslashes are escaped
                    """)
    void hostileValues_areRefused(String value, String message) {
        assertThat(refusal(() -> decodeHead(JsonBytes.headWithValue(value)))).hasMessageContaining(message);
    }

    @Test
    void numbersOfThousandsOfDigits_areRefused() {
        String digits = "9".repeat(1_001);

        assertThat(refusal(() -> decodeHead(JsonBytes.headWithValue(digits + "e0"))))
                .hasMessageContaining("allowed is a decimal of at most 1000 digits");
        assertThat(refusal(() -> decodeHead(JsonBytes.headWithValue("9".repeat(1_000_000)))))
                .hasMessageContaining("Number value length");
        assertThat(refusal(() -> decodeHead(JsonBytes.headWithValue("0." + "9".repeat(1_000_000)))))
                .hasMessageContaining("Number value length");
    }

    @Test
    void aValueNestedTooDeep_isRefused() {
        byte[] deepestList = JsonBytes.headWithValue(nested(Value.MAX_DEPTH));
        byte[] deepestMap = JsonBytes.headWithValue(nestedMaps(Value.MAX_DEPTH));

        assertThat(decodeHead(deepestList).preferences().get("p").depth()).isEqualTo(Value.MAX_DEPTH);
        assertThat(decodeHead(deepestMap).preferences().get("p").depth()).isEqualTo(Value.MAX_DEPTH);
        assertThat(refusal(() -> decodeHead(JsonBytes.headWithValue(nestedMaps(Value.MAX_DEPTH + 1)))))
                .hasMessageContaining("is 33, allowed is 1 to 32");
        assertThat(refusal(() -> decodeHead(JsonBytes.headWithValue(nested(Value.MAX_DEPTH + 1)))))
                .hasMessageContaining("is 33, allowed is 1 to 32");
        assertThat(refusal(() -> decodeHead(JsonBytes.headWithValue(nested(100_000)))))
                .hasMessageContaining("is 33, allowed is 1 to 32");
    }

    @Test
    void unknownFieldsNestedTooDeep_areRefused() {
        byte[] bytes = JsonBytes.line("message", "{\"unknown\":" + nested(100_000) + "," + MESSAGE.substring(1));

        assertThat(refusal(() -> decodeEntries(bytes))).hasMessageContaining("nesting depth");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "role":"user" | "role":"USER"    | /message/role is USER, allowed is [system, user, assistant, tool]
                    "role":"user" | "role":3         | /message/role is VALUE_NUMBER_INT, allowed is VALUE_STRING
                    "role":"user" | "x":1            | the field 'role' of /message is missing, allowed is there
                    "id":""       | "id":null        | /message/id is VALUE_NULL, allowed is VALUE_STRING
                    00:00:00Z     | 00:00:60Z        | /message/at is 1970-01-01T00:00:60Z, allowed is an ISO 8601 time
                    1970-         | +1000000001-     | /message/at is +1000000001-01-01T00:00:00Z, allowed is an ISO 8601 time
                    1970-         | -1000000001-     | allowed is an ISO 8601 time
                    "id":""       | "id":"","toolCallIds":[""      | the JSON of a line is
                    "id":""       | "id":"","toolCallIds":["",1]   | /message/toolCallIds/1 is VALUE_NUMBER_INT, allowed is VALUE_STRING
                    "id":""       | "id":"","toolCallIds":{}       | /message/toolCallIds is START_OBJECT, allowed is START_ARRAY
                    """)
    void hostileMessages_areRefused(String part, String replacement, String message) {
        assertThat(MESSAGE).contains(part);
        byte[] bytes = JsonBytes.line("message", MESSAGE.replace(part, replacement));

        assertThat(refusal(() -> decodeEntries(bytes))).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "pending"       | "done"    | /toolCall/status is done, allowed is [pending, running, succeeded, failed, cancelled]
                    "PT1S"          | "1s"      | /toolCall/duration is 1s, allowed is an ISO 8601 duration
                    "PT1S"          | "PT9223372036854775808S" | allowed is an ISO 8601 duration
                    "arguments":""  | "x":""    | the field 'arguments' of /toolCall is missing, allowed is there
                    """)
    void hostileCalls_areRefused(String part, String replacement, String message) {
        String call = "{\"id\":\"\",\"name\":\"\",\"status\":\"pending\",\"arguments\":\"\",\"duration\":\"PT1S\"}";
        assertThat(call).contains(part);
        byte[] bytes = JsonBytes.line("toolCall", call.replace(part, replacement));

        assertThat(refusal(() -> decodeEntries(bytes))).hasMessageContaining(message);
    }

    @Test
    void hostileHeads_areRefused() {
        String time = "1970-01-01T00:00:00Z";
        String workflow = JsonBytes.WORKFLOW;

        assertThat(refusal(() -> decodeHead(JsonBytes.head(time, workflow.replace("pending", "idle"), "{}", "{}"))))
                .hasMessageContaining("/head/workflow/status is idle, allowed is "
                        + "[pending, running, waiting, completed, failed, cancelled]");
        assertThat(refusal(() -> decodeHead(JsonBytes.head("noon", workflow, "{}", "{}"))))
                .hasMessageContaining("/head/createdAt is noon, allowed is an ISO 8601 time");
        assertThat(refusal(() -> decodeHead(JsonBytes.head(time, "{}", "{}", "{}"))))
                .hasMessageContaining("the field 'name' of /head/workflow is missing");
        assertThat(refusal(() -> decodeHead(JsonBytes.head("{\"m\":{\"durability\":\"durable\"}}", "{}"))))
                .hasMessageContaining("the field 'value' of /head/memory/m is missing");
        assertThat(refusal(() -> decodeHead(JsonBytes.head("{\"m\":{\"value\":1,\"durability\":\"\"}}", "{}"))))
                .hasMessageContaining("/head/memory/m/durability is , allowed is [durable, transient]");
        assertThat(refusal(() -> decodeHead(JsonBytes.head("{\"m\":{\"value\":1},\"m\":{\"value\":1}}", "{}"))))
                .hasMessageContaining("how often the name of /head/memory/m stands there is 2, allowed is 1");
    }

    @Test
    void anUnknownPart_isRefused() {
        assertThat(refusal(() -> decodeEntries(JsonBytes.line("summary", "{}"))))
                .hasMessageContaining("the part of a line is summary, allowed is message or toolCall");
        assertThat(refusal(() -> decodeEntries(JsonBytes.framed("\"}\n"))))
                .hasMessageContaining("the part of a line is missing, allowed is context, head, message or toolCall");
    }

    @Test
    void anotherPartThanTheExpected_isRefused() {
        byte[] message = JsonBytes.line("message", MESSAGE);

        assertThat(refusal(() -> codec.decode(message)))
                .hasMessageContaining("the part of a line is message, allowed is context");
        assertThat(refusal(() -> decodeHead(message)))
                .hasMessageContaining("the part of a line is message, allowed is head");
        assertThat(refusal(() -> decodeEntries(JsonBytes.head("{}", "{}"))))
                .hasMessageContaining("the part of a line is head, allowed is message or toolCall");
    }

    @Test
    void tokensOfAnotherKindThanTheExpected_areRefused() {
        assertThat(refusal(() -> decodeEntries(JsonBytes.line("message", "[]"))))
                .hasMessageContaining("/message is START_ARRAY, allowed is START_OBJECT");
        assertThat(refusal(() -> codec.decode(JsonBytes.header("\"0\""))))
                .hasMessageContaining("/context/entries is VALUE_STRING, allowed is VALUE_NUMBER_INT");
        assertThat(refusal(() -> codec.decode(JsonBytes.header("0.0"))))
                .hasMessageContaining("/context/entries is VALUE_NUMBER_FLOAT, allowed is VALUE_NUMBER_INT");
        assertThat(refusal(() -> codec.decode(JsonBytes.line("context", "{\"minor\":0}"))))
                .hasMessageContaining("the field 'entries' of /context is missing");
    }

    @Test
    void whatFollowsThePartOfALine_isRefused() {
        assertThat(refusal(() -> decodeEntries(JsonBytes.framed("\",\"message\":" + MESSAGE + ",\"more\":1}\n"))))
                .hasMessageContaining(
                        "what follows the part of a line is PROPERTY_NAME, allowed is the end of the line");
        assertThat(refusal(() -> decodeEntries(JsonBytes.framed("\",\"message\":" + MESSAGE + "} {}\n"))))
                .hasMessageContaining("the end of the JSON of a line is ");
        assertThat(refusal(() -> decodeEntries(JsonBytes.framed("\",\"message\":" + MESSAGE + "\n"))))
                .hasMessageContaining("the JSON of a line is");
    }

    @Test
    void theOffset_isThatOfTheTokenInAllLines() {
        byte[] first = codec.encodeEntry(Message.of("m", Role.USER, "漢", Contexts.NOON));
        byte[] second = JsonBytes.line("message", MESSAGE.replace("\"user\"", "\"nobody\""));
        String text = new String(second, StandardCharsets.UTF_8);

        MalformedContextException refusal = refusal(() -> decodeEntries(concatenated(first, second)));

        assertThat(refusal.offset()).isEqualTo(first.length + text.indexOf("\"nobody\""));
        assertThat(refusal.value()).isEqualTo("nobody");
    }

    @Test
    void hostileNames_makeShortMessagesOfOneLine() {
        String name = "\"\\n" + "x".repeat(100_000) + "\"";
        byte[] bytes = JsonBytes.headWithValue("{" + name + ":1," + name + ":2}");

        MalformedContextException refusal = refusal(() -> decodeHead(bytes));

        assertThat(refusal).hasMessageContaining("how often the name of ");
        assertThat(refusal.getMessage().length()).isLessThan(1_000);
        assertThat(refusal.getMessage()).doesNotContain("\n");
    }

    @Test
    void decimals_areToldFromIntegersByTheirWriting() {
        for (String number :
                List.of("0", "7", "-7", "0.0", "1.50", "1E+3", "1E-10", "0E-7", "-0.001", "12345678901234567890")) {
            Value value = Value.of(new BigDecimal(number));
            HistoryEntry none = Message.of("", Role.USER, "", Contexts.NOON);
            SessionContext context = new SessionContext(
                    Contexts.empty().head().withMemory(Map.of("n", Variable.durable(value))), List.of(none));

            assertThat(codec.decode(codec.encode(context))).isEqualTo(context);
        }
    }

    private static MalformedContextException refusal(Runnable decoding) {
        return catchThrowableOfType(MalformedContextException.class, decoding::run);
    }

    private static String line(String message) {
        return new String(JsonBytes.line("message", message), StandardCharsets.UTF_8);
    }

    private static String withoutChecksum(byte[] line) {
        String text = new String(line, StandardCharsets.UTF_8);
        return text.substring(0, 23) + text.substring(31);
    }

    private static String nestedMaps(int depth) {
        return "{\"x\":".repeat(depth - 1) + "null" + "}".repeat(depth - 1);
    }

    private static String nested(int depth) {
        return "[".repeat(depth - 1) + "null" + "]".repeat(depth - 1);
    }
}
