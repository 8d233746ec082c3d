package org.reprise.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/** Does things at the same time, each in a thread of its own, and waits for all of them within a bound. */
final class Together {

    private static final long BOUND_SECONDS = 30;
    private static final long TURNS_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private Together() {}

    /** Calls {@code task} with 0, 1, 2 … at the same time. */
    static <T> List<T> run(int threads, IntFunction<T> task) {
        List<Callable<T>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int thread = i;
            tasks.add(() -> task.apply(thread));
        }
        return run(tasks);
    }

    /**
     * Does {@code turn} with 1, 2, 3 … in this thread, for a short while and at least once.
     *
     * @return how often
     */
    static int turns(IntConsumer turn) {
        return turns(Integer.MAX_VALUE, turn);
    }

    /** The same, but not more than {@code most} times. */
    static int turns(int most, IntConsumer turn) {
        long end = System.nanoTime() + TURNS_NANOS;
        int done = 0;
        do {
            turn.accept(++done);
        } while (done < most && System.nanoTime() - end < 0);
        return done;
    }

    /** Fails at once when a task does, and interrupts the others. */
    static <T> List<T> run(List<Callable<T>> tasks) {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            CyclicBarrier start = new CyclicBarrier(tasks.size());
            CompletionService<T> completed = new ExecutorCompletionService<>(threads);
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> task : tasks) {
                running.add(completed.submit(() -> {
                    start.await(BOUND_SECONDS, TimeUnit.SECONDS);
                    return task.call();
                }));
            }
            awaitAll(completed, tasks.size());
            List<T> results = new ArrayList<>();
            for (Future<T> done : running) {
                results.add(done.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError("a thread failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void awaitAll(CompletionService<?> completed, int tasks)
            throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        for (int done = 0; done < tasks; done++) {
            Future<?> next = completed.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new AssertionError(
                        tasks - done + " of " + tasks + " threads are not done after " + BOUND_SECONDS + " s");
            }
            next.get();
        }
    }
}
