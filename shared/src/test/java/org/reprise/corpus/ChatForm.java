package org.reprise.corpus;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.ToolCall;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Conversations written in the OpenAI chat form. */
final class ChatForm {

    private final Map<String, ToolCall> calls = new HashMap<>();

    private ChatForm() {}

    static ArrayNode of(Conversation conversation) {
        ChatForm form = new ChatForm();
        ArrayNode messages = JsonNodeFactory.instance.arrayNode();
        for (HistoryEntry entry : conversation.entries()) {
            if (entry instanceof ToolCall call) {
                form.calls.put(call.id(), call);
            }
        }
        for (HistoryEntry entry : conversation.entries()) {
            if (entry instanceof Message message) {
                messages.add(form.message(message));
            }
        }
        return messages;
    }

    private ObjectNode message(Message message) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("role", message.role().name().toLowerCase(Locale.ROOT)).put("content", content(message));
        if (!message.toolCallIds().isEmpty()) {
            ArrayNode list = json.putArray("tool_calls");
            message.toolCallIds().forEach(id -> list.add(call(calls.get(id))));
        }
        if (message.answersCallId() != null) {
            json.put("tool_call_id", message.answersCallId())
                    .put("name", calls.get(message.answersCallId()).name());
        }
        return json;
    }

    private @Nullable String content(Message message) {
        return message.answersCallId() == null
                ? message.content()
                : calls.get(message.answersCallId()).result();
    }

    private static ObjectNode call(ToolCall call) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", call.id())
                .put("type", "function")
                .putObject("function")
                .put("name", call.name())
                .put("arguments", call.arguments());
        return json;
    }
}
