package org.reprise.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdDictTrainer;
import com.github.luben.zstd.ZstdException;
import java.util.List;
import java.util.Objects;
import org.reprise.context.HistoryEntry;

/**
 * What the sessions of one service have in common, such as the prompt that each of them begins with: a dictionary of
 * zstd (RFC 8878, section 5), by which short conversations pack to about half of what they pack to without one.
 *
 * <p>What was packed by a dictionary cannot be unpacked without it, so its bytes have to be kept for as long as sessions
 * wait. Immutable, to be used by any number of threads.
 */
public final class PackingDictionary {

    /** More gave less, for twenty-five real conversations to learn from. */
    private static final int TRAINED_BYTES = 16 << 10;

    private final byte[] bytes;
    private final ZstdDictCompress packing;
    private final ZstdDictDecompress unpacking;

    private PackingDictionary(byte[] bytes) {
        this.bytes = bytes;
        packing = new ZstdDictCompress(bytes, Packer.ZSTD_LEVEL);
        unpacking = new ZstdDictDecompress(bytes);
    }

    /**
     * Learns a dictionary from the histories of sessions of a service, each of one conversation or a few; some tens do.
     *
     * @param codec the codec of the service
     * @throws IllegalArgumentException if they are too few or too short to learn from
     */
    public static PackingDictionary learn(List<List<HistoryEntry>> histories, ContextCodec codec) {
        List<byte[]> samples = histories.stream()
                .map(history -> sample(history, codec))
                .filter(sample -> sample.length > 0)
                .toList();
        long bytes = samples.stream().mapToLong(sample -> sample.length).sum();
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a dictionary is to be learned from " + bytes + " bytes, at most "
                    + Integer.MAX_VALUE + " can be: give fewer histories");
        }
        ZstdDictTrainer trainer = new ZstdDictTrainer((int) bytes, TRAINED_BYTES, Packer.ZSTD_LEVEL);
        samples.forEach(trainer::addSample);
        try {
            return of(trainer.trainSamples());
        } catch (ZstdException e) {
            throw new IllegalArgumentException(
                    "nothing can be learned from " + histories.size() + " histories of " + bytes + " bytes ("
                            + e.getMessage() + "): give more, or longer ones",
                    e);
        }
    }

    private static byte[] sample(List<HistoryEntry> history, ContextCodec codec) {
        EncodeBuffer buffer = new EncodeBuffer();
        history.forEach(entry -> codec.encodeEntry(entry, buffer));
        return buffer.toByteArray();
    }

    /**
     * The dictionary that has these {@link #bytes}.
     *
     * @throws IllegalArgumentException if they are not a dictionary of zstd that has an id
     */
    public static PackingDictionary of(byte[] bytes) {
        if (Zstd.getDictIdFromDict(bytes) == 0) {
            throw new IllegalArgumentException(
                    bytes.length + " bytes were given as a dictionary, but they are not one of zstd that has an id");
        }
        return new PackingDictionary(Objects.requireNonNull(bytes).clone());
    }

    /** What to keep of it. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The id that stands in all that is packed by it; not 0. */
    public long id() {
        return Zstd.getDictIdFromDict(bytes);
    }

    byte[] pack(byte[] plain) {
        return Zstd.compress(plain, packing);
    }

    byte[] unpack(byte[] packed, int size) {
        return Zstd.decompress(packed, unpacking, size);
    }
}
