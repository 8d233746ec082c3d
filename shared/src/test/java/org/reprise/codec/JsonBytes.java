package org.reprise.codec;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Writes the JSON form by hand, right in its frame and anything inside. */
public final class JsonBytes {

    private static final String PREFIX = "{\"reprise\":1,\"crc32c\":\"";
    private static final int CRC_DIGITS = 8;
    private static final int COVERED = PREFIX.length() + CRC_DIGITS;

    static final String WORKFLOW = "{\"name\":\"\",\"step\":\"\",\"status\":\"pending\",\"state\":{}}";

    private JsonBytes() {}

    /** A line of one part. */
    static byte[] line(String part, String content) {
        return framed("\",\"" + part + "\":" + content + "}\n");
    }

    /** A line that goes on with {@code covered} after its checksum. */
    static byte[] framed(String covered) {
        return repaired((PREFIX + "0".repeat(CRC_DIGITS) + covered).getBytes(StandardCharsets.UTF_8));
    }

    static byte[] header(String entries) {
        return line("context", "{\"minor\":0,\"entries\":" + entries + "}");
    }

    static byte[] head(String memory, String preferences) {
        return head("1970-01-01T00:00:00Z", WORKFLOW, memory, preferences);
    }

    static byte[] head(String createdAt, String workflow, String memory, String preferences) {
        return line(
                "head",
                "{\"sessionId\":\"\",\"userId\":\"\",\"agentId\":\"\",\"createdAt\":\"" + createdAt
                        + "\",\"updatedAt\":\"1970-01-01T00:00:00Z\",\"workflow\":" + workflow + ",\"memory\":" + memory
                        + ",\"preferences\":" + preferences + "}");
    }

    static byte[] headWithValue(String value) {
        return head("{}", "{\"p\":" + value + "}");
    }

    /** {@code bytes} with a right checksum in each line that is long enough for one. */
    public static byte[] repaired(byte[] bytes) {
        byte[] repaired = bytes.clone();
        int start = 0;
        for (int end = 1; end <= repaired.length; end++) {
            if (repaired[end - 1] == '\n') {
                repair(repaired, start, end);
                start = end;
            }
        }
        return repaired;
    }

    private static void repair(byte[] bytes, int start, int end) {
        if (end - start > COVERED) {
            CRC32C crc = new CRC32C();
            crc.update(bytes, start + COVERED, end - start - COVERED);
            byte[] digits = HexFormat.of().toHexDigits((int) crc.getValue()).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(digits, 0, bytes, start + PREFIX.length(), digits.length);
        }
    }
}
