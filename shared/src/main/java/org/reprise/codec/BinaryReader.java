package org.reprise.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Reads the primitives of {@link BinaryFormat} from a range of an array, and never beyond the block that it is in.
 *
 * <p>Every length and count is checked against the bytes that are left before anything is allocated for it.
 */
final class BinaryReader {

    private final String codec;
    private final byte[] bytes;
    private final ByteBuffer littleEndian;
    private final int origin;
    private int position;
    private int limit;

    /** The characters of one UTF-16 text on their way; the same array for one text after the other. */
    private char[] scratch = {};

    /** Where what was read last begins: the place that an exception names. */
    private int start;

    /** @param codec the name by which exceptions call the form */
    BinaryReader(String codec, byte[] bytes, int offset, int length) {
        this.codec = codec;
        this.bytes = bytes;
        this.littleEndian = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.origin = offset;
        this.position = offset;
        this.limit = offset + length;
        this.start = offset;
    }

    /** The index in the array of what is read next. */
    int position() {
        return position;
    }

    /** Goes to an index that {@link #position} has answered within the same block. */
    void seek(int position) {
        this.position = position;
    }

    /** What is left of the block, in bytes. */
    int remaining() {
        return limit - position;
    }

    int readByte(String what) {
        begin(1, what);
        return bytes[position++] & 0xFF;
    }

    /** Four bytes, lowest first. */
    int readInt(String what) {
        begin(Integer.BYTES, what);
        int at = position;
        position += Integer.BYTES;
        return (bytes[at] & 0xFF)
                | (bytes[at + 1] & 0xFF) << 8
                | (bytes[at + 2] & 0xFF) << 16
                | (bytes[at + 3] & 0xFF) << 24;
    }

    long readVarint(String what) {
        begin(1, what);
        byte first = bytes[position];
        if (first >= 0) {
            position++;
            return first;
        }
        return readLongVarint(what);
    }

