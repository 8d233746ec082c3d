package org.reprise.context;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a tool call at one moment. The last entry of a history with a call's id tells the call's state.
 *
 * @param id the id that the agent's request gave it
 * @param name the tool
 * @param arguments as the agent wrote them, in most services JSON, which need not be well-formed
 * @param result what the tool answered; null while it has not
 * @param status how the call is doing
 * @param duration from request to answer; null while there is none, or where nobody measured
 */
public record ToolCall(
        String id,
        String name,
        String arguments,
        @Nullable String result,
        Status status,
        @Nullable Duration duration) implements HistoryEntry {

    /** How a tool call is doing. */
    public enum Status {
        /** Asked for, not begun. */
        PENDING,
        /** At work. */
        RUNNING,
        /** The tool answered. */
        SUCCEEDED,
        /** The tool failed; the result, if any, says how. */
        FAILED,
        /** Given up. */
        CANCELLED
    }

    public ToolCall {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(arguments, "arguments");
        Objects.requireNonNull(status, "status");
    }
}
