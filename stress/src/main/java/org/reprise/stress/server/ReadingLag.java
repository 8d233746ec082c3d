package org.reprise.stress.server;

import java.util.concurrent.TimeUnit;

/**
 * How long what clients have sent lies unread, as far as a server can tell: from when a connection was there until what
 * clients send first was read.
 *
 * <p>In a storm a hello may have come long before the server gets to it. Whoever is closed for it has to be upgraded again,
 * which makes the storm longer for everybody; so the time that the server takes is not counted against its clients.
 * Clients that are slow on purpose look the same, so that there is a bound.
 *
 * <p>Thread-safe.
 */
final class ReadingLag {

    /** For so long a lag tells how things are: a process that gets no CPU reads nothing for a while. */
    private static final long RECENT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final long most;
    private long lag;
    private long seenAt;

    /**
     * No lag so far.
     *
     * @param most the longest that is believed, in nanoseconds
     * @param now the time, of {@link System#nanoTime()}
     */
    ReadingLag(long most, long now) {
        this.most = most;
        this.seenAt = now;
    }

    /** Something was read that may have been there since {@code since}. */
    synchronized void read(long since, long now) {
        // Two clocks tell the two moments, of which one may have been set back.
        long late = Math.max(0, now - since);
        if (late >= lag || now - seenAt > RECENT_NANOS) {
            lag = late;
            seenAt = now;
        }
    }

    /** The longest lag lately, up to the bound; 0 if nothing was read. */
    synchronized long recent(long now) {
        return now - seenAt > RECENT_NANOS ? 0 : Math.min(most, lag);
    }
}
