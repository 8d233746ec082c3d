package org.reprise.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.fastjson2.JSONB;
import com.esotericsoftware.kryo.io.Output;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.apache.fory.Fory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.reprise.benchmarks.codec.CodecType;
import org.reprise.codec.BinaryCodec;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.smile.SmileMapper;

/** What becomes of texts cut in mid-character, of altered bytes, and of fields that a newer version added. */
class DamageTest {

    private static final byte[] ADDED = "added".getBytes(StandardCharsets.US_ASCII);

    /** The context comes back as it was; as another, silently; or not at all, because writer or reader refuses. */
    enum Outcome {
        EXACT,
        OTHER_CONTEXT,
        NOT_WRITTEN,
        NOT_READ
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
                    CODEC    | LONE SURROGATE | AMONG CHINESE | LOW BIT FLIPPED | HIGH BIT FLIPPED
                    BINARY   | EXACT          | EXACT         | NOT_READ        | NOT_READ
                    JSON     | EXACT          | EXACT         | NOT_READ        | NOT_READ
                    JACKSON  | EXACT          | EXACT         | OTHER_CONTEXT   | NOT_READ
                    SMILE    | NOT_WRITTEN    | NOT_WRITTEN   | OTHER_CONTEXT   | NOT_READ
                    FORY     | EXACT          | EXACT         | OTHER_CONTEXT   | OTHER_CONTEXT
                    JSONB    | NOT_WRITTEN    | EXACT         | OTHER_CONTEXT   | OTHER_CONTEXT
                    KRYO     | EXACT          | EXACT         | OTHER_CONTEXT   | OTHER_CONTEXT
                    PROTOBUF | OTHER_CONTEXT  | OTHER_CONTEXT    | OTHER_CONTEXT   | NOT_READ
                    MSGPACK  | OTHER_CONTEXT  | OTHER_CONTEXT    | OTHER_CONTEXT   | OTHER_CONTEXT
                    JAVA     | EXACT          | EXACT         | OTHER_CONTEXT   | NOT_READ
                    """)
    void damagedText_comesBackAsTheTableSays(
            CodecType codec, Outcome loneSurrogate, Outcome amongChinese, Outcome lowBitFlipped, Outcome highBitFlipped) {
        assertThat(roundTrip(codec, "Thank you \uD83D", 0)).isEqualTo(loneSurrogate);
        assertThat(roundTrip(codec, "谢谢您\uD83D", 0)).isEqualTo(amongChinese);
        assertThat(roundTrip(codec, "letters".repeat(10_000), 0x01)).isEqualTo(lowBitFlipped);
        assertThat(roundTrip(codec, "letters".repeat(10_000), 0x80)).isEqualTo(highBitFlipped);
    }

    @ParameterizedTest
    @EnumSource
    void refusedContext_leavesTheInstanceUsable(CodecType codec) {
        ContextSerializer serializer = codec.newSerializer();
        SessionContext sound = EdgeContexts.saying("Thank you");

        roundTrip(serializer, "Thank you \uD83D", 0);

        assertThat(serializer.deserialize(serializer.serialize(sound))).isEqualTo(sound);
    }

    @Test
    void jacksonReader_skipsAnAddedField() {
        SessionContext context = EdgeContexts.saying("Thank you");

        byte[] newer = withAddedField(JsonMapper.builder(), new JacksonSerializer().serialize(context));

        assertThat(new JacksonSerializer().deserialize(newer)).isEqualTo(context);
    }

    @Test
    void smileReader_skipsAnAddedField() {
        SessionContext context = EdgeContexts.saying("Thank you");

        byte[] newer = withAddedField(SmileMapper.builder(), new SmileSerializer().serialize(context));

        assertThat(new SmileSerializer().deserialize(newer)).isEqualTo(context);
    }

    @Test
    void protobufReader_skipsAnAddedField() throws IOException {
        SessionContext context = EdgeContexts.saying("Thank you");
        ByteArrayOutputStream newer = new ByteArrayOutputStream();
        newer.writeBytes(new ProtobufSerializer().serialize(context));
        CodedOutputStream output = CodedOutputStream.newInstance(newer);
        output.writeString(99, "added");
        output.flush();

        assertThat(new ProtobufSerializer().deserialize(newer.toByteArray())).isEqualTo(context);
    }

    @Test
    void foryReader_skipsAnAddedField() {
        SessionContext context = EdgeContexts.saying("Thank you");
        Fory newer = ForySerializer.fory(NewerContext.class);

        byte[] bytes = newer.serialize(new NewerContext(context.head(), "added", context.history()));

        assertThat(new ForySerializer().deserialize(bytes)).isEqualTo(context);
    }

    @Test
    void binaryReader_skipsAnAddedField() {
        BinaryCodec codec = new BinaryCodec();
        HistoryEntry entry = EdgeContexts.saying("Thank you").history().get(0);
        byte[] older = codec.encodeEntry(entry);
        int covered = older.length - Integer.BYTES;
        // A tag, the length of the segment, that of the entry, the entry, and the checksum of all before.
        ByteBuffer newer = ByteBuffer.allocate(older.length + ADDED.length);
        newer.put(older, 0, covered).put(ADDED);
        for (int length : new int[] {1, 3}) {
            newer.putShort(length, (short) (newer.getShort(length) + ADDED.length));
        }
        newer.order(ByteOrder.LITTLE_ENDIAN).putInt(crc(newer.array(), 0, covered + ADDED.length));

        assertThat(codec.decodeEntries(newer.array(), 0, newer.capacity())).containsExactly(entry);
    }

    @Test
    void jsonReader_skipsAnAddedField() {
        ContextSerializer serializer = CodecType.JSON.newSerializer();
        SessionContext context = EdgeContexts.saying("Thank you");

        String newer = new String(serializer.serialize(context), StandardCharsets.UTF_8)
                .lines()
                .map(line -> withRightChecksum(line.substring(0, line.length() - 2) + ",\"added\":1}}\n"))
                .collect(Collectors.joining());

        assertThat(newer).contains("added");
        assertThat(serializer.deserialize(newer.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(context);
    }

    private static String withRightChecksum(String line) {
        String before = "\"crc32c\":\"";
        int digits = line.indexOf(before) + before.length();
        byte[] covered = line.substring(digits + 2 * Integer.BYTES).getBytes(StandardCharsets.UTF_8);
        return line.substring(0, digits)
                + HexFormat.of().toHexDigits(crc(covered, 0, covered.length))
                + new String(covered, StandardCharsets.UTF_8);
    }

    @Test
    void javaReader_skipsAnAddedField() throws Exception {
        SessionContext context = EdgeContexts.saying("Thank you");
        Object form;
        try (ObjectInputStream input =
                new ObjectInputStream(new ByteArrayInputStream(new JavaSerializer().serialize(context)))) {
            form = input.readObject();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
            output.writeObject(new NextContextForm(part(form, "head"), "added", part(form, "history")));
        }

        byte[] newer = bytes.toString(StandardCharsets.ISO_8859_1)
                .replace(NextContextForm.class.getName(), form.getClass().getName())
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(new JavaSerializer().deserialize(newer)).isEqualTo(context);
    }

    /** What a later version writes; its name is as long as that of the class which it stands for. */
    private record NextContextForm(Serializable head, String added, Serializable history) implements Serializable {}

    private static Serializable part(Object form, String name) throws ReflectiveOperationException {
        Method part = form.getClass().getDeclaredMethod(name);
        part.setAccessible(true);
        return (Serializable) part.invoke(form);
    }

    @Test
    void jsonbReader_misreadsAnAddedField() {
        assertMisreadsAnAddedField(CodecType.JSONB, JSONB.toBytes("added"), 1);
    }

    @Test
    void msgPackReader_misreadsAnAddedField() throws IOException {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            packer.packString("added");
            assertMisreadsAnAddedField(CodecType.MSGPACK, packer.toByteArray(), 1);
        }
    }

    @Test
    void kryoReader_misreadsAnAddedField() {
        try (Output output = new Output(ADDED.length + 1)) {
            output.writeString("added");
            assertMisreadsAnAddedField(CodecType.KRYO, output.toBytes(), 0);
        }
    }

    /**
     * Puts {@code added} behind the first of two messages, with which the bytes end.
     *
     * @param counted what is added to the first byte of a message, which with some holds the number of its fields
     */
    private static void assertMisreadsAnAddedField(CodecType codec, byte[] added, int counted) {
        ContextSerializer serializer = codec.newSerializer();
        SessionContext one = EdgeContexts.saying("Thank you");
        SessionContext none = new SessionContext(one.head(), List.of());
        SessionContext two = new SessionContext(
                one.head(), List.of(one.history().get(0), one.history().get(0)));
        byte[] older = serializer.serialize(two);
        int first = serializer.serialize(none).length;
        int second = serializer.serialize(one).length;
        assertThat(Arrays.copyOfRange(older, first, second))
                .as("one message, then the same again")
                .isEqualTo(Arrays.copyOfRange(older, second, older.length));

        byte[] newer = ByteBuffer.allocate(older.length + added.length)
                .put(older, 0, second)
                .put(added)
                .put(older, second, older.length - second)
                .array();
        newer[first] += (byte) counted;

        assertThat(read(serializer, newer, two)).isIn(Outcome.OTHER_CONTEXT, Outcome.NOT_READ);
    }

    private static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /** A {@link SessionContext} of a later version. */
    public record NewerContext(SessionHead head, String added, List<HistoryEntry> history) {}

    private static byte[] withAddedField(MapperBuilder<?, ?> builder, byte[] bytes) {
        ObjectMapper mapper = builder.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
        ObjectNode context = (ObjectNode) mapper.readTree(bytes);
        context.putObject("added").put("inside", 1);
        return mapper.writeValueAsBytes(context);
    }

    private static Outcome roundTrip(CodecType codec, String text, int flippedBits) {
        return roundTrip(codec.newSerializer(), text, flippedBits);
    }

    private static Outcome roundTrip(ContextSerializer serializer, String text, int flippedBits) {
        SessionContext context = EdgeContexts.saying(text);
        byte[] bytes;
        try {
            bytes = serializer.serialize(context);
        } catch (RuntimeException e) {
            return Outcome.NOT_WRITTEN;
        }
        bytes[bytes.length / 2] ^= (byte) flippedBits;
        return read(serializer, bytes, context);
    }

    private static Outcome read(ContextSerializer serializer, byte[] bytes, SessionContext context) {
        SessionContext decoded;
        try {
            decoded = serializer.deserialize(bytes);
        } catch (RuntimeException e) {
            return Outcome.NOT_READ;
        }
        return decoded.equals(context) ? Outcome.EXACT : Outcome.OTHER_CONTEXT;
    }
}
