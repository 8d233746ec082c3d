package org.reprise.stress.chaos;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.reprise.stress.oracle.Oracle;

/** What the oracles have found in one run. Thread-safe. */
final class Faults {

    private static final int MOST_KEPT = 50;

    private final Map<Oracle, List<String>> found = new EnumMap<>(Oracle.class);

    synchronized void add(Oracle oracle, String fault) {
        List<String> faults = found.computeIfAbsent(oracle, key -> new ArrayList<>());
        if (faults.size() < MOST_KEPT) {
            faults.add(fault);
        }
    }

    synchronized boolean isEmpty() {
        return found.isEmpty();
    }

    /** A copy. */
    synchronized Map<Oracle, List<String>> byOracle() {
        Map<Oracle, List<String>> copy = new EnumMap<>(Oracle.class);
        found.forEach((oracle, faults) -> copy.put(oracle, List.copyOf(faults)));
        return copy;
    }
}
