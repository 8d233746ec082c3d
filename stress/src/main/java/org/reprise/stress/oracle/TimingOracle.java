package org.reprise.stress.oracle;

import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Timing: how long reconnects take, from the moment at which they were to start, so that one that had to wait for another
 * counts its waiting. Thread-safe.
 */
public final class TimingOracle {

    private static final int DIGITS = 3;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Recorder recorder = new Recorder(DIGITS);
    private final Histogram all = new Histogram(DIGITS);

    /** One took so long. */
    public void took(long nanos) {
        recorder.recordValue(nanos);
    }

    /** How many were recorded. */
    public synchronized long count() {
        return histogram().getTotalCount();
    }

    /** The mean, in milliseconds. */
    public synchronized double meanMillis() {
        return histogram().getMean() / NANOS_PER_MILLI;
    }

    /** A percentile from 0 to 100, in milliseconds. */
    public synchronized double millis(double percentile) {
        return histogram().getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }

    /** The longest, in milliseconds. */
    public synchronized double maxMillis() {
        return histogram().getMaxValue() / NANOS_PER_MILLI;
    }

    /** Judges the mean. */
    public Verdict judgeMean(String scenario, String what, double mostMillis) {
        return Verdict.of(scenario, what + ", mean", "< " + show(mostMillis), summary(), meanMillis() < mostMillis);
    }

    /** Judges the longest. */
    public Verdict judgeMax(String scenario, String what, double mostMillis) {
        return Verdict.of(scenario, what + ", longest", "< " + show(mostMillis), summary(), maxMillis() < mostMillis);
    }

    private String summary() {
        return "mean " + show(meanMillis()) + ", p50 " + show(millis(50)) + ", p99 " + show(millis(99)) + ", max "
                + show(maxMillis()) + ", n " + count();
    }

    private static String show(double millis) {
        return String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%.0f ms", millis);
    }

    private Histogram histogram() {
        all.add(recorder.getIntervalHistogram());
        return all;
    }
}
