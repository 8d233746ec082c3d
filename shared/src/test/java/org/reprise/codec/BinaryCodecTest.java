package org.reprise.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.reprise.codec.BinaryFormat.CONTEXT;
import static org.reprise.codec.BinaryFormat.ENTRIES;
import static org.reprise.codec.BinaryFormat.HEAD;
import static org.reprise.codec.BinaryFormat.MAGIC;
import static org.reprise.codec.BinaryFormat.MESSAGE;
import static org.reprise.codec.BinaryFormat.TOOL_CALL;
import static org.reprise.codec.BinaryFormat.VALUE_DECIMAL;
import static org.reprise.codec.BinaryFormat.VALUE_FIELDS;
import static org.reprise.codec.BinaryFormat.VALUE_INT;
import static org.reprise.codec.BinaryFormat.VALUE_ITEMS;
import static org.reprise.codec.BinaryFormat.VALUE_NULL;
import static org.reprise.codec.BinaryFormat.VALUE_TEXT;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reprise.context.Contexts;
import org.reprise.context.Durability;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.context.ToolCall;
import org.reprise.context.Value;
import org.reprise.context.Workflow;

class BinaryCodecTest extends ContextCodecContract {

    BinaryCodecTest() {
        super(new BinaryCodec());
    }

    @Test
    void handWrittenBytes_areDecoded() {
        byte[] head = BinaryBytes.headWithValue(out -> {
            out.putByte(VALUE_INT);
            out.putZigZag(-5);
        });
        byte[] entry = BinaryBytes.entry(BinaryCodecTest::emptyMessage);

        SessionContext decoded = codec.decode(concatenated(BinaryBytes.header(1), head, entry));

        assertThat(decoded.head().preferences()).isEqualTo(Map.of("p", Value.of(-5)));
        assertThat(decoded.history())
                .containsExactly(new Message("", Role.SYSTEM, null, Instant.EPOCH, List.of(), null));
    }

    @Test
    void ordinalsOfEnums_areAsInTheFormat() {
        assertThat(Role.values()).containsExactly(Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.TOOL);
        assertThat(Durability.values()).containsExactly(Durability.DURABLE, Durability.TRANSIENT);
        assertThat(ToolCall.Status.values())
                .containsExactly(
                        ToolCall.Status.PENDING,
                        ToolCall.Status.RUNNING,
                        ToolCall.Status.SUCCEEDED,
                        ToolCall.Status.FAILED,
                        ToolCall.Status.CANCELLED);
        assertThat(Workflow.Status.values())
                .containsExactly(
                        Workflow.Status.PENDING,
                        Workflow.Status.RUNNING,
                        Workflow.Status.WAITING,
                        Workflow.Status.COMPLETED,
                        Workflow.Status.FAILED,
                        Workflow.Status.CANCELLED);
    }

    @Test
    void longHistory_isWrittenInSegmentsOfBoundedSize() {
        Message entry = Message.of("m", Role.USER, "x".repeat(1_000), Contexts.NOON);
        SessionContext context = Contexts.with(Contexts.empty(), Collections.nCopies(200, entry));
        byte[] bytes = codec.encode(context);
        BinaryReader in = new BinaryReader("test", bytes, 0, bytes.length);
        in.endSegment(in.beginSegment(CONTEXT, "header"));
        in.endSegment(in.beginSegment(HEAD, "head"));

        int segments = 0;
        while (in.remaining() > 0) {
            int before = in.remaining();
            in.endSegment(in.beginSegment(ENTRIES, "entries"));
            assertThat(before - in.remaining()).isLessThan(BinaryFormat.SEGMENT_BYTES + 1_100);
            segments++;
        }

        assertThat(segments).isEqualTo(4);
    }

    @Test
    void anotherMajorVersion_isRefused() {
        byte[] bytes = BinaryBytes.segment(2 << 4 | 1, out -> {});

        MalformedContextException refusal = refusal(() -> codec.decode(bytes));

        assertThat(refusal).hasMessageContaining("the major version of the context's header is 2, allowed is 1");
        assertThat(refusal.offset()).isZero();
    }

    @Test
    void aSegmentOfAnotherKind_isRefused() {
        byte[] head = BinaryBytes.headWithPreferences(out -> out.putVarint(0));

        assertThat(refusal(() -> decodeEntries(head)))
                .hasMessageContaining("byte 0: the tag of a segment of entries is 0x12, allowed is 0x13");
        assertThat(refusal(() -> codec.decode(head)))
                .hasMessageContaining("byte 0: the tag of the context's header is 0x12, allowed is 0x11");
    }

