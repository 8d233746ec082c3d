package org.reprise.stress.chaos;

import java.util.Objects;

/**
 * A step of a script.
 *
 * @param afterMillis how long after the step before, at least 0
 * @param action what happens
 */
public record Step(int afterMillis, Action action) {
    public Step {
        Objects.requireNonNull(action, "action");
        if (afterMillis < 0) {
            throw new IllegalArgumentException("a step " + afterMillis + " ms after the one before");
        }
    }

    @Override
    public String toString() {
        return "+" + afterMillis + " ms " + action;
    }
}
