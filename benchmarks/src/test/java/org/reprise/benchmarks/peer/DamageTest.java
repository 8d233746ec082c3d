package org.reprise.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.fory.Fory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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

    /** The context comes back as it was; as another, silently; or not at all, because writer or reader refuses. */
    enum Outcome {
        EXACT,
        OTHER_CONTEXT,
        NOT_WRITTEN,
        NOT_READ
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
                    PEER     | LONE SURROGATE | AMONG CHINESE | LOW BIT FLIPPED | HIGH BIT FLIPPED
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
            Peer peer, Outcome loneSurrogate, Outcome amongChinese, Outcome lowBitFlipped, Outcome highBitFlipped) {
        assertThat(roundTrip(peer, "Thank you \uD83D", 0)).isEqualTo(loneSurrogate);
        assertThat(roundTrip(peer, "谢谢您\uD83D", 0)).isEqualTo(amongChinese);
        assertThat(roundTrip(peer, "letters".repeat(10_000), 0x01)).isEqualTo(lowBitFlipped);
        assertThat(roundTrip(peer, "letters".repeat(10_000), 0x80)).isEqualTo(highBitFlipped);
    }

    @ParameterizedTest
    @EnumSource
    void refusedContext_leavesTheInstanceUsable(Peer peer) {
        ContextSerializer serializer = peer.newSerializer();
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

    /** A {@link SessionContext} of a later version. */
    public record NewerContext(SessionHead head, String added, List<HistoryEntry> history) {}

    private static byte[] withAddedField(MapperBuilder<?, ?> builder, byte[] bytes) {
        ObjectMapper mapper = builder.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
        ObjectNode context = (ObjectNode) mapper.readTree(bytes);
        context.putObject("added").put("inside", 1);
        return mapper.writeValueAsBytes(context);
    }

    private static Outcome roundTrip(Peer peer, String text, int flippedBits) {
        return roundTrip(peer.newSerializer(), text, flippedBits);
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
        SessionContext decoded;
        try {
            decoded = serializer.deserialize(bytes);
        } catch (RuntimeException e) {
            return Outcome.NOT_READ;
        }
        return decoded.equals(context) ? Outcome.EXACT : Outcome.OTHER_CONTEXT;
    }
}
