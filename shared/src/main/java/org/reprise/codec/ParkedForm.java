package org.reprise.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Encoded entries of a session that is parked: packed with zstd, with the length of each and the names of what was
 * dropped.
 *
 * <p>Whatever codec the entries come from, they come back byte by byte. In the terms of {@link ParkedSegment} the form is
 *
 * <pre>
 * parked = tag length headVersion count name* count length* count packed crc
 * </pre>
 *
 * @param headVersion the version of the head from which items were dropped
 * @param dropped the names of the transient items that were dropped from it, in their order
 * @param lengths how many bytes each entry takes, at least 1; not to be changed
 * @param entries the entries, one after another; not to be changed
 */
public record ParkedForm(long headVersion, List<String> dropped, int[] lengths, byte[] entries) {

    private static final ParkedSegment SEGMENT = new ParkedSegment("parked", BinaryFormat.MAJOR << 4 | 4, "entries");
    private static final int ROOM_FOR_THE_REST = 64;

    /** @throws IllegalArgumentException if a length is not positive, or they do not add up to the entries */
    public ParkedForm {
        dropped = List.copyOf(dropped);
        int least = Arrays.stream(lengths).min().orElse(1);
        long total = Arrays.stream(lengths).asLongStream().sum();
        if (least < 1 || total != entries.length) {
            throw new IllegalArgumentException(
                    lengths.length + " entries of at least " + least + " and together " + total
                            + " bytes are to be parked in " + entries.length
                            + " bytes, each must have at least 1 and all together those");
        }
    }

    /**
     * This form as bytes.
     *
     * @throws ContextTooLargeException if they are more than {@link ContextCodec#MAX_BYTES}
     */
    public byte[] pack(Packer packer) {
        return SEGMENT.write(entries, packer, 2L * lengths.length + ROOM_FOR_THE_REST, out -> {
            out.putVarint(headVersion);
            out.putVarint(dropped.size());
            dropped.forEach(out::putText);
            out.putVarint(lengths.length);
            for (int length : lengths) {
                out.putVarint(length);
            }
        });
    }

    /**
     * The form that {@link #pack} made these bytes of.
     *
     * @throws MalformedContextException if they are not exactly such bytes, or are packed by a dictionary that the packer
     *     does not know
     */
    public static ParkedForm unpack(byte[] bytes, Packer packer) {
        BinaryReader in = SEGMENT.begin(bytes);
        long headVersion = in.readVarint("the version of the head");
        int droppedCount = in.readCount("the number of dropped items", 1);
        List<String> dropped = new ArrayList<>(droppedCount);
        for (int i = 0; i < droppedCount; i++) {
            dropped.add(in.readText("the name of a dropped item"));
        }
        int[] lengths = new int[in.readCount("the number of entries", 1)];
        long total = 0;
        for (int i = 0; i < lengths.length; i++) {
            long length = in.readVarint("the length of an entry");
            total += length;
            if (length < 1 || length > ContextCodec.MAX_BYTES || total > ContextCodec.MAX_BYTES) {
                throw in.malformed(
                        "the length of an entry", length, "1 to what makes " + ContextCodec.MAX_BYTES + " together");
            }
            lengths[i] = (int) length;
        }
        return new ParkedForm(headVersion, dropped, lengths, SEGMENT.unpackLast(in, bytes, (int) total, packer));
    }
}
