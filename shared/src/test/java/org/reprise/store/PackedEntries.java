package org.reprise.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Entries one after another, and the parked form that the tests use: how many, the length of each, the bytes.
 *
 * @param bytes the entries
 * @param lengths the length of each
 */
record PackedEntries(byte[] bytes, int[] lengths) {

    static PackedEntries of(List<byte[]> entries) {
        int[] lengths = entries.stream().mapToInt(entry -> entry.length).toArray();
        ByteBuffer bytes = ByteBuffer.allocate(Arrays.stream(lengths).sum());
        entries.forEach(bytes::put);
        return new PackedEntries(bytes.array(), lengths);
    }

    static PackedEntries from(ParkedEntries parked) {
        ByteBuffer form = ByteBuffer.wrap(parked.bytes());
        int[] lengths = new int[form.getInt()];
        Arrays.setAll(lengths, index -> form.getInt());
        byte[] bytes = new byte[form.remaining()];
        form.get(bytes);
        return new PackedEntries(bytes, lengths);
    }

    ParkedEntries parked() {
        ByteBuffer form = ByteBuffer.allocate(Integer.BYTES * (1 + lengths.length) + bytes.length);
        form.putInt(lengths.length);
        for (int length : lengths) {
            form.putInt(length);
        }
        form.put(bytes);
        return new ParkedEntries(lengths.length, form.array());
    }
}
