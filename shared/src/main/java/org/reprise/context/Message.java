package org.reprise.context;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation.
 *
 * @param id unique within the session
 * @param role who speaks
 * @param content what is said; null if the message only asks for tool calls, or, in a message that answers a call, if
 *     it stands for that call's whole result (so that a result is held once)
 * @param at when it was said
 * @param toolCallIds the tool calls that it asked for, in order
 * @param answersCallId the tool call that it answers, or null
 */
public record Message(
        String id,
        Role role,
        @Nullable String content,
        Instant at,
        List<String> toolCallIds,
        @Nullable String answersCallId)
        implements HistoryEntry {

    public Message {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(at, "at");
        toolCallIds = List.copyOf(toolCallIds);
    }

    /** A message of {@code role} that says {@code content}, asks for no tool and answers none. */
    public static Message of(String id, Role role, String content, Instant at) {
        return new Message(id, role, Objects.requireNonNull(content, "content"), at, List.of(), null);
    }
}
