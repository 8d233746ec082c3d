package org.reprise.store.sqlite;

import static java.util.Comparator.naturalOrder;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets threads that write at the same time share one transaction. The thread that finds the writer free leads: it runs
 * what has queued up, its own and the others', and commits once; who comes meanwhile is in the next group. Where many have
 * shared a commit, the next leader waits a moment for as many. Without company a write is run and committed by its own
 * thread, at once.
 */
final class GroupCommit {

    /** So that the first of a group does not wait for ever. */
    private static final int MOST_IN_A_GROUP = 1_024;

    /** Less than a disk takes for a commit. */
    private static final long MOST_WAIT_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private final Writer writer;
    private final Function<SQLException, RuntimeException> failures;
    private final Queue<Pending<?>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final ReentrantLock leading = new ReentrantLock();

    /** How many shared the last commit; 1 if nothing had to be committed. Under the lock. */
    private int shared = 1;

    GroupCommit(Writer writer, Function<SQLException, RuntimeException> failures) {
        this.writer = writer;
        this.failures = failures;
    }

    /** What a write waits for: the more, the later. */
    enum Waits {
        /** Nothing: what it changes is noted. */
        FOR_NOTE,
        /** A commit, which the end of the process does not undo. */
        FOR_COMMIT,
        /** A commit that the disk has. */
        FOR_DISK
    }

    /** What one write does. It checks first and then writes, so that one that throws has written nothing. */
    @FunctionalInterface
    interface Write<T extends @Nullable Object> {
        T run(Writer writer) throws SQLException;
    }

    /** Runs a write, and returns when what it waits for has happened. */
    <T extends @Nullable Object> T run(Waits waits, Write<T> write) {
        Pending<T> pending = new Pending<>(write, waits);
        queue.add(pending);
        queued.incrementAndGet();
        boolean interrupted = false;
        while (!pending.done) {
            if (!leads()) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return pending.result();
    }

    /** Commits what has queued up, if there is something and nobody else is at it. */
    private boolean leads() {
        if (!leading.tryLock()) {
            return false;
        }
        awaitCompany();
        List<Pending<?>> group = nextGroup();
        try {
            commit(group);
        } finally {
            leading.unlock();
            // Whoever came meanwhile is to lead before those who are done are woken, one by one.
            Pending<?> next = queue.peek();
            if (next != null) {
                LockSupport.unpark(next.thread);
            }
            group.forEach(Pending::complete);
        }
        return !group.isEmpty();
    }

    /** Who shared the last commit is on its way again, if it is given the time: the more share one, the less it costs each. */
    private void awaitCompany() {
        int due = shared * 3 / 4;
        if (due <= 1) {
            return;
        }
        long deadline = System.nanoTime() + MOST_WAIT_NANOS;
        while (queued.get() < due && System.nanoTime() - deadline < 0) {
            Thread.yield();
        }
    }

    private List<Pending<?>> nextGroup() {
        List<Pending<?>> group = new ArrayList<>();
        while (group.size() < MOST_IN_A_GROUP) {
            Pending<?> next = queue.poll();
            if (next == null) {
                break;
            }
            group.add(next);
        }
        queued.addAndGet(-group.size());
        return group;
    }

    private void commit(List<Pending<?>> group) {
        if (group.isEmpty()) {
            return;
        }
        Waits waits =
                group.stream().map(pending -> pending.waits).max(naturalOrder()).orElseThrow();
        shared = waits == Waits.FOR_NOTE ? 1 : group.size();
        try {
            writer.begin(waits);
            for (Pending<?> pending : group) {
                pending.run(writer);
            }
            writer.commit();
        } catch (SQLException e) {
            fail(group, failures.apply(e));
        } catch (RuntimeException | Error e) {
            fail(group, new IllegalStateException("a group of " + group.size() + " writes was given up", e));
            throw e;
        }
    }

    private void fail(List<Pending<?>> group, RuntimeException why) {
        writer.rollBack();
        group.forEach(pending -> pending.fail(why));
    }

    private static final class Pending<T extends @Nullable Object> {
        private final Write<T> write;
        private final Waits waits;
        private final Thread thread = Thread.currentThread();
        private @Nullable T result;
        private @Nullable RuntimeException refusal;
        private volatile boolean done;

        Pending(Write<T> write, Waits waits) {
            this.write = write;
            this.waits = waits;
        }

        void run(Writer writer) throws SQLException {
            try {
                result = write.run(writer);
            } catch (RuntimeException e) {
                refusal = e;
            }
        }

        void fail(RuntimeException why) {
            refusal = why;
        }

        void complete() {
            done = true;
            LockSupport.unpark(thread);
        }

        @SuppressWarnings("NullAway")
        T result() {
            if (refusal != null) {
                throw refusal;
            }
            return result;
        }
    }
}
