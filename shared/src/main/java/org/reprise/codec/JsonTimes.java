package org.reprise.codec;

import java.time.Instant;
import java.time.LocalDate;

/** Times in the way in which they are written, read in a fraction of what {@link Instant#parse} takes for every way. */
final class JsonTimes {

    /** {@code 2026-01-31T23:59:59Z}. */
    private static final int SHORTEST = 20;

    private static final int FRACTION = 19;
    private static final int MOST_FRACTION_DIGITS = 9;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int SECONDS_PER_HOUR = 3_600;
    private static final int SECONDS_PER_MINUTE = 60;

    private JsonTimes() {}

    /** @throws java.time.DateTimeException if it is none that {@link Instant#parse} takes */
    static Instant instant(String text) {
        int length = text.length();
        boolean hasFraction = length > SHORTEST;
        if (length < SHORTEST
                || length > FRACTION + 1 + MOST_FRACTION_DIGITS + 1
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':'
                || hasFraction && text.charAt(FRACTION) != '.'
                || text.charAt(length - 1) != 'Z') {
            return Instant.parse(text);
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, FRACTION);
        int fraction = hasFraction ? number(text, FRACTION + 1, length - 1) : 0;
        boolean isNumeric = (year | month | day | hour | minute | second | fraction) >= 0;
        if (!isNumeric || hour > 23 || minute > 59 || second > 59) {
            return Instant.parse(text);
        }
        for (int digits = length - FRACTION - 2; hasFraction && digits < MOST_FRACTION_DIGITS; digits++) {
            fraction *= 10;
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        return Instant.ofEpochSecond(
                days * SECONDS_PER_DAY + hour * SECONDS_PER_HOUR + minute * SECONDS_PER_MINUTE + second, fraction);
    }

    /** At most nine digits as a number; negative if one is no digit. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
