package org.reprise.stress.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Drops what a failure does not need: A. Zeller and R. Hildebrandt, "Simplifying and isolating failure-inducing input",
 * IEEE Transactions on Software Engineering 28 (2002), by complements alone.
 */
final class Shrinker {

    private Shrinker() {}

    /**
     * The shortest list that was found to fail, in the order of {@code whole}.
     *
     * @param fails whether a list fails; {@code whole} does
     * @param mayGoOn asked before each try; the best so far is answered when it says no
     */
    static <T> List<T> shrink(List<T> whole, Predicate<List<T>> fails, BooleanSupplier mayGoOn) {
        List<T> best = whole;
        int parts = Math.min(2, best.size());
        while (parts > 0) {
            List<T> shorter = shorter(best, parts, fails, mayGoOn);
            if (shorter != null) {
                best = shorter;
                parts = Math.min(Math.max(parts - 1, 2), best.size());
            } else if (parts >= best.size() || !mayGoOn.getAsBoolean()) {
                return best;
            } else {
                parts = Math.min(2 * parts, best.size());
            }
        }
        return best;
    }

    private static <T> @Nullable List<T> shorter(
            List<T> list, int parts, Predicate<List<T>> fails, BooleanSupplier mayGoOn) {
        for (int part = 0; part < parts && mayGoOn.getAsBoolean(); part++) {
            List<T> rest = new ArrayList<>(list.subList(0, (int) ((long) list.size() * part / parts)));
            rest.addAll(list.subList((int) ((long) list.size() * (part + 1) / parts), list.size()));
            if (fails.test(rest)) {
                return rest;
            }
        }
        return null;
    }
}