    @Test
    void anotherMagicNumber_isRefused() {
        byte[] bytes = BinaryBytes.segment(CONTEXT, out -> out.putInt(MAGIC + 1));

        MalformedContextException refusal = refusal(() -> codec.decode(bytes));

        assertThat(refusal).hasMessageContaining("the magic number is 0x53525053, allowed is 0x53525052");
        assertThat(refusal.offset()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 2_000_000_000, Long.MAX_VALUE, -1})
    void moreEntriesThanTheBytesCanHold_areRefused(long entries) {
        byte[] bytes =
                concatenated(BinaryBytes.header(entries), BinaryBytes.headWithPreferences(out -> out.putVarint(0)));

        MalformedContextException refusal = refusal(() -> codec.decode(bytes));

        assertThat(refusal)
                .hasMessageContaining("the number of entries is " + Long.toUnsignedString(entries))
                .hasMessageContaining("allowed is 0 to 3 (bytes left: 22)");
        assertThat(refusal.offset()).isEqualTo(8);
    }

    @Test
    void fewerEntriesThanThereAre_areRefused() {
        byte[] head = BinaryBytes.headWithPreferences(out -> out.putVarint(0));
        byte[] entry = BinaryBytes.entry(BinaryCodecTest::emptyMessage);
        byte[] two = BinaryBytes.segment(ENTRIES, out -> {
            for (int i = 0; i < 2; i++) {
                int block = out.beginBlock();
                emptyMessage(out);
                out.endBlock(block);
            }
        });

        assertThat(refusal(() -> codec.decode(concatenated(BinaryBytes.header(0), head, entry))))
                .hasMessageContaining("the number of bytes after the end is " + entry.length + ", allowed is 0");
        assertThat(refusal(() -> codec.decode(concatenated(BinaryBytes.header(1), head, two))))
                .hasMessageContaining("the number of bytes of entries beyond the number of entries is 7, allowed is 0");
    }

    @Test
    void aSegmentWithoutEntries_isRefused() {
        assertThat(refusal(() -> decodeEntries(BinaryBytes.segment(ENTRIES, out -> {}))))
                .hasMessageContaining("the number of bytes left for an entry is 0, allowed is at least 2");
    }

    @Test
    void aSegmentThatEndsBeforeItsChecksum_isRefused() {
        byte[] bytes = BinaryBytes.headWithPreferences(out -> out.putVarint(0));
        byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);

        MalformedContextException refusal = refusal(() -> decodeHead(cut));

