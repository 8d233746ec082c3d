package org.reprise.benchmarks.ab;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.reprise.benchmarks.statistics.Looks;

/**
 * What an interleaved run gave.
 *
 * @param pairs all pairs in run order, those of the ruler included
 * @param end why the run ended
 * @param undecided how many pairs each case has that was not decided, in the order of the plan
 * @param roundCost how long another pair of each of these would take, together with one of the ruler
 */
public record AbOutcome(List<MeasuredPair> pairs, End end, Map<BenchmarkCase, Integer> undecided, Duration roundCost) {

    /** Why a run ends. */
    public enum End {
        /** Every verdict is known. */
        DECIDED,
        /** As many pairs were run as were allowed. */
        PAIRS,
        /** There was no time for another pair. */
        BUDGET
    }

    /** Keeps copies. */
    public AbOutcome {
        pairs = List.copyOf(pairs);
        undecided = Collections.unmodifiableMap(new LinkedHashMap<>(undecided));
    }

    /**
     * Says what was not reached where the budget was too small, in one line.
     *
     * @param looks when it would have been looked at
     * @param budget the time that there was
     */
    public Optional<String> shortfall(Looks looks, Duration budget) {
        if (end != End.BUDGET) {
            return Optional.empty();
        }
        int least = Collections.min(undecided.values());
        int wanted = looks.after(least);
        String counts = undecided.entrySet().stream()
                .map(entry -> entry.getValue() + " of " + entry.getKey())
                .collect(Collectors.joining(", "));
        String further = roundCost.isZero()
                ? ""
                : "; " + wanted + " pairs of each would take another "
                        + DurationText.of(roundCost.multipliedBy(wanted - least));
        return Optional.of("the budget of " + DurationText.of(budget) + " was spent before " + looks.most()
                + " pairs of each were run: " + counts + further);
    }
}
