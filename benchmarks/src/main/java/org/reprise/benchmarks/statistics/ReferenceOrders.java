package org.reprise.benchmarks.statistics;

import java.util.List;
import java.util.Random;

/**
 * The orders that a design could have produced, against which a randomization test holds the data: all of them where they
 * are few, else a fixed number of seeded draws.
 *
 * <p>Drawn orders stand beside the observed ones, which count as one of them, so that a share is (b + 1) / (m + 1) and the
 * test stays valid (Phipson and Smyth, "Permutation p-values should never be zero", 2010). Immutable, and meant to be
 * shared by all metrics of a run.
 */
public final class ReferenceOrders {

    /** Up to this many are enumerated, such as those of a block of 16 pairs or of 5 blocks of 4. */
    static final int MOST_ENUMERATED = 1 << 14;

    /** So a drawn p has a resolution of 0.00005. */
    static final int DRAWN = 19_999;

    /** Not the seed of any run but by a chance of 2^-64: the draws must not depend on the orders that were used. */
    private static final long SEED = 0x5EED_0F_0DE25L * 0x9E37_79B9_7F4A_7C15L;

    private final BlockedOrders design;
    /** The sign of each vector, by pair; where they are drawn, 0 stands first for the observed one, whatever it is. */
    private final byte[][] signs;

    private final boolean drawn;

    private ReferenceOrders(BlockedOrders design, byte[][] signs, boolean drawn) {
        this.design = design;
        this.signs = signs;
        this.drawn = drawn;
    }

    /**
     * The orders for a run of at most {@code pairs} pairs; fewer are judged by the same orders cut short.
     *
     * @throws IllegalArgumentException if {@code pairs} is not positive
     */
    public static ReferenceOrders of(BlockedOrders design, int pairs) {
        if (pairs < 1) {
            throw new IllegalArgumentException("a run has " + pairs + " pairs, at least 1 is needed");
        }
        boolean drawn = design.count(pairs) > MOST_ENUMERATED;
        byte[][] vectors = drawn ? draw(design, pairs) : design.all(pairs);
        byte[][] signs = new byte[pairs][vectors.length];
        for (int j = 0; j < vectors.length; j++) {
            for (int i = 0; i < pairs; i++) {
                signs[i][j] = vectors[j][i];
            }
        }
        return new ReferenceOrders(design, signs, drawn);
    }

    private static byte[][] draw(BlockedOrders design, int pairs) {
        Random random = new Random(SEED);
        byte[][] vectors = new byte[DRAWN + 1][pairs];
        for (int j = 1; j < vectors.length; j++) {
            List<Order> orders = design.draw(random, pairs);
            for (int i = 0; i < pairs; i++) {
                vectors[j][i] = (byte) orders.get(i).sign();
            }
        }
        return vectors;
    }

    /** How many pairs the run has at most. */
    public int pairs() {
        return signs.length;
    }

    /** How many vectors of signs there are. */
    int size() {
        return signs[0].length;
    }

    /**
     * Checks what {@link #addSigned} is to be used with.
     *
     * @param count how many log ratios there are
     * @throws IllegalArgumentException if there are not as many orders, fewer than 2 or more than pairs, or the design does
     *     not give these
     */
    void check(int count, List<Order> orders) {
        if (count != orders.size() || count < 2) {
            throw new IllegalArgumentException(count + " log ratios and " + orders.size()
                    + " orders were given, as many of each and at least 2 are needed");
        }
        if (count > pairs() || !design.allows(orders)) {
            throw new IllegalArgumentException("the orders " + orders + " are not the beginning of a run of at most "
                    + pairs() + " pairs in balanced blocks of " + design.blockSize());
        }
    }

    /**
     * Adds a value to the sum of each vector, with the sign by which what was observed under {@code order} becomes what would
     * have been observed under the vector's order, where nothing but the order matters.
     */
    void addSigned(double value, int pair, Order order, double[] sums) {
        byte[] sign = signs[pair];
        double signed = order.sign() * value;
        for (int j = 0; j < sums.length; j++) {
            sums[j] += sign[j] * signed;
        }
        if (drawn) {
            sums[0] += value;
        }
    }
}
