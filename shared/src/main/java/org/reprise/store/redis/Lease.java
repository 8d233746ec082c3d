package org.reprise.store.redis;

import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.reprise.store.StoreUnavailableException;

/**
 * Says to the other processes that this one is alive: a key that goes by itself when it is not renewed. It decides nothing
 * but who looks after the sessions that a dead process had attached; who may write is decided by the attachments alone.
 */
final class Lease implements AutoCloseable {

    private static final Duration TERM = Duration.ofSeconds(15);
    private static final Duration RENEWAL = TERM.dividedBy(5);

    /** Within it a process that lives has renewed its lease, even if that has failed once. */
    private static final Duration PATIENCE = RENEWAL.multipliedBy(2);

    private final String node = UUID.randomUUID().toString();
    private final Connection redis;
    private final LongSupplier nanoTime;
    private volatile long renewedAt;
    private volatile long regainedAt;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "reprise-redis-lease");
        thread.setDaemon(true);
        return thread;
    });

    /** @param nanoTime as {@link System#nanoTime} */
    Lease(Connection redis, LongSupplier nanoTime) {
        this.redis = redis;
        this.nanoTime = nanoTime;
        renew();
        this.regainedAt = renewedAt - PATIENCE.toNanos();
        timer.scheduleWithFixedDelay(
                this::renewIfPossible, RENEWAL.toMillis(), RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The process, by a name that it alone has. */
    String node() {
        return node;
    }

    byte[] bytes() {
        return RedisStore.bytes(node);
    }

    /**
     * To be asked for before a session is attached: if this process has stood still, or the server was away, it may have been taken for
     * dead, and what it attaches then would be counted as abandoned.
     */
    void keep() {
        if (hasPassedSince(renewedAt)) {
            renew();
        }
    }

    /**
     * Whether those that have no lease are dead. Not while this process has just got its own back: what has taken it, such as a server
     * that was away or has forgotten its last writes, may have taken those of others too.
     */
    boolean tellsOfOthers() {
        renew();
        return hasPassedSince(regainedAt);
    }

    private boolean hasPassedSince(long time) {
        return nanoTime.getAsLong() - time >= PATIENCE.toNanos();
    }

    /** Whether a process says that it is alive. */
    boolean isHeldBy(String other) {
        return redis.run(server -> server.exists(Keys.lease(other))) == 1;
    }

    private void renewIfPossible() {
        try {
            renew();
        } catch (StoreUnavailableException e) {
            // It is tried again, by keep() at the latest.
        }
    }

    /** While it stood still, this process may have been taken for dead and have lost its place among those that are looked after. */
    private void renew() {
        long now = nanoTime.getAsLong();
        byte[] key = Keys.lease(node);
        if (redis.run(server -> server.set(key, bytes(), SetArgs.Builder.xx().px(TERM))) == null) {
            redis.run(server -> server.set(key, bytes(), SetArgs.Builder.px(TERM)));
            regainedAt = now;
        }
        // Behind the lease, for whoever takes a place away looks for the lease once more afterwards.
        redis.run(server -> server.sadd(Keys.NODES, bytes()));
        renewedAt = now;
    }

    /** Ends: what this process has attached is looked after by the others. */
    @Override
    public void close() {
        timer.shutdownNow();
        try {
            redis.run(server -> server.del(Keys.lease(node)));
        } catch (StoreUnavailableException e) {
            // It goes by itself.
        }
    }
}
