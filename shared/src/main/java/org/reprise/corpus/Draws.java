package org.reprise.corpus;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Seeded random draws that are the same on every Java platform: only {@link SplittableRandom#nextLong} is used, since
 * the algorithms of the bounded methods are free to change. Not thread-safe.
 */
final class Draws {

    private static final long STEP = 0xD134_2543_DE82_EF95L;
    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final SplittableRandom random;

    /** The draws of the {@code index}-th of the independent series that {@code seed} gives. */
    Draws(long seed, long index) {
        this.random = new SplittableRandom(new SplittableRandom(seed + index * STEP).nextLong());
    }

    /** From 0 to {@code bound - 1}, all alike. */
    int below(int bound) {
        return (int) (((random.nextLong() >>> 32) * bound) >>> 32);
    }

    /** From {@code least} to {@code most}, all alike. */
    int between(int least, int most) {
        return least + below(most - least + 1);
    }

    /** From 0 to less than 1, all alike. */
    double unit() {
        return (random.nextLong() >>> 11) * 0x1p-53;
    }

    /** True in {@code probability} of the draws. */
    boolean chance(double probability) {
        return unit() < probability;
    }

    /** One of {@code items}, all alike. */
    <T> T one(List<T> items) {
        return items.get(below(items.size()));
    }

    /** One of {@code items}, the first ones far more often, as words are used. */
    <T> T oneOfRanked(List<T> items) {
        double unit = unit();
        return items.get((int) (unit * unit * items.size()));
    }

    /** {@code prefix} and {@code length} letters and digits. */
    String id(String prefix, int length) {
        StringBuilder id = new StringBuilder(prefix.length() + length).append(prefix);
        for (int i = 0; i < length; i++) {
            id.append(BASE62.charAt(below(BASE62.length())));
        }
        return id.toString();
    }

    /** {@code prefix} and {@code length} digits, the first not 0. */
    String number(String prefix, int length) {
        StringBuilder number = new StringBuilder(prefix.length() + length).append(prefix);
        number.append(between(1, 9));
        for (int i = 1; i < length; i++) {
            number.append(below(10));
        }
        return number.toString();
    }
}
