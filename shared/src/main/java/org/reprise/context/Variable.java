package org.reprise.context;

import java.util.Objects;

/** One variable of an agent's memory. */
public record Variable(Value value, Durability durability) {

    public Variable {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(durability, "durability");
    }

    /** A variable that is kept as long as the session is. */
    public static Variable durable(Value value) {
        return new Variable(value, Durability.DURABLE);
    }

    /** A variable that a medium outage may drop. */
    public static Variable scratch(Value value) {
        return new Variable(value, Durability.TRANSIENT);
    }
}
