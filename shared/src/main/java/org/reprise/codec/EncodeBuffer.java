package org.reprise.codec;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;

/**
 * A growing array that codecs append to. Used again and again, it makes encoding free of allocation.
 *
 * <p>Belongs to one thread at a time.
 */
public final class EncodeBuffer {

    private static final int INITIAL_BYTES = 1 << 10;

    /** Texts are copied through pieces of this many characters, so that the pieces stay in the first-level cache. */
    private static final int PIECE_CHARS = 4 << 10;

    /** Below this length a plain loop beats the set-up of the vectorised copy. */
    private static final int SHORT_CHARS = 24;

    private static final int MAX_VARINT_BYTES = 10;

    private final CRC32C crc = new CRC32C();
    private final CharsetEncoder latin1 = StandardCharsets.ISO_8859_1.newEncoder();
    private final char[] piece = new char[PIECE_CHARS];
    private final CharBuffer pieceView = CharBuffer.wrap(piece);

    private final int limit;
    private final BinaryEncoder binary = new BinaryEncoder(this);
    private byte[] bytes;
    private int size;
    private ByteBuffer bytesView;

    /** The bytes as UTF-16 from index 0 on, and from index 1 on. */
    private CharBuffer evenChars;

    private CharBuffer oddChars;

    /** An empty buffer. */
    public EncodeBuffer() {
        this(INITIAL_BYTES);
    }

    /**
     * An empty buffer with room for {@code capacity} bytes before it has to grow.
     *
     * @throws IllegalArgumentException if the capacity is negative or larger than {@link ContextCodec#MAX_BYTES}
     */
    public EncodeBuffer(int capacity) {
        this(capacity, ContextCodec.MAX_BYTES);
    }

    /** An empty buffer that never holds more than {@code limit} bytes. */
    EncodeBuffer(int capacity, int limit) {
        if (capacity < 0 || capacity > limit) {
            throw new IllegalArgumentException("the capacity is " + capacity + " bytes, allowed is 0 to " + limit);
        }
        this.limit = limit;
        bytes = new byte[capacity];
        bytesView = ByteBuffer.wrap(bytes);
        evenChars = charsFrom(0);
        oddChars = charsFrom(1);
    }

    private CharBuffer charsFrom(int index) {
        return ByteBuffer.wrap(bytes)
                .position(Math.min(index, bytes.length))
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asCharBuffer();
    }

    /** How many bytes have been appended since the buffer was made or cleared. */
    public int size() {
        return size;
    }

    /** The array that holds the bytes, from index 0 on; another array once the buffer has grown. */
    public byte[] array() {
        return bytes;
    }

    /** A new array of just the bytes. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** Forgets the bytes and keeps the array. */
    public void clear() {
        size = 0;
    }

