package org.reprise.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.util.ArrayList;
import java.util.List;

/**
 * Encoded entries of a session that is parked: packed with zstd, with the length of each and the names of what was
 * dropped.
 *
 * <p>Whatever codec the entries come from, they come back byte by byte.
 *
 * @param dropped the names of the transient items that were dropped when the session was parked
 * @param lengths how many bytes each entry takes
 * @param entries the entries, one after another; not to be changed
 */
public record ParkedForm(List<String> dropped, int[] lengths, byte[] entries) {

    private static final String NAME = "parked";
    private static final int PARKED = BinaryFormat.MAJOR << 4 | 4;

    /** Packs 3 to 4 times, at several hundred megabytes a second; higher levels gain little on conversations. */
    private static final int ZSTD_LEVEL = 1;

    public ParkedForm {
        dropped = List.copyOf(dropped);
    }

    /**
     * This form as bytes.
     *
     * @throws ContextTooLargeException if they are more than {@link ContextCodec#MAX_BYTES}
     */
    public byte[] pack() {
        byte[] packed = Zstd.compress(entries, ZSTD_LEVEL);
        EncodeBuffer out = new EncodeBuffer(packed.length + 4 * lengths.length + 64);
        out.putByte(PARKED);
        int block = out.beginLongBlock();
        out.putVarint(dropped.size());
        dropped.forEach(out::putText);
        out.putVarint(lengths.length);
        for (int length : lengths) {
            out.putVarint(length);
        }
        out.putVarint(packed.length);
        out.append(packed, 0, packed.length);
        out.endLongBlock(block);
        out.putInt(out.crcFrom(0));
        return out.toByteArray();
    }

    /**
     * The form that {@link #pack} made these bytes of.
     *
     * @throws MalformedContextException if they are not exactly such bytes
     */
    public static ParkedForm unpack(byte[] bytes) {
        BinaryReader in = new BinaryReader(NAME, bytes, 0, bytes.length);
        int outer = in.beginSegment(PARKED, "the parked entries");
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
        byte[] packed = in.readBytes("the length of the packed entries", 1, ContextCodec.MAX_BYTES);
        in.endSegment(outer);
        in.requireEnd("after the end");
        return new ParkedForm(dropped, lengths, entries(packed, (int) total, in));
    }

    private static byte[] entries(byte[] packed, int total, BinaryReader in) {
        if (Zstd.getFrameContentSize(packed) != total) {
            throw in.malformed("the size of the unpacked entries", Zstd.getFrameContentSize(packed), total);
        }
        try {
            return Zstd.decompress(packed, total);
        } catch (ZstdException e) {
            throw in.malformed("the packed entries", e.getMessage(), "a zstd frame");
        }
    }
}
