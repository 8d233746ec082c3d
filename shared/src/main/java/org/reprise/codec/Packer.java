package org.reprise.codec;

import static java.util.stream.Collectors.joining;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.util.List;
import java.util.Optional;

/**
 * Packs what is parked with zstd, by the first of some dictionaries if there are any, and unpacks what was packed by any
 * of them or by none.
 *
 * @param dictionaries the newest first
 */
public record Packer(List<PackingDictionary> dictionaries) {

    /** Knows no dictionary. */
    public static final Packer PLAIN = new Packer(List.of());

    /** Packs one conversation 2.6 (binary) to 3.4 times (JSON), longer ones more; level 3 gains 3 %, level 6 twice that. */
    static final int ZSTD_LEVEL = 1;

    /** A zstd block holds at most 128 KiB and takes at least a header and a byte (RFC 8878, section 3.1.1.2). */
    private static final int MAX_BLOCK_BYTES = 128 << 10;

    private static final int LEAST_PACKED_BLOCK_BYTES = 4;

    /** @throws IllegalArgumentException if two of the dictionaries have the same id */
    public Packer {
        dictionaries = List.copyOf(dictionaries);
        long ids = dictionaries.stream()
                .mapToLong(PackingDictionary::id)
                .distinct()
                .count();
        if (ids != dictionaries.size()) {
            throw new IllegalArgumentException(dictionaries.size() + " dictionaries were given, but only " + ids
                    + " different ids: give each once");
        }
    }

    byte[] pack(byte[] plain) {
        return dictionaries.isEmpty()
                ? Zstd.compress(plain, ZSTD_LEVEL)
                : dictionaries.get(0).pack(plain);
    }

    /**
     * The bytes that were packed.
     *
     * @param size how many they must be
     * @param in where {@code packed} was read just now
     * @param what what they are, in exceptions
     * @throws MalformedContextException if they are not that
     */
    byte[] unpack(byte[] packed, int size, BinaryReader in, String what) {
        long most = (long) packed.length / LEAST_PACKED_BLOCK_BYTES * MAX_BLOCK_BYTES;
        if (size > most) {
            throw in.malformed(
                    "the size of the unpacked " + what,
                    size,
                    "what " + packed.length + " packed bytes can hold, at most " + most);
        }
        if (Zstd.getFrameContentSize(packed) != size) {
            throw in.malformed("the size of the unpacked " + what, Zstd.getFrameContentSize(packed), size);
        }
        long id = Zstd.getDictIdFromFrame(packed);
        try {
            return id == 0
                    ? Zstd.decompress(packed, size)
                    : dictionary(id, in, what).unpack(packed, size);
        } catch (ZstdException e) {
            throw in.malformed("the packed " + what, e.getMessage(), "a zstd frame");
        }
    }

    private PackingDictionary dictionary(long id, BinaryReader in, String what) {
        Optional<PackingDictionary> known = dictionaries.stream()
                .filter(dictionary -> dictionary.id() == id)
                .findFirst();
        return known.orElseThrow(() -> in.malformed(
                "the dictionary of the packed " + what,
                id,
                "one that is known: "
                        + dictionaries.stream().map(d -> Long.toString(d.id())).collect(joining(", ", "[", "]"))));
    }
}
