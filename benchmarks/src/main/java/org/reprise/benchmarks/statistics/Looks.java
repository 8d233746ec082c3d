package org.reprise.benchmarks.statistics;

import java.util.ArrayList;
import java.util.List;

/**
 * After how many pairs a run is looked at.
 *
 * @param first the first look, at least 2
 * @param step pairs between looks, positive
 * @param most pairs at which the run ends at the latest, at least {@code first}
 */
public record Looks(int first, int step, int most) {

    /** @throws IllegalArgumentException if a number is out of its bounds */
    public Looks {
        if (first < 2 || step < 1 || most < first) {
            throw new IllegalArgumentException("looks at " + first + " pairs and every " + step + " up to " + most
                    + ": the first must be at least 2, the step positive and the last no less than the first");
        }
    }

    /** Looks at 10, 15, 20 … pairs. */
    public static Looks upTo(int most) {
        return new Looks(Math.min(10, most), 5, most);
    }

    /** Whether these many pairs are to be looked at. */
    public boolean isLook(int pairs) {
        return pairs == most || pairs >= first && pairs < most && (pairs - first) % step == 0;
    }

    /** How many pairs there are at the first look after one at {@code pairs}. */
    public int after(int pairs) {
        int next = Math.max(first, pairs + 1);
        while (next < most && !isLook(next)) {
            next++;
        }
        return Math.min(next, most);
    }

    /** A look at {@code pairs} pairs, with all looks before it, after which the run may go on. */
    public Schedule interim(int pairs) {
        return new Schedule(sizes(pairs), (double) pairs / most);
    }

    /** The last look, at {@code pairs} pairs, with all looks before it: all of alpha that is left may be spent. */
    public Schedule last(int pairs) {
        return new Schedule(sizes(pairs), 1);
    }

    private List<Integer> sizes(int pairs) {
        if (pairs > most) {
            throw new IllegalArgumentException("there are " + pairs + " pairs, the run was to end at " + most);
        }
        List<Integer> sizes = new ArrayList<>();
        for (int size = first; size < pairs; size += step) {
            sizes.add(size);
        }
        sizes.add(pairs);
        return sizes;
    }

    /** The looks up to now. */
    public final class Schedule {

        private final List<Integer> sizes;
        private final double fraction;

        private Schedule(List<Integer> sizes, double fraction) {
            this.sizes = List.copyOf(sizes);
            this.fraction = fraction;
        }

        /** Pairs at each look, the present one last. */
        public List<Integer> sizes() {
            return sizes;
        }

        /** The share of the run's pairs that {@code look} of {@link #sizes} has. */
        double fraction(int look) {
            return look == sizes.size() - 1 ? fraction : (double) sizes.get(look) / most;
        }
    }
}
