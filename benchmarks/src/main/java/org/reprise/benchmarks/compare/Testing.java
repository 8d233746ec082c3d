package org.reprise.benchmarks.compare;

import org.reprise.benchmarks.statistics.ShiftTest;

/** How forks of a metric are tested, as their design demands. */
interface Testing {

    /** The test of a timing metric. */
    ShiftTest test(MetricPair pair);

    /** Whether more forks could still decide a metric that is inconclusive so far, at this level. */
    boolean isOpen(ShiftTest test, Settings settings, double level);

    /** Whether no further forks come after these. */
    boolean isLast();
}
