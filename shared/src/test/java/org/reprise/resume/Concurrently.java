package org.reprise.resume;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads that do what they are told at the same moment, again and again. */
final class Concurrently implements AutoCloseable {

    private static final long BOUND_SECONDS = 30;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** What {@code tasks}, begun at the same moment, answered; an exception of one is thrown. */
    <T> List<T> call(List<Callable<T>> tasks) throws Exception {
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        List<Future<T>> running = new ArrayList<>();
        for (Callable<T> task : tasks) {
            running.add(threads.submit(() -> {
                start.await(BOUND_SECONDS, TimeUnit.SECONDS);
                return task.call();
            }));
        }
        List<T> answers = new ArrayList<>();
        for (Future<T> task : running) {
            answers.add(task.get(BOUND_SECONDS, TimeUnit.SECONDS));
        }
        return answers;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
