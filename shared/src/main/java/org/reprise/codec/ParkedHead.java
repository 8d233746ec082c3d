package org.reprise.codec;

/**
 * An encoded head of a session that is parked. It is told from other heads by its first byte:
 *
 * <pre>
 * parkedHead = tag length bytes count packed crc     bytes: of the head, a varint; packed: count bytes, a zstd frame
 * </pre>
 *
 * in the terms of the {@linkplain BinaryFormat binary form}, of which it is a segment of its own kind.
 */
public final class ParkedHead {

    /** What the form of a parked head begins with, and no encoded head: see {@link ContextCodec#encodeHead}. */
    static final int TAG = BinaryFormat.MAJOR << 4 | 5;

    private static final String NAME = "parked head";
    private static final int ROOM_FOR_THE_REST = 32;

    private ParkedHead() {}

    /** The parked form of an encoded head. */
    public static byte[] pack(byte[] head, Packer packer) {
        byte[] packed = packer.pack(head);
        EncodeBuffer out = new EncodeBuffer(packed.length + ROOM_FOR_THE_REST);
        out.putByte(TAG);
        int block = out.beginLongBlock();
        out.putVarint(head.length);
        out.putVarint(packed.length);
        out.append(packed, 0, packed.length);
        out.endLongBlock(block);
        out.putInt(out.crcFrom(0));
        return out.toByteArray();
    }

    /** Whether a stored head is in its parked form. */
    public static boolean is(byte[] head) {
        return head.length > 0 && head[0] == TAG;
    }

    /**
     * The encoded head of a stored one: itself, unless it is in its parked form.
     *
     * @throws MalformedContextException if it is damaged, or packed by a dictionary that the packer does not know
     */
    public static byte[] unpack(byte[] head, Packer packer) {
        if (!is(head)) {
            return head;
        }
        BinaryReader in = new BinaryReader(NAME, head, 0, head.length);
        int outer = in.beginSegment(TAG, "the parked head");
        long size = in.readVarint("the size of the head");
        if (size < 0 || size > ContextCodec.MAX_BYTES) {
            throw in.malformed("the size of the head", size, "0 to " + ContextCodec.MAX_BYTES);
        }
        byte[] packed = in.readBytes("the length of the packed head", 1, ContextCodec.MAX_BYTES);
        in.endSegment(outer);
        in.requireEnd("after the end");
        return packer.unpack(packed, (int) size, in, "head");
    }
}
