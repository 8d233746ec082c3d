package org.reprise.wire;

import java.util.Objects;

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

    @Override
    public String toString() {
        return length + " bytes";
    }
}
