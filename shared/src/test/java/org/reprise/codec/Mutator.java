package org.reprise.codec;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Damages bytes, now like a bad line and now like somebody who knows the form. */
final class Mutator {

    private static final int MOST_CHANGES = 6;

    private final RandomGenerator random;
    private final List<byte[]> words;

    /** @param words what somebody who knows the form would put in */
    Mutator(RandomGenerator random, List<byte[]> words) {
        this.random = random;
        this.words = words;
    }

    byte[] mutated(byte[] bytes) {
        byte[] mutated = bytes.clone();
        int changes = random.nextInt(1, MOST_CHANGES + 1);
        for (int i = 0; i < changes; i++) {
            mutated = changed(mutated);
        }
        return mutated;
    }

    private byte[] changed(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(1, 12));
        byte[] part = Arrays.copyOfRange(bytes, from, to);
        return switch (random.nextInt(8)) {
            case 0 -> replaced(bytes, from, to, word());
            case 1 -> replaced(bytes, from, from, word());
            case 2 -> replaced(bytes, from, to, new byte[0]);
            case 3 -> replaced(bytes, to, to, part);
            case 4 -> replaced(bytes, from, bytes.length, random.nextInt(4) == 0 ? new byte[0] : part);
            case 5 -> copiedElsewhere(bytes, part);
            case 6 -> withOneByte(bytes, from, (byte) random.nextInt());
            default -> withOneByte(bytes, from, (byte) (1 << random.nextInt(Byte.SIZE)));
        };
    }

    private byte[] word() {
        return words.get(random.nextInt(words.size()));
    }

    private byte[] copiedElsewhere(byte[] bytes, byte[] part) {
        int at = random.nextInt(bytes.length + 1);
        return replaced(bytes, at, Math.min(bytes.length, at + part.length), part);
    }

    private static byte[] withOneByte(byte[] bytes, int at, byte difference) {
        if (at < bytes.length) {
            bytes[at] ^= difference;
        }
        return bytes;
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] replacement) {
        byte[] replaced = new byte[bytes.length - (to - from) + replacement.length];
        System.arraycopy(bytes, 0, replaced, 0, from);
        System.arraycopy(replacement, 0, replaced, from, replacement.length);
        System.arraycopy(bytes, to, replaced, from + replacement.length, bytes.length - to);
        return replaced;
    }
}
