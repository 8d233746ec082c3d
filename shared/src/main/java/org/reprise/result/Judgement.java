package org.reprise.result;

import java.util.Objects;

/**
 * What became of one thing that was judged.
 *
 * @param group what it belongs to, such as a scenario
 * @param name what was judged
 * @param status how it ended
 * @param detail expected and observed, in a line
 */
public record Judgement(String group, String name, Status status, String detail) {

    /** How it ended. */
    public enum Status {
        /** It holds. */
        PASSED,
        /** It does not. */
        FAILED,
        /** It could not be told, or does not apply. */
        SKIPPED
    }

    public Judgement {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(detail, "detail");
    }
}
