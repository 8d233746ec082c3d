package org.reprise.codec;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;

/**
 * JSON Lines in UTF-8, readable by people and by any language, each line with the checksum that {@link JsonLines}
 * describes.
 *
 * <p>Values: a text is a JSON string; an integer a number without fraction and exponent; a decimal a number with one;
 * a list an array; a map an object. Times and durations are ISO 8601 texts.
 */
public final class JsonCodec implements ContextCodec {

    static final String NAME = "json";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void encode(SessionContext context, EncodeBuffer target) {
        append(target, encoder -> encoder.context(context));
    }

    @Override
    public void encodeHead(SessionHead head, EncodeBuffer target) {
        append(target, encoder -> encoder.head(head));
    }

    @Override
    public void encodeEntry(HistoryEntry entry, EncodeBuffer target) {
        append(target, encoder -> encoder.entry(entry));
    }

    @Override
    public SessionContext decode(byte[] bytes, int offset, int length) {
        try (JsonDecoder decoder = decoder(bytes, offset, length)) {
            return decoder.context();
        }
    }

    @Override
    public SessionHead decodeHead(byte[] bytes, int offset, int length) {
        try (JsonDecoder decoder = decoder(bytes, offset, length)) {
            SessionHead head = decoder.head();
            decoder.requireEnd();
            return head;
        }
    }

    @Override
    public List<HistoryEntry> decodeEntries(byte[] bytes, int offset, int length) {
        try (JsonDecoder decoder = decoder(bytes, offset, length)) {
            return decoder.entries();
        }
    }

    private static void append(EncodeBuffer target, Consumer<JsonEncoder> write) {
        target.allOrNothing(write, (out, writing) -> {
            try (JsonEncoder encoder = new JsonEncoder(out)) {
                writing.accept(encoder);
            }
        });
    }

    private static JsonDecoder decoder(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length > MAX_BYTES) {
            throw new MalformedContextException(NAME, 0, "the number of bytes", length, "at most " + MAX_BYTES);
        }
        return new JsonDecoder(bytes, offset, length);
    }
}
