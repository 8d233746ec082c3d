package org.reprise.store.linearizability;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells whether a history could have come about one call at a time, each at some moment between its beginning and its
 * answer: the search of Wing and Gong, "Testing and verifying concurrent objects", Journal of Parallel and Distributed
 * Computing 17 (1993), with Lowe's memory of what has been tried, "Testing for linearizability", Concurrency and
 * Computation 29 (2017).
 *
 * <p>Exhaustive, so for short histories: of at most 64 calls.
 */
final class Linearizability<S> {

    private final List<Operation<S>> history;
    private final long answered;
    private final Set<Tried<S>> tried = new HashSet<>();

    private Linearizability(List<Operation<S>> history) {
        if (history.size() > Long.SIZE) {
            throw new IllegalArgumentException(history.size() + " calls, at most " + Long.SIZE + " are searched");
        }
        this.history = List.copyOf(history);
        long bits = 0;
        for (int i = 0; i < history.size(); i++) {
            bits |= history.get(i).answer() == null ? 0 : 1L << i;
        }
        this.answered = bits;
    }

    /** Whether {@code history}, begun with {@code initial}, is linearizable. */
    static <S> boolean holds(S initial, List<Operation<S>> history) {
        return new Linearizability<>(history).completes(0, initial);
    }

    /** Whether the calls that are not in {@code done} can follow one another from {@code state} on. */
    private boolean completes(long done, S state) {
        if ((done & answered) == answered) {
            return true;
        }
        if (!tried.add(new Tried<>(done, state))) {
            return false;
        }
        long firstReturn = Long.MAX_VALUE;
        for (int i = 0; i < history.size(); i++) {
            if ((done & 1L << i) == 0) {
                firstReturn = Math.min(firstReturn, history.get(i).returned());
            }
        }
        for (int i = 0; i < history.size(); i++) {
            Operation<S> next = history.get(i);
            if ((done & 1L << i) == 0 && next.invoked() < firstReturn) {
                Operation.Applied<S> applied = next.step().apply(state);
                boolean possible = next.answer() == null || next.answer().equals(applied.answer());
                if (possible && completes(done | 1L << i, applied.next())) {
                    return true;
                }
            }
        }
        return false;
    }

    private record Tried<S>(long done, S state) {}
}
