package org.reprise.codec;

import java.util.function.Consumer;

/**
 * How what is parked is framed: a segment of its own kind in the {@linkplain BinaryFormat binary form}, which nothing
 * follows and which ends with what is packed:
 *
 * <pre>
 * segment = tag length field* count packed crc     packed: count bytes, a zstd frame
 * </pre>
 *
 * @param name the name by which exceptions call the form
 * @param tag tells it from other forms
 * @param what what is packed, in exceptions
 */
record ParkedSegment(String name, int tag, String what) {

    /**
     * The segment as bytes.
     *
     * @param room how many bytes the rest will most likely take beside what is packed
     * @throws ContextTooLargeException if they are more than {@link ContextCodec#MAX_BYTES}
     */
    byte[] write(byte[] plain, Packer packer, long room, Consumer<EncodeBuffer> fields) {
        byte[] packed = packer.pack(plain);
        EncodeBuffer out = new EncodeBuffer((int) Math.min(ContextCodec.MAX_BYTES, packed.length + room));
        out.putByte(tag);
        int block = out.beginLongBlock();
        fields.accept(out);
        out.putVarint(packed.length);
        out.append(packed, 0, packed.length);
        out.endLongBlock(block);
        out.putInt(out.crcFrom(0));
        return out.toByteArray();
    }

    /** A reader of the fields in {@code bytes}, whose checksum has been found right. */
    BinaryReader begin(byte[] bytes) {
        BinaryReader in = new BinaryReader(name, bytes, 0, bytes.length);
        in.beginSegment(tag, "the parked " + what);
        return in;
    }

    /**
     * What was packed, behind the fields that have been read.
     *
     * @param in what {@link #begin} answered for {@code bytes}
     * @param size how many bytes it must be
     */
    byte[] unpackLast(BinaryReader in, byte[] bytes, int size, Packer packer) {
        byte[] packed = in.readBytes(in.readLength("the length of the packed " + what, 1, ContextCodec.MAX_BYTES));
        in.endSegment(bytes.length);
        in.requireEnd("after the end");
        return packer.unpack(packed, size, in, what);
    }
}
