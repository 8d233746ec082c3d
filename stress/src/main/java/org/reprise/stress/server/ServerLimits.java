package org.reprise.stress.server;

import java.time.Duration;
import java.util.Objects;
import org.reprise.wire.WireLimits;

/**
 * How much of a server one user, one session and one connection may take. Each process counts for itself.
 *
 * @param sessionsPerUser how many sessions one user may have begun that are attached or wait, 1 to {@link #UNLIMITED};
 *     what is there already is brought back all the same
 * @param resumesPerMinute how often one session may be resumed: so many times at once, and so many times in each minute from
 *     then on, evenly; 1 to {@link #UNLIMITED}
 * @param resumesAtOnce how many resumes may be in progress, 1 to {@link #UNLIMITED}; further ones are put off with
 *     {@link org.reprise.wire.CloseCode#TRY_AGAIN_LATER}
 * @param connectionsWithoutHello how many connections may be open that have not been welcomed, 1 to {@link #UNLIMITED}; further ones are
 *     answered 503
 * @param unreadFor how long a client may take none of the messages that wait for it, positive
 */
public record ServerLimits(
        int sessionsPerUser, int resumesPerMinute, int resumesAtOnce, int connectionsWithoutHello, Duration unreadFor) {

    /** No bound. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /**
     * A hundred sessions, a resume a second, a hundred resumes at once, which is half of the threads that Jetty has by default, so
     * that those who are attached find one, 16,384 connections without a hello, which take some 15 KB each, and as long to
     * read as to speak.
     */
    public static final ServerLimits DEFAULT = new ServerLimits(100, 60, 100, 16_384, WireLimits.SILENCE_TIMEOUT);

    /** @throws IllegalArgumentException if a value is out of its bounds */
    public ServerLimits {
        Objects.requireNonNull(unreadFor, "unreadFor");
        if (sessionsPerUser < 1 || resumesPerMinute < 1 || resumesAtOnce < 1 || connectionsWithoutHello < 1) {
            throw new IllegalArgumentException(sessionsPerUser + " sessions per user, " + resumesPerMinute
                    + " resumes per minute, " + resumesAtOnce + " resumes at once and " + connectionsWithoutHello
                    + " connections without a hello are to be allowed, at least 1 of each is needed");
        }
        if (unreadFor.isNegative() || unreadFor.isZero()) {
            throw new IllegalArgumentException(
                    "messages may be left unread for " + unreadFor + ", a positive time is needed");
        }
    }

    /** These limits with another number of sessions per user. */
    public ServerLimits withSessionsPerUser(int sessionsPerUser) {
        return new ServerLimits(sessionsPerUser, resumesPerMinute, resumesAtOnce, connectionsWithoutHello, unreadFor);
    }

    /** These limits with another number of resumes per minute. */
    public ServerLimits withResumesPerMinute(int resumesPerMinute) {
        return new ServerLimits(sessionsPerUser, resumesPerMinute, resumesAtOnce, connectionsWithoutHello, unreadFor);
    }

    /** These limits with another number of resumes at once. */
    public ServerLimits withResumesAtOnce(int resumesAtOnce) {
        return new ServerLimits(sessionsPerUser, resumesPerMinute, resumesAtOnce, connectionsWithoutHello, unreadFor);
    }

    /** These limits with another number of connections without a hello. */
    public ServerLimits withConnectionsWithoutHello(int connectionsWithoutHello) {
        return new ServerLimits(sessionsPerUser, resumesPerMinute, resumesAtOnce, connectionsWithoutHello, unreadFor);
    }

    /** These limits with another time for which messages may be left unread. */
    public ServerLimits withUnreadFor(Duration unreadFor) {
        return new ServerLimits(sessionsPerUser, resumesPerMinute, resumesAtOnce, connectionsWithoutHello, unreadFor);
    }
}