    /**
     * Appends {@code length} bytes of {@code source} from {@code offset} on.
     *
     * @throws ContextTooLargeException if there would be more than {@link ContextCodec#MAX_BYTES}; nothing is appended
     * @throws IndexOutOfBoundsException if the range is not within the source
     */
    public void append(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        reserve(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    /** What appends the binary form to this buffer; kept with it, so that encoding makes no object. */
    BinaryEncoder binary() {
        return binary;
    }

    /** Has {@code write} append {@code value}; if it fails, the bytes are as before. */
    <T> void allOrNothing(T value, BiConsumer<EncodeBuffer, T> write) {
        int before = size;
        try {
            write.accept(this, value);
        } catch (RuntimeException | Error e) {
            size = before;
            throw e;
        }
    }

    void putByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    /** Seven bits a byte, lowest first, the top bit set on all but the last. */
    void putVarint(long value) {
        if (bytes.length - size < MAX_VARINT_BYTES) {
            reserve(varintBytes(value));
        }
        long rest = value;
        int at = size;
        while ((rest & ~0x7FL) != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        size = at;
    }

    private static int varintBytes(long value) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
        return (bits + 6) / 7;
    }

    /** A varint of which small negative numbers are short too. */
    void putZigZag(long value) {
        putVarint((value << 1) ^ (value >> 63));
    }

    /**
     * A varint of twice the length in characters, plus one for UTF-16; then the characters, as Latin-1 where each of
     * them is, else as UTF-16, little-endian.
     */
    void putText(String text) {
        int length = text.length();
        int start = size;
        putVarint((long) length << 1);
        reserve(length);
        if (!(length <= SHORT_CHARS ? putShortLatin1(text) : putLatin1(text))) {
            size = start;
            putVarint((long) length << 1 | 1);
            putUtf16(text);
        }
    }

    private boolean putShortLatin1(String text) {
        int length = text.length();
        int seen = 0;
        int at = size;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            seen |= c;
            bytes[at + i] = (byte) c;
        }
        size = at + length;
        return seen < 0x100;
    }

    /** The encoder's loop over arrays is vectorised by the JIT and stops at the first character beyond Latin-1. */
    private boolean putLatin1(String text) {
        int length = text.length();
        bytesView.limit(bytes.length).position(size);
        for (int from = 0; from < length; from += PIECE_CHARS) {
            int to = Math.min(length, from + PIECE_CHARS);
            text.getChars(from, to, piece, 0);
            pieceView.position(0).limit(to - from);
            if (latin1.reset().encode(pieceView, bytesView, true).isUnmappable() || pieceView.hasRemaining()) {
                return false;
            }
        }
        size += length;
        return true;
    }

    private void putUtf16(String text) {
        int length = text.length();
        long byteLength = (long) length * Character.BYTES;
        reserve(byteLength);
        CharBuffer target = ((size & 1) == 0 ? evenChars : oddChars).position(size >> 1);
        for (int from = 0; from < length; from += PIECE_CHARS) {
            int to = Math.min(length, from + PIECE_CHARS);
            text.getChars(from, to, piece, 0);
            target.put(piece, 0, to - from);
        }
        size += (int) byteLength;
    }

    /** Begins a block whose length will most likely fit two bytes. */
    int beginBlock() {
        return skip(BinaryFormat.SHORT_LENGTH_BYTES);
    }

    /** Ends the block that {@link #beginBlock} began at {@code start}. */
    void endBlock(int start) {
        int length = size - start - BinaryFormat.SHORT_LENGTH_BYTES;
        if (length <= BinaryFormat.MAX_SHORT_LENGTH) {
            bytes[start] = (byte) (length >>> 8);
            bytes[start + 1] = (byte) length;
            return;
        }
        int moved = BinaryFormat.LONG_LENGTH_BYTES - BinaryFormat.SHORT_LENGTH_BYTES;
        reserve(moved);
        int body = start + BinaryFormat.SHORT_LENGTH_BYTES;
        System.arraycopy(bytes, body, bytes, body + moved, length);
        size += moved;
        putLongLength(start, length);
    }

    /** Begins a block whose length will most likely take four bytes. */
    int beginLongBlock() {
        return skip(BinaryFormat.LONG_LENGTH_BYTES);
    }

    /** Ends the block that {@link #beginLongBlock} began at {@code start}. */
    void endLongBlock(int start) {
        putLongLength(start, size - start - BinaryFormat.LONG_LENGTH_BYTES);
    }

    private void putLongLength(int at, int length) {
        bytes[at] = (byte) (length >>> 24 | 0x80);
        bytes[at + 1] = (byte) (length >>> 16);
        bytes[at + 2] = (byte) (length >>> 8);
        bytes[at + 3] = (byte) length;
    }

    private int skip(int count) {
        reserve(count);
        int start = size;
        size += count;
        return start;
    }

    /** The CRC-32C of the bytes from {@code start} to the end. */
    int crcFrom(int start) {
        crc.reset();
        crc.update(bytes, start, size - start);
        return (int) crc.getValue();
    }

    /** Four bytes, lowest first. */
    void putInt(int value) {
        reserve(Integer.BYTES);
        bytes[size] = (byte) value;
        bytes[size + 1] = (byte) (value >>> 8);
        bytes[size + 2] = (byte) (value >>> 16);
        bytes[size + 3] = (byte) (value >>> 24);
        size += Integer.BYTES;
    }

    /** Replaces the bytes at {@code at}, which have been appended before. */
    void replace(int at, byte[] replacement) {
        System.arraycopy(replacement, 0, bytes, at, replacement.length);
    }

    /** Appends what is written to it. */
    OutputStream asOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int b) {
                putByte(b);
            }

            @Override
            public void write(byte[] source, int offset, int length) {
                append(source, offset, length);
            }
        };
    }

    private void reserve(long count) {
        long needed = size + count;
        if (needed > bytes.length) {
            grow(needed);
        }
    }

    private void grow(long needed) {
        if (needed > limit) {
            throw new ContextTooLargeException(needed, limit);
        }
        long doubled = Math.min(limit, 2L * bytes.length);
        bytes = Arrays.copyOf(bytes, (int) Math.max(needed, doubled));
        bytesView = ByteBuffer.wrap(bytes);
        evenChars = charsFrom(0);
        oddChars = charsFrom(1);
    }
}
