package org.reprise.benchmarks.ab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.reprise.benchmarks.statistics.BlockedOrders;
import org.reprise.benchmarks.statistics.Order;

/**
 * What runs when, drawn from a seed: the same seed gives the same schedule on every machine and JDK.
 *
 * <p>Within each block of consecutive pairs of a case, as many run the baseline first as run the candidate first, and
 * every such arrangement is equally likely. Blocks, cases and rounds are drawn independently of each other, so that a case
 * that is dropped changes nothing for the others.
 */
public final class Schedule {

    /** What the orders of each case's pairs are drawn from. */
    public static final BlockedOrders ORDERS = BlockedOrders.DEFAULT;

    private final long seed;

    /** The schedule of this seed. */
    public Schedule(long seed) {
        this.seed = seed;
    }

    /**
     * Whether the baseline runs first.
     *
     * @param pair the number of the pair among those of its case, from 0
     */
    public boolean baselineFirst(BenchmarkCase benchmark, int pair) {
        List<Order> orders = ORDERS.draw(hash("order of " + benchmark), pair + 1);
        return orders.get(pair) == Order.BASELINE_FIRST;
    }

    /** The cases, each once, in the order in which a round runs them; in whatever order they are given. */
    public List<BenchmarkCase> round(int round, Collection<BenchmarkCase> benchmarks) {
        List<BenchmarkCase> order = new ArrayList<>(benchmarks);
        order.sort(Comparator.comparing(BenchmarkCase::toString));
        Collections.shuffle(order, new Random(hash("round " + round)));
        return order;
    }

    /** Near seeds of {@link Random} give near sequences, so they are hashed first. */
    private long hash(String purpose) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest((seed + " " + purpose).getBytes(UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
