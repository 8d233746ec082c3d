package org.reprise.benchmarks.ab;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.reprise.benchmarks.statistics.Looks;

/**
 * What an interleaved run is to do.
 *
 * @param baseline the jar of before
 * @param candidate the jar of after
 * @param ruler where the ruler is that runs along, if it does
 * @param benchmarks the cases to measure, which both jars have; at least one
 * @param looks when the run is looked at, and how many pairs of each case are run at most
 * @param budget how long the run takes at most, longer only by the pair that is then running
 * @param seed what the {@link Schedule} is drawn from
 */
record AbPlan(
        JmhJar baseline,
        JmhJar candidate,
        Optional<JmhJar> ruler,
        List<BenchmarkCase> benchmarks,
        Looks looks,
        Duration budget,
        long seed) {

    /** How many pairs of each case are run at most. */
    int pairs() {
        return looks.most();
    }
}
