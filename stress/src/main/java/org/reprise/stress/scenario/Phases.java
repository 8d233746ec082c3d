package org.reprise.stress.scenario;

import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.reprise.stress.client.Resumed;

/** Where the time of restores goes, beside that of bare upgrades. */
final class Phases {

    private static final int DIGITS = 3;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MEDIAN = 50;

    private final Histogram upgrade = new Histogram(DIGITS);
    private final Histogram connect = new Histogram(DIGITS);
    private final Histogram welcome = new Histogram(DIGITS);
    private final Histogram restore = new Histogram(DIGITS);

    /** Adds a restore, and the bare upgrade beside it, in nanoseconds. */
    void add(Resumed resumed, long upgraded) {
        upgrade.recordValue(upgraded);
        connect.recordValue(resumed.connectNanos());
        welcome.recordValue(resumed.welcomeNanos() - resumed.connectNanos());
        restore.recordValue(resumed.restoreNanos() - resumed.welcomeNanos());
    }

    /** The medians, as text. */
    String medians() {
        return String.format(
                Locale.ROOT,
                "p50 %.2f ms to connect, %.2f from there to the welcome, %.2f from there to the last entry; a bare upgrade %.2f",
                median(connect),
                median(welcome),
                median(restore),
                median(upgrade));
    }

    private static double median(Histogram times) {
        return times.getValueAtPercentile(MEDIAN) / NANOS_PER_MILLI;
    }
}
