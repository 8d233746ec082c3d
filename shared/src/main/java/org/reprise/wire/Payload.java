package org.reprise.wire;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Encoded bytes within an array, as they are stored.
 *
 * @param bytes the array; not to be changed
 * @param offset where they begin
 * @param length how many they are
 */
public record Payload(byte[] bytes, int offset, int length) {

    public Payload {
        Objects.checkFromIndexSize(offset, length, bytes.length);
    }

    /** A whole array. */
    public static Payload of(byte[] bytes) {
        return new Payload(bytes, 0, bytes.length);
    }

    /** What a buffer holds from its position to its limit: in its own array where it has one, else in a copy. */
    static Payload of(ByteBuffer buffer) {
        if (buffer.hasArray()) {
            return new Payload(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return of(copy);
    }

    /** What is left of it after {@code count} bytes. */
    Payload after(int count) {
        return new Payload(bytes, offset + count, length - count);
    }

    /** SHA-256 of the bytes, 64 hexadecimal digits: the {@code headDigest} of a welcome. */
    public String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, offset, length);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one does not", e);
        }
    }

    /** By the bytes, wherever they are. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Payload payload && range().equals(payload.range());
    }

    @Override
    public int hashCode() {
        return range().hashCode();
    }

    private ByteBuffer range() {
        return ByteBuffer.wrap(bytes, offset, length);
    }

    @Override
    public String toString() {
        return length + " bytes";
    }
}
