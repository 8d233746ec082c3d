package org.reprise.resume;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a session is kept after its client has gone, and in which form.
 *
 * <p>Away for less than {@code brief}, everything is kept. From then on it is parked: transient items are dropped. Away
 * for {@code extended} or longer, the session is gone.
 *
 * @param brief after how long a session is parked, at least 0
 * @param extended after how long it is gone, at least {@code brief} and at most {@link #LONGEST}
 */
public record RetentionPolicy(Duration brief, Duration extended) {

    /** The longest time for which a session is kept: 100 years. */
    public static final Duration LONGEST = Duration.ofDays(36_500);

    /** Parked after 30 seconds, gone after 5 minutes. */
    public static final RetentionPolicy DEFAULT = new RetentionPolicy(Duration.ofSeconds(30), Duration.ofMinutes(5));

    /** @throws IllegalArgumentException if the durations are negative, too long or in the wrong order */
    public RetentionPolicy {
        if (brief.isNegative() || extended.compareTo(brief) < 0 || extended.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a session is to be parked after " + brief + " and gone after "
                    + extended + ", allowed are " + Duration.ZERO + " to " + LONGEST + ", in this order");
        }
    }

    /** Whether a session that was detached at {@code detachedAt} has to be parked by {@code now}. */
    public boolean parks(Instant detachedAt, Instant now) {
        return Duration.between(detachedAt, now).compareTo(brief) >= 0;
    }

    /** When a session that is detached at {@code detachedAt} is gone. */
    public Instant expiry(Instant detachedAt) {
        return detachedAt.plus(extended);
    }
}