        assertThat(refusal.offset()).isEqualTo(1);
        assertThat(refusal.value()).isEqualTo(Integer.toString(bytes.length - 7));
        assertThat(refusal.bound()).contains("bytes left: " + (bytes.length - 4));
    }

    @Test
    void aSegmentLengthBeyondTheBytes_isRefused() {
        byte[] bytes = {HEAD, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0, 0, 0, 0};

        MalformedContextException refusal = refusal(() -> decodeHead(bytes));

        assertThat(refusal).hasMessageContaining("the length of the head is 2147483647");
        assertThat(refusal.offset()).isEqualTo(1);
    }

    @Test
    void aTextLengthBeyondTheBytes_isRefused() {
        byte[] bytes = BinaryBytes.headWithValue(out -> {
            out.putByte(VALUE_TEXT);
            out.putVarint(4L << 1);
            ascii(out, "abc");
        });

        MalformedContextException refusal = refusal(() -> decodeHead(bytes));

        assertThat(refusal)
                .hasMessageContaining("the length of a text is 4, allowed is 0 to 3 characters (bytes left: 3)");
        assertThat(refusal.offset()).isEqualTo(BinaryBytes.fromEnd(bytes, 4));
    }

    @Test
    void aUtf16LengthBeyondTheBytes_isRefused() {
        byte[] bytes = BinaryBytes.headWithValue(out -> {
            out.putByte(VALUE_TEXT);
            out.putVarint(2L << 1 | 1);
            ascii(out, "abc");
        });

        assertThat(refusal(() -> decodeHead(bytes)))
                .hasMessageContaining("the length of a text is 2, allowed is 0 to 1 characters (bytes left: 3)");
    }

    @ParameterizedTest
    @ValueSource(longs = {Integer.MAX_VALUE, 1L << 33, Long.MAX_VALUE, -1, -2})
    void hugeTextLengths_areRefused(long header) {
        byte[] bytes = BinaryBytes.headWithValue(out -> {
            out.putByte(VALUE_TEXT);
            out.putVarint(header);
        });

        assertThat(refusal(() -> decodeHead(bytes))).hasMessageContaining("the length of a text is " + (header >>> 1));
    }

    @Test
    void aNumberOfElevenBytes_isRefused() {
        assertNumberRefused(out -> {
            for (int i = 0; i < 10; i++) {
                out.putByte(0x80);
            }
            out.putByte(0x01);
        });
    }

    @Test
    void aNumberOf65Bits_isRefused() {
        assertNumberRefused(out -> {
            for (int i = 0; i < 9; i++) {
                out.putByte(0xFF);
            }
            out.putByte(0x02);
        });
    }

    private void assertNumberRefused(Consumer<EncodeBuffer> number) {
        EncodeBuffer digits = new EncodeBuffer();
        number.accept(digits);
        byte[] bytes = BinaryBytes.headWithValue(out -> {
            out.putByte(VALUE_INT);
            number.accept(out);
        });

        MalformedContextException refusal = refusal(() -> decodeHead(bytes));

        assertThat(refusal).hasMessageContaining("an integer is a number of more than 64 bits");
        assertThat(refusal.offset()).isEqualTo(BinaryBytes.fromEnd(bytes, digits.size()));
    }

    @Test
    void aNumberThatGoesOnBeyondItsBlock_isRefused() {
        byte[] bytes = BinaryBytes.headWithValue(out -> {
            out.putByte(VALUE_INT);
            out.putByte(0x80);
            out.putByte(0x80);
        });

        MalformedContextException refusal = refusal(() -> decodeHead(bytes));

        assertThat(refusal).hasMessageContaining("bytes left for an integer is 2, allowed is at least 3");
        assertThat(refusal.offset()).isEqualTo(BinaryBytes.fromEnd(bytes, 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {VALUE_ITEMS, VALUE_FIELDS})
    void moreItemsThanTheBytesCanHold_areRefused(int tag) {
        byte[] bytes = BinaryBytes.headWithValue(out -> {
            out.putByte(tag);
            out.putVarint(1L << 40);
            ascii(out, "abcd");
        });

        assertThat(refusal(() -> decodeHead(bytes)))
                .hasMessageContaining("is 1099511627776, allowed is 0 to " + (tag == VALUE_ITEMS ? 4 : 2))
                .hasMessageContaining("(bytes left: 4)");
    }

    @Test
    void aValueNestedTooDeep_isRefused() {
        byte[] deepestList = BinaryBytes.headWithValue(out -> nestedLists(out, Value.MAX_DEPTH));
        byte[] deeperList = BinaryBytes.headWithValue(out -> nestedLists(out, Value.MAX_DEPTH + 1));
        byte[] deepestMap = BinaryBytes.headWithValue(out -> nestedMaps(out, Value.MAX_DEPTH));
        byte[] deeperMap = BinaryBytes.headWithValue(out -> nestedMaps(out, Value.MAX_DEPTH + 1));

        assertThat(decodeHead(deepestList).preferences().get("p").depth()).isEqualTo(Value.MAX_DEPTH);
        assertThat(decodeHead(deepestMap).preferences().get("p").depth()).isEqualTo(Value.MAX_DEPTH);
        assertThat(refusal(() -> decodeHead(deeperList)))
                .hasMessageContaining("the depth of a value is 33, allowed is 1 to 32");
        assertThat(refusal(() -> decodeHead(deeperMap)))
                .hasMessageContaining("the depth of a value is 33, allowed is 1 to 32");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 40})
    void aNameThatStandsTwice_isRefusedHoweverManyStandBetween(int between) {
        byte[] bytes = BinaryBytes.headWithPreferences(out -> {
            out.putVarint(2 + between);
            named(out, "tone");
            IntStream.range(0, between).forEach(i -> named(out, "name" + i));
            named(out, "tone");
        });

        MalformedContextException refusal = refusal(() -> decodeHead(bytes));

        assertThat(refusal).hasMessageContaining("how often the name 'tone' stands in preferences is 2, allowed is 1");
    }

    private static void named(EncodeBuffer out, String name) {
        out.putText(name);
        out.putByte(VALUE_NULL);
    }

    @Test
    void namesThatStandInOneAnother_areNotTwice() {
        Value inner = Value.of(Map.of("tone", Value.of(List.of(Value.of("calm"), Value.of(1)))));
        Map<String, Value> preferences = new LinkedHashMap<>();
        preferences.put("tone", Value.of(Map.of("tone", inner, "list", Value.of(List.of(inner, inner)))));
        preferences.put("last", Value.of(BigDecimal.valueOf(Long.MIN_VALUE, 3)));
        SessionHead head =
                new SessionHead("s", "u", "a", Instant.EPOCH, Instant.EPOCH, Workflow.NONE, Map.of(), preferences);

        assertThat(decodeHead(new BinaryCodec().encodeHead(head)).preferences()).containsExactlyEntriesOf(preferences);
    }

    @Test
    void anUnknownTagOfAValue_isRefused() {
        byte[] bytes = BinaryBytes.headWithValue(out -> out.putByte(8));

        MalformedContextException refusal = refusal(() -> decodeHead(bytes));

        assertThat(refusal).hasMessageContaining("a value's tag is 8, allowed is 0 to 7");
        assertThat(refusal.offset()).isEqualTo(BinaryBytes.fromEnd(bytes, 1));
    }

    @Test
    void anUnknownKindOfEntry_isRefused() {
        byte[] bytes = BinaryBytes.entry(out -> out.putByte(3));

        assertThat(refusal(() -> decodeEntries(bytes))).hasMessageContaining("an entry's kind is 3, allowed is 1 or 2");
    }

    @Test
    void unknownConstants_areRefused() {
        byte[] role = BinaryBytes.entry(out -> {
            out.putByte(MESSAGE);
            out.putByte(Role.values().length);
        });
        byte[] status = BinaryBytes.entry(out -> {
            out.putByte(TOOL_CALL);
            out.putByte(ToolCall.Status.values().length);
        });
        byte[] durability = BinaryBytes.headWithMemory(out -> {
            out.putVarint(1);
            out.putText("m");
            int block = out.beginBlock();
            out.putByte(Durability.values().length);
            out.putByte(VALUE_NULL);
            out.endBlock(block);
        });
        byte[] workflow = BinaryBytes.headWithPreferences(out -> out.putVarint(0));
        int statusAt = BinaryBytes.fromEnd(workflow, 4);
        workflow[statusAt] = (byte) Workflow.Status.values().length;

        assertThat(refusal(() -> decodeEntries(role))).hasMessageContaining("a message's role is 4, allowed is 0 to 3");
        assertThat(refusal(() -> decodeEntries(role)).offset()).isEqualTo(BinaryBytes.fromEnd(role, 1));
        assertThat(refusal(() -> decodeEntries(status)))
                .hasMessageContaining("a call's status is 5, allowed is 0 to 4");
        assertThat(refusal(() -> decodeHead(durability)))
                .hasMessageContaining("a variable's durability is 2, allowed is 0 to 1");
        assertThat(refusal(() -> decodeHead(BinaryBytes.repaired(workflow))))
                .hasMessageContaining("byte " + statusAt + ": the workflow's status is 6, allowed is 0 to 5");
    }

    @ParameterizedTest
    @ValueSource(longs = {-31_557_014_167_219_201L, 31_556_889_864_403_200L, Long.MIN_VALUE, Long.MAX_VALUE})
    void timesOutOfRange_areRefused(long seconds) {
        byte[] bytes = messageAt(seconds, 0);

        assertThat(refusal(() -> decodeEntries(bytes)))
                .hasMessageContaining(
                        "a message's time is " + seconds + " s, allowed is -31557014167219200 to 31556889864403199 s");
    }

    @Test
    void fractionsOfASecondOutOfRange_areRefused() {
        assertThat(refusal(() -> decodeEntries(messageAt(0, 1_000L << 2 | 2))))
                .hasMessageContaining("the fraction of a message's time is 1000, allowed is 0 to 999");
        assertThat(refusal(() -> decodeEntries(messageAt(0, 1_000_000L << 2 | 1))))
                .hasMessageContaining("the fraction of a message's time is 1000000, allowed is 0 to 999999");
        assertThat(refusal(() -> decodeEntries(messageAt(0, 1_000_000_000L << 2))))
                .hasMessageContaining("the fraction of a message's time is 1000000000, allowed is 0 to 999999999");
        assertThat(refusal(() -> decodeEntries(messageAt(0, -1L << 2))))
                .hasMessageContaining("the fraction of a message's time is " + (-1L << 2 >>> 2));
        assertThat(refusal(() -> decodeEntries(messageAt(0, 7))))
                .hasMessageContaining("the unit of a message's time is 3, allowed is 0 to 2");
    }

    @Test
    void decimalsOfTooManyDigits_areRefused() {
        BigInteger digits1001 = BigInteger.TEN.pow(Value.MAX_DECIMAL_DIGITS);

        assertThat(refusal(() -> decodeHead(decimal(0, digits1001.toByteArray()))))
                .hasMessageContaining("a decimal's number of digits is 1001, allowed is at most 1000");
        assertThat(refusal(() -> decodeHead(decimal(0, new byte[421]))))
                .hasMessageContaining("the length of a decimal is 421, allowed is 1 to 420");
        assertThat(refusal(() -> decodeHead(decimal(0, new byte[0]))))
                .hasMessageContaining("the length of a decimal is 0, allowed is 1 to 420");
    }

    @ParameterizedTest
    @ValueSource(longs = {1_001, -1_001, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE})
    void decimalsOfATooLargeScale_areRefused(long scale) {
        byte[] bytes = decimal(scale, new byte[] {1});

        assertThat(refusal(() -> decodeHead(bytes)))
                .hasMessageContaining("a decimal's scale is " + scale + ", allowed is -1000 to 1000");
    }

    @Test
    void decimals_takeAnyBytesOfTheSameNumber() {
        assertThat(decodeHead(decimal(2, new byte[] {0, 0, 1})).preferences())
                .isEqualTo(Map.of("p", Value.of(new BigDecimal("0.01"))));
    }

    @Test
    void blocksLongerThanWhatHoldsThem_areRefused() {
        byte[] bytes = BinaryBytes.segment(ENTRIES, out -> {
            out.putByte(0);
            out.putByte(3);
            out.putByte(MESSAGE);
        });

        MalformedContextException refusal = refusal(() -> decodeEntries(bytes));

        assertThat(refusal).hasMessageContaining("the length of an entry is 3, allowed is 0 to 1 (bytes left)");
        assertThat(refusal.offset()).isEqualTo(3);
    }

    @Test
    void whatABlockLacks_isNotTakenFromBehindIt() {
        byte[] bytes = BinaryBytes.segment(ENTRIES, out -> {
            for (int i = 0; i < 2; i++) {
                int block = out.beginBlock();
                out.putByte(MESSAGE);
                out.endBlock(block);
            }
        });

        assertThat(refusal(() -> decodeEntries(bytes)))
                .hasMessageContaining("the number of bytes left for a message's flags is 0, allowed is at least 1");
    }

    @Test
    void hostileNames_makeShortMessagesOfOneLine() {
        byte[] bytes = BinaryBytes.headWithPreferences(out -> {
            out.putVarint(2);
            for (int i = 0; i < 2; i++) {
                out.putText("\n" + "x".repeat(100_000));
                out.putByte(VALUE_NULL);
            }
        });

        assertThat(refusal(() -> decodeHead(bytes)).getMessage().length()).isLessThan(1_000);
        assertThat(refusal(() -> decodeHead(bytes)).getMessage()).doesNotContain("\n");
    }

    private static MalformedContextException refusal(Runnable decoding) {
        return catchThrowableOfType(MalformedContextException.class, decoding::run);
    }

    private static byte[] messageAt(long seconds, long fraction) {
        return BinaryBytes.entry(out -> {
            out.putByte(MESSAGE);
            out.putByte(0);
            out.putText("m");
            out.putZigZag(seconds);
            out.putVarint(fraction);
        });
    }

    private static void ascii(EncodeBuffer out, String characters) {
        characters.chars().forEach(out::putByte);
    }

    private static void emptyMessage(EncodeBuffer out) {
        out.putByte(MESSAGE);
        out.putByte(0);
        out.putText("");
        out.putZigZag(0);
        out.putVarint(0);
    }

    private static byte[] decimal(long scale, byte[] unscaled) {
        return BinaryBytes.headWithValue(out -> {
            out.putByte(VALUE_DECIMAL);
            out.putZigZag(scale);
            out.putVarint(unscaled.length);
            out.append(unscaled, 0, unscaled.length);
        });
    }

    private static void nestedMaps(EncodeBuffer out, int depth) {
        for (int i = 1; i < depth; i++) {
            out.putByte(VALUE_FIELDS);
            out.putVarint(1);
            out.putText("");
        }
        out.putByte(VALUE_NULL);
    }

    private static void nestedLists(EncodeBuffer out, int depth) {
        for (int i = 1; i < depth; i++) {
            out.putByte(VALUE_ITEMS);
            out.putVarint(1);
        }
        out.putByte(VALUE_NULL);
    }
}
