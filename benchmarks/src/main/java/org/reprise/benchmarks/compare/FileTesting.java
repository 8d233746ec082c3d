package org.reprise.benchmarks.compare;

import org.reprise.benchmarks.statistics.MannWhitneyTest;
import org.reprise.benchmarks.statistics.ShiftTest;

/** Of saved files: forks of either side, in no order to each other. */
final class FileTesting implements Testing {

    @Override
    public ShiftTest test(MetricPair pair) {
        return MannWhitneyTest.of(pair.baselineLogs(), pair.candidateLogs());
    }

    @Override
    public boolean isOpen(ShiftTest test, Settings settings, double level) {
        return false;
    }

    @Override
    public boolean isLast() {
        return true;
    }
}
