package org.reprise.benchmarks.compare;

import java.util.stream.IntStream;
import org.reprise.benchmarks.statistics.Futility;
import org.reprise.benchmarks.statistics.GroupSequential;
import org.reprise.benchmarks.statistics.Looks;
import org.reprise.benchmarks.statistics.ReferenceOrders;
import org.reprise.benchmarks.statistics.ShiftTest;

/**
 * Of interleaved pairs.
 *
 * @param reference the orders that the run could have had
 * @param looks when the run is looked at
 * @param lastAt pairs after which the run ended, more than there are while it goes on
 */
record PairTesting(ReferenceOrders reference, Looks looks, int lastAt) implements Testing {

    /** For {@link #lastAt} while a run goes on. */
    static final int GOES_ON = Integer.MAX_VALUE;

    @Override
    public ShiftTest test(MetricPair pair) {
        double[] baseline = pair.baselineLogs();
        double[] candidate = pair.candidateLogs();
        int pairs = baseline.length;
        double[] logRatios = IntStream.range(0, pairs)
                .mapToDouble(i -> candidate[i] - baseline[i])
                .toArray();
        return GroupSequential.of(
                logRatios, pair.orders(), reference, pairs == lastAt ? looks.last(pairs) : looks.interim(pairs));
    }

    @Override
    public boolean isOpen(ShiftTest test, Settings settings, double level) {
        return !isLast()
                && !Futility.isFutile(test, looks.most(), settings.logThreshold(), level, settings.confidence());
    }

    @Override
    public boolean isLast() {
        return lastAt != GOES_ON;
    }
}
