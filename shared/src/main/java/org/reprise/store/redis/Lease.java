package org.reprise.store.redis;

import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.reprise.store.StoreUnavailableException;

/**
 * Says to the other processes that this one is alive: a key that goes by itself when it is not renewed. It decides nothing
 * but who looks after the sessions that a dead process had attached; who may write is decided by the attachments alone.
 */
final class Lease implements AutoCloseable {

    private static final Duration TERM = Duration.ofSeconds(15);
    private static final Duration RENEWAL = TERM.dividedBy(5);

    private final String node = UUID.randomUUID().toString();
    private final Connection redis;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "reprise-redis-lease");
        thread.setDaemon(true);
        return thread;
    });

    Lease(Connection redis) {
        this.redis = redis;
        renew();
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

    private void renewIfPossible() {
        try {
            renew();
        } catch (StoreUnavailableException e) {
            // While the server is away nobody can take this process for dead.
        }
    }

    /** While it stood still, this process may have been taken for dead and have lost its place among those that are looked after. */
    private void renew() {
        redis.run(server -> server.sadd(Keys.NODES, bytes()));
        redis.run(server -> server.set(Keys.lease(node), bytes(), SetArgs.Builder.px(TERM)));
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
