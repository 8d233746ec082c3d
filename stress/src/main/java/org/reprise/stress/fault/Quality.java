package org.reprise.stress.fault;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How well bytes get through.
 *
 * @param latency how long each piece is held up, at least 0
 * @param jitter how much longer at most, drawn for each piece, at least 0
 * @param bytesPerSecond the bandwidth in each direction, at least 1
 * @param pieceBytes the most bytes that are passed on at once, at least 1
 */
public record Quality(Duration latency, Duration jitter, long bytesPerSecond, int pieceBytes) {

    /** At once and whole. */
    public static final Quality GOOD = new Quality(Duration.ZERO, Duration.ZERO, Long.MAX_VALUE, Integer.MAX_VALUE);

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** @throws IllegalArgumentException if a value is out of its bounds */
    public Quality {
        if (latency.isNegative() || jitter.isNegative() || bytesPerSecond < 1 || pieceBytes < 1) {
            throw new IllegalArgumentException(
                    "a latency of " + latency + ", a jitter of " + jitter + ", " + bytesPerSecond
                            + " bytes per second in pieces of " + pieceBytes + ": at least 0, 0, 1 and 1 are needed");
        }
    }

    /** This quality with a latency and a jitter. */
    public Quality withLatency(Duration latency, Duration jitter) {
        return new Quality(latency, jitter, bytesPerSecond, pieceBytes);
    }

    /** This quality with a bandwidth. */
    public Quality withBandwidth(long bytesPerSecond) {
        return new Quality(latency, jitter, bytesPerSecond, pieceBytes);
    }

    /** This quality, in pieces. */
    public Quality inPieces(int pieceBytes) {
        return new Quality(latency, jitter, bytesPerSecond, pieceBytes);
    }

    /** How long a piece of {@code bytes} is held up. */
    Duration holdUp(int bytes, RandomGenerator random) {
        long drawn = jitter.isZero() ? 0 : random.nextLong(jitter.toNanos() + 1);
        long sending = bytesPerSecond == Long.MAX_VALUE ? 0 : bytes * NANOS_PER_SECOND / bytesPerSecond;
        return latency.plusNanos(drawn + sending);
    }
}
