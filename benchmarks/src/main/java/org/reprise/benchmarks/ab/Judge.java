package org.reprise.benchmarks.ab;

import java.util.List;
import java.util.Set;

/** Says during a run which benchmarks need no more pairs. */
@FunctionalInterface
interface Judge {

    /**
     * Looks at what there is. Called at each look, by one thread.
     *
     * @param soFar all pairs in run order, those of the ruler and of cases decided earlier included
     * @return the {@linkplain MeasuredPair#key() keys} whose verdict is known; a key once decided stays so
     */
    Set<String> decided(List<MeasuredPair> soFar);
}
