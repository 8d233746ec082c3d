package org.reprise.stress.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.reprise.stress.scenario.StageException;
import org.reprise.stress.scenario.Visitor;

/** Visitors who do the same thing, some at once. For one thread. */
final class Crowd implements AutoCloseable {

    private static final int AT_ONCE = 8;

    private final List<Visitor> visitors;
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

    Crowd(List<Visitor> visitors) {
        this.visitors = List.copyOf(visitors);
    }

    List<Visitor> visitors() {
        return visitors;
    }

    /** What each found to be wrong, none of it if nothing was. */
    List<String> each(Function<Visitor, List<String>> task) {
        List<Callable<List<String>>> tasks = new ArrayList<>();
        visitors.forEach(visitor -> tasks.add(() -> task.apply(visitor)));
        List<String> found = new ArrayList<>();
        try {
            for (Future<List<String>> future : threads.invokeAll(tasks)) {
                found.addAll(future.get());
            }
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StageException("interrupted");
        } catch (ExecutionException e) {
            throw new StageException("a visit failed: " + e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
