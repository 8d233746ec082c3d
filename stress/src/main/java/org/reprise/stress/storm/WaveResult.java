package org.reprise.stress.storm;

import java.util.List;
import org.reprise.stress.oracle.TimingOracle;

/**
 * How a wave went. Times are in milliseconds from its start.
 *
 * @param guests how many were to come
 * @param thereMillis when each was there, in order
 * @param openedMillis when the last WebSocket had opened
 * @param opened how many WebSockets were opened
 * @param latency from when each was to start
 * @param putOff how often the server put somebody off
 * @param faults what went wrong
 */
record WaveResult(
        int guests,
        double[] thereMillis,
        double openedMillis,
        long opened,
        TimingOracle latency,
        long putOff,
        List<String> faults) {

    WaveResult {
        faults = List.copyOf(faults);
    }

    int there() {
        return thereMillis.length;
    }

    /** When so many percent of all guests were there; not a number if they never were. */
    double millisTo(double percent) {
        int due = (int) Math.ceil(guests * percent / 100);
        return due <= thereMillis.length ? thereMillis[Math.max(0, due - 1)] : Double.NaN;
    }

    /** WebSockets that were opened in a second. */
    double openedPerSecond() {
        return openedMillis == 0 ? 0 : opened * 1_000.0 / openedMillis;
    }
}
