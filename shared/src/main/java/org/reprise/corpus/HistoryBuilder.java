package org.reprise.corpus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.ToolCall;

/**
 * Writes down one conversation as entries, and gives them their ids and times.
 *
 * <p>Calls get fresh ids as messages do, since real files repeat them, for other calls of other conversations and even
 * of the same one. The caller's key joins a call with its answer, and is free again after it. Not thread-safe.
 */
final class HistoryBuilder {

    private static final int ID_CHARACTERS = 24;

    /** A tool call that the agent asks for. */
    record Call(String key, String name, String arguments) {}

    /** What a tool answered; {@code duration} is null where nobody measured. */
    record Answer(
            String result, ToolCall.Status status, @Nullable Duration duration) {}

    private final Draws draws;
    private final Timeline timeline;
    private final List<HistoryEntry> entries = new ArrayList<>();
    private final Map<String, Integer> openCalls = new HashMap<>();

    HistoryBuilder(Draws draws, Timeline timeline) {
        this.draws = draws;
        this.timeline = timeline;
    }

    void say(Role role, @Nullable String content) {
        entries.add(new Message(messageId(), role, content, timeline.next(role), List.of(), null));
    }

    /** The agent asks for {@code calls}, none of whose keys is open, nor twice among them. */
    void ask(@Nullable String content, List<Call> calls) {
        List<String> ids =
                calls.stream().map(call -> draws.id("call_", ID_CHARACTERS)).toList();
        entries.add(new Message(messageId(), Role.ASSISTANT, content, timeline.next(Role.ASSISTANT), ids, null));
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            openCalls.put(call.key(), entries.size());
            entries.add(new ToolCall(ids.get(i), call.name(), call.arguments(), null, ToolCall.Status.PENDING, null));
        }
    }

    /** Whether a call of this key has been asked for and not answered. */
    boolean isOpen(String key) {
        return openCalls.containsKey(key);
    }

    /** A tool answers the open call of {@code key}. */
    void answer(String key, Answer answer) {
        int index = openCalls.remove(key);
        ToolCall asked = (ToolCall) entries.get(index);
        entries.set(
                index,
                new ToolCall(
                        asked.id(),
                        asked.name(),
                        asked.arguments(),
                        answer.result(),
                        answer.status(),
                        answer.duration()));
        entries.add(new Message(
                messageId(), Role.TOOL, null, timeline.nextAfter(answer.duration()), List.of(), asked.id()));
    }

    List<HistoryEntry> entries() {
        return entries;
    }

    private String messageId() {
        return draws.id("msg_", ID_CHARACTERS);
    }
}
