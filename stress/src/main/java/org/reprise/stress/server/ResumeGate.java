package org.reprise.stress.server;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Lets so many resumes be in progress at once, and tells whoever comes beyond that when to come again.
 *
 * <p>A resume takes a thread for as long as its store takes. Were there no bound, a storm over a slow store would take all
 * of them, and nobody who is attached would be served any more. What is bounded is how many there are and not how fast they
 * come, since that is the store's business and changes with it. Those who are put off are given moments one after
 * another, as far apart as resumes have lately made room for the next: they do not come back together.
 *
 * <p>Thread-safe.
 */
final class ResumeGate {

    private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** How much of the mean is the latest resume's. */
    private static final double LATEST = 0.05;

    private final int most;
    private int inProgress;
    private double meanNanos;
    private long lastMoment;

    /**
     * A gate for so many resumes at once.
     *
     * @param now the time, of {@link System#nanoTime()}
     */
    ResumeGate(int most, long now) {
        this.most = most;
        this.lastMoment = now;
    }

    /**
     * Asks to be let in.
     *
     * @return empty for who is let in, who has to {@link #leave}; else after how many milliseconds to come again
     */
    synchronized OptionalLong enter(long now) {
        if (inProgress < most) {
            inProgress++;
            return OptionalLong.empty();
        }
        long soonest = now + LEAST_NANOS;
        long moment = Math.max(soonest, lastMoment + (long) (meanNanos / most));
        lastMoment = Math.min(moment, now + MOST_NANOS);
        return OptionalLong.of(TimeUnit.NANOSECONDS.toMillis(lastMoment - now));
    }

    /** A resume that was let in {@code tookNanos} ago is done, or has failed. */
    synchronized void leave(long tookNanos) {
        inProgress--;
        meanNanos += LATEST * (tookNanos - meanNanos);
    }
}
