package org.reprise.benchmarks.ab;

import java.util.List;

/** Where forks come from. */
@FunctionalInterface
interface Forks {

    /**
     * Runs one case of a jar in a fork of its own.
     *
     * @return what it measured, one element for each mode of the case
     * @throws ForkFailedException if it gave no result
     */
    List<Fork> run(JmhJar jar, BenchmarkCase benchmark);
}
