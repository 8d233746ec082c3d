package org.reprise.stress.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a client waits before it tries again: exponential, with full jitter, so that clients which were dropped together
 * do not come back together.
 *
 * @param base the most that is waited before the first retry, positive
 * @param most the most that is ever waited, at least {@code base}
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential Backoff And Jitter</a>
 */
public record Backoff(Duration base, Duration most) {

    /** Up to half a second at first, up to thirty at last. */
    public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

    private static final int MOST_DOUBLINGS = 30;

    /** @throws IllegalArgumentException if the durations are not positive or in the wrong order */
    public Backoff {
        if (base.isNegative() || base.isZero() || most.compareTo(base) < 0) {
            throw new IllegalArgumentException(
                    "a back-off from " + base + " to " + most + ": both must be positive, in this order");
        }
    }

    /** How long to wait before retry {@code attempt}, 0 for the first. */
    public Duration delay(int attempt, RandomGenerator random) {
        long doubled = base.toMillis() << Math.min(MOST_DOUBLINGS, attempt);
        long bound = Math.min(most.toMillis(), doubled <= 0 ? Long.MAX_VALUE : doubled);
        return Duration.ofMillis(random.nextLong(bound + 1));
    }
}
