package org.reprise.store.redis;

import java.time.Duration;
import java.time.Instant;

/** Times as the scripts compare them: texts of one length, of which the earlier is the smaller. */
final class Times {

    private static final int SECOND_DIGITS = 17;
    private static final int NANO_DIGITS = 9;

    /** All that a floating-point number holds exactly. */
    private static final long LARGEST_SCORE = 1L << 52;

    /** Longer than any clock is wrong, shorter than what a full disk forgives. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Times() {}

    static String text(Instant time) {
        return digits(SECOND_DIGITS, time.getEpochSecond() - Instant.MIN.getEpochSecond())
                + digits(NANO_DIGITS, time.getNano());
    }

    private static String digits(int most, long number) {
        String digits = Long.toString(number);
        return "0".repeat(most - digits.length()) + digits;
    }

    static Instant of(String text) {
        return Instant.ofEpochSecond(
                Long.parseLong(text.substring(0, SECOND_DIGITS)) + Instant.MIN.getEpochSecond(),
                Integer.parseInt(text.substring(SECOND_DIGITS)));
    }

    /** A time as the score of an index, which tells seconds. */
    static double score(Instant time) {
        return Math.max(-LARGEST_SCORE, Math.min(LARGEST_SCORE, time.getEpochSecond()));
    }

    /** How long a server that nobody sweeps keeps what expires, in milliseconds. */
    static long keptMillis(Instant detachedAt, Instant expiresAt) {
        Duration away = expiresAt.isBefore(detachedAt) ? Duration.ZERO : Duration.between(detachedAt, expiresAt);
        return (away.compareTo(LONGEST) > 0 ? LONGEST : away.plus(GRACE)).toMillis();
    }
}