    private long readLongVarint(String what) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            require(position - start + 1, what);
            int next = bytes[position++] & 0xFF;
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                if (shift == 63 && next > 1) {
                    break;
                }
                return value;
            }
        }
        throw malformed(what, "a number of more than 64 bits", "a number of at most 64 bits");
    }

    long readZigZag(String what) {
        long value = readVarint(what);
        return (value >>> 1) ^ -(value & 1);
    }

    /** A number of items that each take at least {@code leastBytes} of what is left. */
    int readCount(String what, int leastBytes) {
        return requireCount(readVarint(what), what, leastBytes);
    }

    /** {@code count}, read just now, once it is known that as many items can be in what is left. */
    int requireCount(long count, String what, int leastBytes) {
        long most = remaining() / leastBytes;
        if (count < 0 || count > most) {
            throw malformed(what, Long.toUnsignedString(count), "0 to " + most + " (bytes left: " + remaining() + ")");
        }
        return (int) count;
    }

    /** The length of bytes that follow; so many are left. */
    int readLength(String what, int least, int most) {
        int length = readCount(what, 1);
        if (length < least || length > most) {
            throw malformed(what, length, least + " to " + most);
        }
        return length;
    }

    /** As many bytes as {@link #readLength} has answered. */
    byte[] readBytes(int length) {
        byte[] copy = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return copy;
    }

    /** A number in two's complement, the highest byte first, of as many bytes as {@link #readLength} has answered, 1 to 8. */
    long readSigned(int length) {
        long value = bytes[position++];
        for (int i = 1; i < length; i++) {
            value = value << Byte.SIZE | bytes[position++] & 0xFF;
        }
        return value;
    }

    String readText(String what) {
        long header = readVarint(what);
        long characters = header >>> 1;
        boolean utf16 = (header & 1) != 0;
        long most = utf16 ? remaining() / Character.BYTES : remaining();
        if (characters > most) {
            throw malformed(
                    "the length of " + what,
                    characters,
                    "0 to " + most + " characters (bytes left: " + remaining() + ")");
        }
        return utf16 ? readUtf16((int) characters) : readLatin1((int) characters);
    }

    private String readLatin1(int characters) {
        String text = new String(bytes, position, characters, StandardCharsets.ISO_8859_1);
        position += characters;
        return text;
    }

    private String readUtf16(int characters) {
        if (scratch.length < characters) {
            scratch = new char[Math.max(characters, 2 * scratch.length)];
        }
        littleEndian.position(position).asCharBuffer().get(scratch, 0, characters);
        position += characters * Character.BYTES;
        return new String(scratch, 0, characters);
    }

    /** Enters a block; what is read until {@link #endBlock} is within it. Answers what that method needs. */
    int beginBlock(String what) {
        int length = readBlockLength(what);
        if (length > remaining()) {
            throw malformed("the length of " + what, length, "0 to " + remaining() + " (bytes left)");
        }
        int outer = limit;
        limit = position + length;
        return outer;
    }

    /** Leaves a block, over what it holds beyond what has been read. */
    void endBlock(int outer) {
        position = limit;
        limit = outer;
    }

    private int readBlockLength(String what) {
        begin(BinaryFormat.SHORT_LENGTH_BYTES, what);
        int high = nextShort();
        if (high <= BinaryFormat.MAX_SHORT_LENGTH) {
            return high;
        }
        require(BinaryFormat.LONG_LENGTH_BYTES, what);
        return (high & BinaryFormat.MAX_SHORT_LENGTH) << 16 | nextShort();
    }

    private int nextShort() {
        return (bytes[position++] & 0xFF) << 8 | bytes[position++] & 0xFF;
    }

    /** Passes over a block. */
    void skipBlock(String what) {
        endBlock(beginBlock(what));
    }

    /**
     * Enters a segment of the kind that {@code tag} names, after its checksum has been found right. Answers what
     * {@link #endSegment} needs.
     */
    int beginSegment(int tag, String what) {
        int segment = position;
        int length = readSegmentLength(tag, what);
        int body = position;
        CRC32C crc = new CRC32C();
        crc.update(bytes, segment, body + length - segment);
        position = body + length;
        int stored = readInt(what);
        if ((int) crc.getValue() != stored) {
            throw malformed(
                    "the CRC-32C of " + what,
                    "0x" + Integer.toHexString(stored),
                    "0x" + Long.toHexString(crc.getValue()));
        }
        position = body;
        int outer = limit;
        limit = body + length;
        return outer;
    }

    /** Passes over a segment of the kind that {@code tag} names, without a look at its checksum. */
    void skipSegment(int tag, String what) {
        int length = readSegmentLength(tag, what);
        position += length + BinaryFormat.CRC_BYTES;
    }

    private int readSegmentLength(int tag, String what) {
        int found = readByte(what);
        if (found >>> 4 != BinaryFormat.MAJOR) {
            throw malformed("the major version of " + what, found >>> 4, BinaryFormat.MAJOR);
        }
        if (found != tag) {
            throw malformed("the tag of " + what, "0x" + Integer.toHexString(found), "0x" + Integer.toHexString(tag));
        }
        int length = readBlockLength(what);
        if ((long) length + BinaryFormat.CRC_BYTES > remaining()) {
            throw malformed(
                    "the length of " + what,
                    length,
                    "a length that leaves room for a checksum of " + BinaryFormat.CRC_BYTES + " bytes (bytes left: "
                            + remaining() + ")");
        }
        return length;
    }

    /** Leaves a segment, over what it holds beyond what has been read. */
    void endSegment(int outer) {
        position = limit + BinaryFormat.CRC_BYTES;
        limit = outer;
    }

    /** Requires that nothing is left of the block; {@code what} names what would be too much. */
    void requireEnd(String what) {
        start = position;
        if (position != limit) {
            throw malformed("the number of bytes " + what, remaining(), 0);
        }
    }

    /** An exception about {@code value}, which was read last. */
    MalformedContextException malformed(String what, Object value, Object bound) {
        return new MalformedContextException(codec, (long) start - origin, what, value, bound);
    }

    private void begin(int leastBytes, String what) {
        start = position;
        require(leastBytes, what);
    }

    /** Requires {@code count} bytes from the start of what is being read. */
    private void require(int count, String what) {
        if (limit - start < count) {
            throw malformed("the number of bytes left for " + what, limit - start, "at least " + count);
        }
    }
}
