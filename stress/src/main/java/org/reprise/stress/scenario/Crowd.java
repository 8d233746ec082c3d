package org.reprise.stress.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Visitors who do the same thing, some at once. For one thread. */
public final class Crowd implements AutoCloseable {

    private static final int AT_ONCE = 8;

    private final List<Visitor> visitors;
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

    /** The visitors of the first so many sessions of {@code stage}. */
    public Crowd(Stage stage, int sessions) {
        this.visitors = IntStream.range(0, sessions).mapToObj(stage::visitor).toList();
    }

    /** How many they are. */
    public int size() {
        return visitors.size();
    }

    /**
     * What each answered, in their order.
     *
     * @throws StageException if one of them failed, or this thread was interrupted
     */
    public <T> List<T> each(Function<Visitor, T> task) {
        List<Callable<T>> tasks = new ArrayList<>();
        visitors.forEach(visitor -> tasks.add(() -> task.apply(visitor)));
        List<T> answers = new ArrayList<>();
        try {
            for (Future<T> future : threads.invokeAll(tasks)) {
                answers.add(future.get());
            }
            return answers;
        } catch (InterruptedException e) {
            throw Waiting.interrupted();
        } catch (ExecutionException e) {
            throw new StageException("a visit failed: " + e.getCause());
        }
    }

    /** All go. */
    public void disconnect() {
        visitors.forEach(visitor -> visitor.client().disconnect());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
