package org.reprise.codec;

import static org.reprise.codec.BinaryFormat.CONTEXT;
import static org.reprise.codec.BinaryFormat.CRC_BYTES;
import static org.reprise.codec.BinaryFormat.ENTRIES;
import static org.reprise.codec.BinaryFormat.HEAD;
import static org.reprise.codec.BinaryFormat.LONG_LENGTH_BYTES;
import static org.reprise.codec.BinaryFormat.MAGIC;
import static org.reprise.codec.BinaryFormat.MAX_SHORT_LENGTH;
import static org.reprise.codec.BinaryFormat.MINOR;
import static org.reprise.codec.BinaryFormat.SHORT_LENGTH_BYTES;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** Writes the binary form by hand, right in its frame and anything inside. */
public final class BinaryBytes {

    private BinaryBytes() {}

    static byte[] segment(int tag, Consumer<EncodeBuffer> body) {
        EncodeBuffer out = new EncodeBuffer();
        out.putByte(tag);
        int block = out.beginBlock();
        body.accept(out);
        out.endBlock(block);
        out.putInt(out.crcFrom(0));
        return out.toByteArray();
    }

    static byte[] header(long entries) {
        return segment(CONTEXT, out -> {
            out.putInt(MAGIC);
            out.putByte(MINOR);
            out.putVarint(entries);
        });
    }

    /** A head of which {@code preferences} writes the count of the preferences and all that follows. */
    static byte[] headWithPreferences(Consumer<EncodeBuffer> preferences) {
        return headWithMemory(out -> {
            out.putVarint(0);
            preferences.accept(out);
        });
    }

    /** A head of which {@code memory} writes the count of the variables and all that follows. */
    static byte[] headWithMemory(Consumer<EncodeBuffer> memory) {
        return segment(HEAD, out -> {
            for (int text = 0; text < 3; text++) {
                out.putText("");
            }
            for (int time = 0; time < 2; time++) {
                out.putZigZag(0);
                out.putVarint(0);
            }
            int workflow = out.beginBlock();
            out.putText("");
            out.putText("");
            out.putByte(0);
            out.putVarint(0);
            out.endBlock(workflow);
            memory.accept(out);
        });
    }

    /** A head with one preference, of which {@code value} writes the value. */
    static byte[] headWithValue(Consumer<EncodeBuffer> value) {
        return headWithPreferences(out -> {
            out.putVarint(1);
            out.putText("p");
            value.accept(out);
        });
    }

    /** A segment of one entry, of which {@code entry} writes the kind and all that follows. */
    static byte[] entry(Consumer<EncodeBuffer> entry) {
        return segment(ENTRIES, out -> {
            int block = out.beginBlock();
            entry.accept(out);
            out.endBlock(block);
        });
    }

    /** Where in {@code segment} the {@code bytes} before its checksum begin. */
    static int fromEnd(byte[] segment, int bytes) {
        return segment.length - CRC_BYTES - bytes;
    }

    /** {@code bytes} with a right checksum in each of its segments, as far as segments can be told. */
    public static byte[] repaired(byte[] bytes) {
        ByteBuffer repaired = ByteBuffer.wrap(bytes.clone());
        while (repaired.remaining() > 1 + SHORT_LENGTH_BYTES) {
            int start = repaired.position();
            int length = repaired.getShort(start + 1) & 0xFFFF;
            int body = start + 1 + SHORT_LENGTH_BYTES;
            if (length > MAX_SHORT_LENGTH) {
                body = start + 1 + LONG_LENGTH_BYTES;
                if (body > repaired.limit()) {
                    break;
                }
                length = repaired.getInt(start + 1) & Integer.MAX_VALUE;
            }
            if (length > repaired.limit() - body - CRC_BYTES) {
                break;
            }
            CRC32C crc = new CRC32C();
            crc.update(repaired.array(), start, body + length - start);
            repaired.position(body + length);
            repaired.putInt(Integer.reverseBytes((int) crc.getValue()));
        }
        return repaired.array();
    }
}
