package org.reprise.stress.scenario;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is moved. Thread-safe. */
public final class SteppedClock implements InstantSource {

    private final AtomicReference<Instant> now;

    /** A clock that shows {@code start}. */
    public SteppedClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Moves the clock. */
    public void advance(Duration step) {
        now.updateAndGet(instant -> instant.plus(step));
    }
}
