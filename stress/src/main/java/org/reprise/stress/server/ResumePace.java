package org.reprise.stress.server;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How often a session may be resumed: so many times at once, and once in each interval from then on. It is the generic cell
 * rate algorithm (ITU-T I.371): of a session's past no more than one time is kept, up to which its resumes are used up.
 */
final class ResumePace {

    private static final long MINUTE_MICROS = Duration.ofMinutes(1).toMillis() * 1_000;

    private final long interval;
    private final long burst;

    ResumePace(int resumesPerMinute) {
        this.interval = MINUTE_MICROS / resumesPerMinute;
        this.burst = interval * (resumesPerMinute - 1L);
    }

    /** How long a session has to wait that has used up its resumes to {@code usedUpTo}; zero if it may be resumed now. */
    Duration wait(long usedUpTo, Instant now) {
        long wait = Math.max(0, bounded(usedUpTo, now) - burst - micros(now));
        return Duration.of(wait, ChronoUnit.MICROS);
    }

    /** Up to when the resumes of a session are used up that is resumed now. */
    long resumed(long usedUpTo, Instant now) {
        return Math.max(bounded(usedUpTo, now), micros(now)) + interval;
    }

    /** A clock that is set back makes nobody wait for longer than if it had stood still. */
    private long bounded(long usedUpTo, Instant now) {
        return Math.min(usedUpTo, micros(now) + burst + interval);
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
