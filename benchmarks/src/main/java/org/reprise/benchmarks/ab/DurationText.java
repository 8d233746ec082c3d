package org.reprise.benchmarks.ab;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import org.reprise.benchmarks.UsageException;

/** Durations as people write them: 90s, 15m, 1h30m. */
final class DurationText {

    private static final Duration LONGEST = Duration.ofDays(365);

    private DurationText() {}

    /**
     * Reads one that is longer than nothing and no longer than a year.
     *
     * @throws UsageException if it is none
     */
    static Duration parse(String text) {
        try {
            Duration duration = Duration.parse("PT" + text);
            if (duration.compareTo(LONGEST) > 0) {
                throw new UsageException("'" + text + "' is longer than " + LONGEST.toDays() + " days");
            }
            if (duration.compareTo(Duration.ZERO) > 0) {
                return duration;
            }
        } catch (DateTimeException e) {
            // Told below, as is what is not positive.
        }
        throw new UsageException("'" + text + "' is no duration, write it as 90s, 15m or 1h30m");
    }

    /** Minutes and seconds, below ten seconds with a decimal. */
    static String of(Duration duration) {
        double seconds = duration.toMillis() / 1e3;
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1fs", seconds);
        }
        long rounded = Math.round(seconds);
        if (rounded < 60) {
            return rounded + "s";
        }
        String text = rounded / 3600 > 0 ? rounded / 3600 + "h" : "";
        text += rounded % 3600 / 60 > 0 ? rounded % 3600 / 60 + "m" : "";
        return text + (rounded % 60 > 0 ? rounded % 60 + "s" : "");
    }
}
