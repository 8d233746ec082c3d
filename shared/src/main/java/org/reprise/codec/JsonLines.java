package org.reprise.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.reprise.context.Value;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * The frame of the JSON form: each part of a context is one line that ends in a line feed, begins with the major
 * version, and holds the CRC-32C of all that follows the checksum, line feed included, as eight hexadecimal digits.
 *
 * <pre>
 * {"reprise":1,"crc32c":"0a1b2c3d","context":{"minor":0,"entries":2}}
 * {"reprise":1,"crc32c":"…","head":{…}}
 * {"reprise":1,"crc32c":"…","message":{…}}
 * {"reprise":1,"crc32c":"…","toolCall":{…}}
 * </pre>
 */
final class JsonLines {

    static final int MAJOR = 1;
    static final int MINOR = 0;

    /** The digits of a decimal, and its sign, point, leading zeros and exponent. */
    private static final int MAX_NUMBER_CHARS = Value.MAX_DECIMAL_DIGITS + 20;

    /** Far deeper than what is written, for the sake of fields that a later version may add. */
    private static final int MAX_DEPTH = 200;

    private static final int CRC_DIGITS = 8;
    private static final byte[] PREFIX =
            ("{\"reprise\":" + MAJOR + ",\"crc32c\":\"").getBytes(StandardCharsets.US_ASCII);

    /** Where the part of a line begins that the checksum covers. */
    private static final int COVERED = PREFIX.length + CRC_DIGITS;

    private static final JsonFactory JSON = JsonFactory.builder()
            // Escapes every surrogate by itself: unpaired ones come back, at the price of longer pairs.
            .disable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .rootValueSeparator((String) null)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(ContextCodec.MAX_BYTES)
                    .maxNameLength(ContextCodec.MAX_BYTES)
                    .maxNumberLength(MAX_NUMBER_CHARS)
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .build();

    private JsonLines() {}

    static JsonGenerator generator(EncodeBuffer target) {
        return JSON.createGenerator(ObjectWriteContext.empty(), target.asOutputStream());
    }

    /** Begins a line in {@code target}, and answers what {@link #end} needs. The generator writes to the target. */
    static int begin(JsonGenerator generator, EncodeBuffer target) {
        int start = target.size();
        generator.writeStartObject();
        generator.writeName("reprise");
        generator.writeNumber(MAJOR);
        generator.writeName("crc32c");
        generator.writeString("0".repeat(CRC_DIGITS));
        return start;
    }

    static void end(JsonGenerator generator, EncodeBuffer target, int start) {
        generator.writeEndObject();
        generator.flush();
        target.putByte('\n');
        byte[] digits = hex(target.crcFrom(start + COVERED)).getBytes(StandardCharsets.US_ASCII);
        target.replace(start + PREFIX.length, digits);
    }

    /**
     * A parser of the lines in a range. The names that it meets are its own: a shared table would keep, and copy, those
     * of all contexts.
     *
     * @throws MalformedContextException if the range does not begin as a line does, and so might be taken for UTF-16
     */
    static JsonParser parser(byte[] bytes, int offset, int length) {
        if (length > 0) {
            requirePrefix(bytes, offset, offset, offset + length);
        }
        return JSON.copy().createParser(ObjectReadContext.empty(), bytes, offset, length);
    }

    /**
     * The index after the line that begins at {@code start}, once its frame has been found right.
     *
     * @param feed where the first line feed from there on is, the limit or more if there is none
     * @throws MalformedContextException if it is not; offsets count from {@code origin}
     */
    static int check(byte[] bytes, int origin, int start, int feed, int limit) {
        requirePrefix(bytes, origin, start, limit);
        if (feed >= limit) {
            throw malformed((long) limit - origin, "the end of a line", "missing", "a line feed");
        }
        int end = feed + 1;
        if (end <= start + COVERED || bytes[start + COVERED] != '"') {
            throw malformed(
                    (long) start + PREFIX.length - origin,
                    "the checksum of a line",
                    text(bytes, start + PREFIX.length, Math.min(end - start - PREFIX.length, CRC_DIGITS + 1)),
                    CRC_DIGITS + " hexadecimal digits and a quotation mark");
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, start + COVERED, end - start - COVERED);
        String stored = text(bytes, start + PREFIX.length, CRC_DIGITS);
        String actual = hex((int) crc.getValue());
        if (!actual.equals(stored)) {
            throw malformed((long) start + PREFIX.length - origin, "the CRC-32C of a line", stored, actual);
        }
        return end;
    }

    private static void requirePrefix(byte[] bytes, int origin, int start, int limit) {
        int prefixEnd = Math.min(limit, start + PREFIX.length);
        int differing = Arrays.mismatch(PREFIX, 0, PREFIX.length, bytes, start, prefixEnd);
        if (differing >= 0) {
            throw malformed(
                    (long) start + differing - origin,
                    "the beginning of a line with its major version",
                    "'" + text(bytes, start, prefixEnd - start) + "'",
                    "'" + text(PREFIX, 0, PREFIX.length) + "'");
        }
    }

    static MalformedContextException malformed(long offset, String what, Object value, Object bound) {
        return new MalformedContextException(JsonCodec.NAME, offset, what, value, bound);
    }

    private static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }

    private static String hex(int crc) {
        return HexFormat.of().toHexDigits(crc);
    }
}
