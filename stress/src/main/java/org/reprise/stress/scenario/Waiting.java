package org.reprise.stress.scenario;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits, never without a bound. */
public final class Waiting {

    /** Longer than anything that is waited for takes on a slow machine. */
    static final Duration MOST = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(2);

    private Waiting() {}

    static void forReal(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Waits until something is so that nobody tells. */
    static void until(BooleanSupplier reached, String what) {
        until(reached, MOST, what);
    }

    /**
     * Likewise, for no longer than {@code most}.
     *
     * @throws StageException if it is not so by then
     */
    public static void until(BooleanSupplier reached, Duration most, String what) {
        if (!reached(reached, most)) {
            throw new StageException(what + " did not come within " + most);
        }
    }

    /** Likewise, for what is judged if it does not come. */
    static boolean reached(BooleanSupplier reached) {
        return reached(reached, MOST);
    }

    private static boolean reached(BooleanSupplier reached, Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            forReal(POLL);
        }
        return true;
    }

    /** What {@code future} gives; its failure as it is, if it fails. */
    static <T> T of(CompletableFuture<T> future, String what) {
        return of(future, MOST, what);
    }

    /**
     * Likewise, for no longer than {@code most}.
     *
     * @throws StageException if nothing has come by then
     */
    public static <T> T of(CompletableFuture<T> future, Duration most, String what) {
        try {
            return future.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(what, e.getCause());
        } catch (TimeoutException e) {
            throw new StageException(what + " did not come within " + most);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** What is thrown where a wait was interrupted, which the thread goes on to know. */
    public static StageException interrupted() {
        Thread.currentThread().interrupt();
        return new StageException("interrupted");
    }
}
