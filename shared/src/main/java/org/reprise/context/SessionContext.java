package org.reprise.context;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that a session knows.
 *
 * @param head the part that is replaced as a whole
 * @param history the part that only grows; the entry at index {@code i} has sequence {@code i + 1}
 */
public record SessionContext(SessionHead head, List<HistoryEntry> history) {

    public SessionContext {
        Objects.requireNonNull(head, "head");
        history = List.copyOf(history);
    }

    /** The sequence of the last entry; 0 for an empty history. */
    public long lastSequence() {
        return history.size();
    }

    /** The messages of the history, in order. */
    public List<Message> messages() {
        return history.stream()
                .filter(Message.class::isInstance)
                .map(Message.class::cast)
                .toList();
    }

    /** The last known state of each tool call, in the order in which the calls were first recorded. */
    public List<ToolCall> toolCalls() {
        return List.copyOf(toolCallsById().values());
    }

    /** What each message of {@link #messages()} says, null where it says nothing. See {@link Message#content}. */
    public List<@Nullable String> texts() {
        Map<String, ToolCall> calls = toolCallsById();
        return messages().stream().map(message -> text(message, calls)).toList();
    }

    private static @Nullable String text(Message message, Map<String, ToolCall> calls) {
        if (message.content() != null || message.answersCallId() == null) {
            return message.content();
        }
        ToolCall answered = calls.get(message.answersCallId());
        return answered == null ? null : answered.result();
    }

    private Map<String, ToolCall> toolCallsById() {
        Map<String, ToolCall> calls = new LinkedHashMap<>();
        for (HistoryEntry entry : history) {
            if (entry instanceof ToolCall call) {
                calls.put(call.id(), call);
            }
        }
        return calls;
    }
}
