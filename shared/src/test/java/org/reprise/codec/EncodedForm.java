package org.reprise.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionContext;

/**
 * One of the three forms that a codec writes, with an example of it.
 *
 * @param name the form
 * @param content what was encoded
 * @param bytes what came of it
 * @param decoder reads the form
 */
record EncodedForm(String name, Object content, byte[] bytes, Decoder decoder) {

    interface Decoder {
        Object decode(byte[] bytes, int offset, int length);
    }

    /** {@code context} as a whole, its head, and its history as entries one after another. */
    static Stream<EncodedForm> of(ContextCodec codec, SessionContext context) {
        return Stream.of(
                new EncodedForm("context", context, codec.encode(context), codec::decode),
                new EncodedForm("head", context.head(), codec.encodeHead(context.head()), codec::decodeHead),
                new EncodedForm("entries", context.history(), entries(codec, context.history()), codec::decodeEntries));
    }

    static byte[] entries(ContextCodec codec, List<HistoryEntry> history) {
        EncodeBuffer buffer = new EncodeBuffer();
        history.forEach(entry -> codec.encodeEntry(entry, buffer));
        return buffer.toByteArray();
    }

    Object decode(byte[] bytes) {
        return decoder.decode(bytes, 0, bytes.length);
    }

    /** The exception at {@code damaged}; fails if it is decoded, or answered with another exception. */
    MalformedContextException refusal(byte[] damaged) {
        return refusal(damaged, 0, damaged.length);
    }

    MalformedContextException refusal(byte[] damaged, int offset, int length) {
        try {
            decoder.decode(damaged, offset, length);
        } catch (MalformedContextException e) {
            return checked(e, length);
        }
        return fail("damaged %s was decoded: %s", name, HexFormat.of().formatHex(damaged, offset, offset + length));
    }

    /** {@code refusal} of {@code length} bytes, once it is found to name a place among them, a value and a bound. */
    static MalformedContextException checked(MalformedContextException refusal, int length) {
        assertThat(refusal.offset()).as(refusal.getMessage()).isBetween(0L, (long) length);
        assertThat(refusal.bound()).isNotEmpty();
        assertThat(refusal.getMessage())
                .contains("byte " + refusal.offset() + ":")
                .contains(" is " + refusal.value() + ",")
                .contains(" allowed is " + refusal.bound() + ";")
                .doesNotContain("\n");
        return refusal;
    }

    @Override
    public String toString() {
        return name;
    }
}
