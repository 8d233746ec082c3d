package org.reprise.context;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One item in which two contexts differ.
 *
 * @param section where
 * @param item which: an entry's sequence, a variable's name, the name of a field
 * @param kind how
 * @param durability whether the item was meant to outlive a medium outage
 * @param expected what was expected; null for {@link Kind#EXTRA}
 * @param actual what was found; null for {@link Kind#MISSING}
 */
public record Difference(
        ContextSection section,
        String item,
        Kind kind,
        Durability durability,
        @Nullable Object expected,
        @Nullable Object actual) {

    private static final int SHOWN_CHARACTERS = 80;

    /** How two contexts differ in an item. */
    public enum Kind {
        /** Expected and not found. */
        MISSING,
        /** Found and not equal. */
        CHANGED,
        /** Found and not expected. */
        EXTRA
    }

    public Difference {
        Objects.requireNonNull(section, "section");
        Objects.requireNonNull(item, "item");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(durability, "durability");
    }

    /** One line: section, item, kind, and the start of what was expected and found. */
    @Override
    public String toString() {
        return section + " " + shown(item) + " " + kind + ": expected " + shown(expected) + ", found " + shown(actual);
    }

    private static String shown(@Nullable Object value) {
        if (value == null) {
            return "nothing";
        }
        String text = value.toString();
        String start = text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
        return start.replaceAll("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]", "\uFFFD");
    }
}
