package org.reprise.codec;

/**
 * An encoded head of a session that is parked. It is told from other heads by its first byte:
 *
 * <pre>
 * parkedHead = tag length bytes count packed crc     bytes: of the head, a varint
 * </pre>
 *
 * in the terms of {@link ParkedSegment}.
 */
public final class ParkedHead {

    /** What the form of a parked head begins with, and no encoded head: see {@link ContextCodec#encodeHead}. */
    static final int TAG = BinaryFormat.MAJOR << 4 | 5;

    private static final ParkedSegment SEGMENT = new ParkedSegment("parked head", TAG, "head");
    private static final int ROOM_FOR_THE_REST = 32;

    private ParkedHead() {}

    /** The parked form of an encoded head. */
    public static byte[] pack(byte[] head, Packer packer) {
        return SEGMENT.write(head, packer, ROOM_FOR_THE_REST, out -> out.putVarint(head.length));
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
        BinaryReader in = SEGMENT.begin(head);
        long size = in.readVarint("the size of the head");
        if (size < 0 || size > ContextCodec.MAX_BYTES) {
            throw in.malformed("the size of the head", size, "0 to " + ContextCodec.MAX_BYTES);
        }
        return SEGMENT.unpackLast(in, head, (int) size, packer);
    }
}
