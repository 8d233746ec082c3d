package org.reprise.benchmarks.statistics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.commons.numbers.combinatorics.BinomialCoefficientDouble;

/**
 * The design of a paired run: in each block of pairs exactly half begin with the baseline, all such halves equally likely.
 * The last block may be cut short by a look at the data.
 *
 * @param blockSize pairs in a block, even and at least 2
 */
public record BlockedOrders(int blockSize) {

    /** Blocks of 10, so that the first look at 10 pairs ends a block and has C(10, 5) = 252 possible orders. */
    public static final BlockedOrders DEFAULT = new BlockedOrders(10);

    /** @throws IllegalArgumentException if the size is odd or less than 2 */
    public BlockedOrders {
        if (blockSize < 2 || blockSize % 2 != 0) {
            throw new IllegalArgumentException(
                    "a block has " + blockSize + " pairs, it needs an even number, at least 2");
        }
    }

    /** The orders of {@code pairs} pairs, the same for the same seed; those of fewer pairs are their beginning. */
    public List<Order> draw(long seed, int pairs) {
        return draw(new Random(seed), pairs);
    }

    List<Order> draw(Random random, int pairs) {
        List<Order> orders = new ArrayList<>(pairs + blockSize);
        while (orders.size() < pairs) {
            List<Order> block = new ArrayList<>(Collections.nCopies(blockSize / 2, Order.BASELINE_FIRST));
            block.addAll(Collections.nCopies(blockSize / 2, Order.CANDIDATE_FIRST));
            Collections.shuffle(block, random);
            orders.addAll(block);
        }
        return List.copyOf(orders.subList(0, pairs));
    }

    /** Whether the design could have given these orders. */
    public boolean allows(List<Order> orders) {
        for (int start = 0; start < orders.size(); start += blockSize) {
            List<Order> block = orders.subList(start, Math.min(start + blockSize, orders.size()));
            int first = Collections.frequency(block, Order.BASELINE_FIRST);
            if (first > blockSize / 2 || block.size() - first > blockSize / 2) {
                return false;
            }
        }
        return true;
    }

    /** How many orders of whole blocks cover this many pairs. */
    double count(int pairs) {
        return Math.pow(BinomialCoefficientDouble.value(blockSize, blockSize / 2), blocks(pairs));
    }

    private int blocks(int pairs) {
        return (pairs + blockSize - 1) / blockSize;
    }

    /** All orders of whole blocks that cover {@code pairs} pairs, cut to {@code pairs}, as signs: all equally likely. */
    byte[][] all(int pairs) {
        List<byte[]> blocks = blocksOfSigns();
        byte[][] all = new byte[(int) count(pairs)][pairs];
        for (int i = 0; i < all.length; i++) {
            int rest = i;
            for (int start = 0; start < pairs; start += blockSize) {
                byte[] block = blocks.get(rest % blocks.size());
                rest /= blocks.size();
                System.arraycopy(block, 0, all[i], start, Math.min(blockSize, pairs - start));
            }
        }
        return all;
    }

    private List<byte[]> blocksOfSigns() {
        List<byte[]> blocks = new ArrayList<>();
        for (int bits = 0; bits < 1 << blockSize; bits++) {
            if (Integer.bitCount(bits) == blockSize / 2) {
                byte[] block = new byte[blockSize];
                for (int i = 0; i < blockSize; i++) {
                    block[i] = (byte) ((bits >> i & 1) == 0 ? 1 : -1);
                }
                blocks.add(block);
            }
        }
        return blocks;
    }
}
