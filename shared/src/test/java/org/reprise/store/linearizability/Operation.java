package org.reprise.store.linearizability;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call that was made, and what came of it.
 *
 * @param name says what was called, for people
 * @param invoked when it began, by a clock that all clients share
 * @param returned when its answer came, later than {@code invoked}; {@link Long#MAX_VALUE} if none came
 * @param answer the answer; null if none came: then it may have taken effect at any time since, or not at all
 * @param step what it does to a state, one call at a time
 */
record Operation<S>(
        String name, long invoked, long returned, @Nullable Object answer, Function<S, Applied<S>> step) {

    Operation {
        Objects.requireNonNull(step, "step");
        if (invoked >= returned || (answer == null) != (returned == Long.MAX_VALUE)) {
            throw new IllegalArgumentException(name + " from " + invoked + " to " + returned + " answers " + answer);
        }
    }

    /**
     * What a call does to a state.
     *
     * @param answer what it must answer there
     * @param next the state afterwards
     */
    record Applied<S>(Object answer, S next) {}

    @Override
    public String toString() {
        return "[" + invoked + ", " + (answer == null ? "…) " : returned + "] ") + name + " -> " + answer;
    }
}
