package org.reprise.store;

import java.nio.ByteBuffer;

/**
 * An entry that says where it comes from, and whose every byte can be judged when it is read.
 *
 * @param writer who wrote it
 * @param number which of that writer's
 */
record TaggedEntry(long writer, long number) {

    private static final int HEADER_BYTES = Integer.BYTES + 2 * Long.BYTES;

    byte[] bytes() {
        int fill = (int) (number * 37 % 400);
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + fill)
                .putInt(fill)
                .putLong(writer)
                .putLong(number);
        while (bytes.hasRemaining()) {
            bytes.put(filler(bytes.position()));
        }
        return bytes.array();
    }

    /** The entry that begins at the position of {@code bytes}, which moves behind it. */
    static TaggedEntry next(ByteBuffer bytes) {
        int start = bytes.position();
        int fill = bytes.getInt();
        TaggedEntry entry = new TaggedEntry(bytes.getLong(), bytes.getLong());
        for (int i = 0; i < fill; i++) {
            int at = bytes.position() - start;
            if (bytes.get() != entry.filler(at)) {
                throw new AssertionError("byte " + at + " of " + entry + " is not what was appended");
            }
        }
        return entry;
    }

    private byte filler(int position) {
        return (byte) (writer * 31 + number * 7 + position);
    }
}
