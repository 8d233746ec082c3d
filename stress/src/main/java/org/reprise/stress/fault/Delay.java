package org.reprise.stress.fault;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Lets bytes wait. Called from any thread. */
@FunctionalInterface
public interface Delay {

    /** By the clock on the wall. */
    Delay REAL = time -> TimeUnit.NANOSECONDS.sleep(time.toNanos());

    /**
     * Returns when the time is over.
     *
     * @param time how long to wait, positive
     * @throws InterruptedException if the thread is to end
     */
    void pass(Duration time) throws InterruptedException;
}
