package org.reprise.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.resume.Position;
import org.reprise.resume.RefusalCode;

/** What every frame format does. */
abstract class FrameFormatContract {

    private static final Arbitrary<Long> NUMBERS = Arbitraries.longs();
    private static final Arbitrary<String> TEXTS =
            Arbitraries.strings().ofMaxLength(40).injectDuplicates(0.05);

    private final FrameFormat format;

    FrameFormatContract(FrameFormat format) {
        this.format = format;
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void frameThatIsEncodedAndDecoded_isTheSame(@ForAll("frames") Frame frame) {
        assertThat(format.decode(format.encode(frame))).isEqualTo(frame);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void textOfAMessage_isUtf8(@ForAll("frames") Frame frame) {
        WireMessage message = format.encode(frame);

        assertThat(message.length()).isEqualTo(message.bytes().remaining());
        if (message instanceof WireMessage.Text text) {
            assertThat(WireMessage.Text.of(text.text())).isEqualTo(text);
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void frameThatWasCut_isAFrameOrRefused(@ForAll("frames") Frame frame, @ForAll double share) {
        WireMessage message = format.encode(frame);
        if (message instanceof WireMessage.Text text) {
            decodeOrRefuse(WireMessage.Text.of(
                    text.text().substring(0, part(text.text().length(), share))));
        } else if (message instanceof WireMessage.Binary binary) {
            ByteBuffer bytes = binary.bytes();
            bytes.limit(part(bytes.remaining(), share));
            decodeOrRefuse(binary);
        }
    }

    @Property
    void anyText_isAFrameOrRefused(@ForAll String text) {
        decodeOrRefuse(WireMessage.Text.of(text));
    }

    @Property
    void anyObject_isAFrameOrRefused(
            @ForAll("types") String type, @ForAll("names") List<String> names, @ForAll("values") List<String> values) {
        StringBuilder object = new StringBuilder("{\"type\":\"" + type + "\"");
        for (int i = 0; i < Math.min(names.size(), values.size()); i++) {
            object.append(",\"").append(names.get(i)).append("\":").append(values.get(i));
        }
        decodeOrRefuse(WireMessage.Text.of(object + "}"));
    }

    @Property
    void anyBytes_areAFrameOrRefused(@ForAll byte[] bytes) {
        decodeOrRefuse(new WireMessage.Binary(ByteBuffer.wrap(bytes)));
    }

    @Example
    void jsonBeyondTheBoundsOfItsParser_isRefused() {
        for (String value :
                List.of("[".repeat(2_000), "9".repeat(2_000), "0." + "9".repeat(2_000), "{\"" + "n".repeat(60_000))) {
            decodeOrRefuse(WireMessage.Text.of("{\"type\":\"ping\",\"nonce\":" + value));
        }
    }

    private static int part(int length, double share) {
        return (int) (length * Math.abs(share % 1));
    }

    /** Any other exception fails the test. */
    private void decodeOrRefuse(WireMessage message) {
        try {
            assertThat(format.decode(message)).isNotNull();
        } catch (FrameException e) {
            assertThat(e.closeCode()).isEqualTo(CloseCode.BAD_FRAME);
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Provide
    Arbitrary<String> types() {
        return Arbitraries.of("hello", "message", "ping", "pong", "ack", "refused", "welcome", "head", "entries", "");
    }

    @Provide
    Arbitrary<List<String>> names() {
        return Arbitraries.of(
                        "token",
                        "epoch",
                        "lastSequence",
                        "clientMessageId",
                        "message",
                        "nonce",
                        "sequence",
                        "code",
                        "outcome",
                        "attachment",
                        "from",
                        "to",
                        "headDigest",
                        "dropped")
                .list()
                .uniqueElements()
                .ofMaxSize(14);
    }

    @Provide
    Arbitrary<List<String>> values() {
        return Arbitraries.of(
                        "null",
                        "1",
                        "-1",
                        "1e400",
                        "1.5",
                        "99999999999999999999",
                        "\"\"",
                        "\"0f\"",
                        "[]",
                        "[1]",
                        "{}",
                        "{\"id\":\"m\",\"content\":\"c\",\"at\":\"2026-01-01T00:00:00Z\"}",
                        "{\"id\":1,\"content\":null,\"at\":\"never\"}")
                .list()
                .ofSize(14);
    }

    @Provide
    Arbitrary<Frame> frames() {
        Arbitrary<Payload> payloads = Arbitraries.bytes()
                .array(byte[].class)
                .ofMaxSize(60)
                .map(bytes -> {
                    // A payload of the text format is text.
                    byte[] text = new byte[bytes.length];
                    for (int i = 0; i < bytes.length; i++) {
                        text[i] = (byte) (' ' + (bytes[i] & 0x3F));
                    }
                    return Payload.of(Arrays.copyOf(text, text.length));
                });
        Arbitrary<Message> said = Combinators.combine(
                        TEXTS, TEXTS, Arbitraries.longs().between(0, 4_000_000_000L))
                .as((id, content, seconds) ->
                        Message.of(id, Role.USER, content, Instant.ofEpochSecond(seconds, seconds % 1_000)));
        return Arbitraries.oneOf(
                Combinators.combine(TEXTS, NUMBERS, NUMBERS)
                        .as((token, epoch, sequence) -> new Frame.Hello(token, new Position(epoch, sequence))),
                Combinators.combine(NUMBERS, said).as(Frame.ClientMessage::new),
                NUMBERS.map(Frame.Ping::new),
                NUMBERS.map(Frame.Pong::new),
                Combinators.combine(NUMBERS, NUMBERS).as(Frame.Ack::new),
                Arbitraries.of(RefusalCode.class).map(Frame.Refused::new),
                Combinators.combine(
                                Arbitraries.of(Frame.Outcome.class),
                                NUMBERS,
                                NUMBERS,
                                NUMBERS,
                                NUMBERS,
                                NUMBERS,
                                TEXTS,
                                TEXTS.list().ofMaxSize(3))
                        .as(Frame.Welcome::new),
                payloads.map(Frame.Head::new),
                Combinators.combine(NUMBERS, Arbitraries.integers(), payloads).as(Frame.Entries::new));
    }
}
