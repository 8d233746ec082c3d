package org.reprise.context;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A value that an agent keeps: in its memory, in a workflow's state or among a user's preferences.
 *
 * <p>Values are immutable and compare by content. Two decimals are equal only at the same scale, as in
 * {@link BigDecimal#equals}: {@code 1.0} is not {@code 1.00}, so a codec that loses the scale is found out. Maps keep
 * the order in which they were given, and compare without it.
 */
public sealed interface Value {

    /** How deep lists and maps may be nested; a value that holds no other has depth 1. */
    int MAX_DEPTH = 32;

    /** The largest magnitude of a decimal's scale, and the largest number of its digits. */
    int MAX_DECIMAL_DIGITS = 1_000;

    /** Any Java string, unpaired surrogates included. */
    record Text(String text) implements Value {
        public Text {
            Objects.requireNonNull(text, "text");
        }
    }

    /** A 64-bit signed integer. */
    record Int(long number) implements Value {}

    /** A decimal number of at most {@link #MAX_DECIMAL_DIGITS} digits, exact. */
    record Decimal(BigDecimal number) implements Value {
        /** @throws IllegalArgumentException if the number has more digits or a larger scale than a value may have */
        public Decimal {
            Objects.requireNonNull(number, "number");
            requireDigits("scale", Math.abs((long) number.scale()));
            requireDigits("number of digits", number.precision());
        }

        private static void requireDigits(String what, long actual) {
            if (actual > MAX_DECIMAL_DIGITS) {
                throw new IllegalArgumentException("a decimal's " + what + " is " + actual + ", at most "
                        + MAX_DECIMAL_DIGITS + " are kept: store such a number as text");
            }
        }
    }

    /** True or false. */
    record Bool(boolean flag) implements Value {}

    /** Values in order. */
    record Items(List<Value> items) implements Value {
        /** @throws IllegalArgumentException if the list would be nested deeper than {@link #MAX_DEPTH} */
        public Items {
            items = List.copyOf(items);
            requireDepth(1 + deepest(items));
        }
    }

    /** Values by name. */
    record Fields(Map<String, Value> fields) implements Value {
        /** @throws IllegalArgumentException if the map would be nested deeper than {@link #MAX_DEPTH} */
        public Fields {
            fields = Ordered.copyOf(fields);
            requireDepth(1 + deepest(fields));
        }
    }

    /** The absence of a value where a name has been given one. */
    enum Null implements Value {
        /** The only null. */
        NULL
    }

    /** The text {@code text}. */
    static Value of(String text) {
        return new Text(text);
    }

    /** The integer {@code number}. */
    static Value of(long number) {
        return new Int(number);
    }

    /**
     * The decimal {@code number}.
     *
     * @throws IllegalArgumentException if the number has more than {@link #MAX_DECIMAL_DIGITS} digits
     */
    static Value of(BigDecimal number) {
        return new Decimal(number);
    }

    /** The boolean {@code flag}. */
    static Value of(boolean flag) {
        return new Bool(flag);
    }

    /**
     * The list {@code items}.
     *
     * @throws IllegalArgumentException if it would be nested deeper than {@link #MAX_DEPTH}
     */
    static Value of(List<Value> items) {
        return new Items(items);
    }

    /**
     * The map {@code fields}.
     *
     * @throws IllegalArgumentException if it would be nested deeper than {@link #MAX_DEPTH}
     */
    static Value of(Map<String, Value> fields) {
        return new Fields(fields);
    }

    /** The null value. */
    static Value ofNull() {
        return Null.NULL;
    }

    /** How deep this value nests: 1 for a value that holds no other. */
    default int depth() {
        if (this instanceof Items list) {
            return 1 + deepest(list.items);
        }
        if (this instanceof Fields map) {
            return 1 + deepest(map.fields);
        }
        return 1;
    }

    // Runs for every list and map that is made or decoded, and so goes without iterators.
    private static int deepest(List<Value> values) {
        int deepest = 0;
        for (int i = 0; i < values.size(); i++) {
            deepest = Math.max(deepest, values.get(i).depth());
        }
        return deepest;
    }

    private static int deepest(Map<String, Value> values) {
        int[] deepest = {0};
        values.forEach((name, value) -> deepest[0] = Math.max(deepest[0], value.depth()));
        return deepest[0];
    }

    private static void requireDepth(int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("a value is nested " + depth + " deep, at most " + MAX_DEPTH
                    + " is kept: flatten it, or store it as text");
        }
    }
}
