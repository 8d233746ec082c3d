package org.reprise.corpus;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.ToolCall;
import org.reprise.context.Value;
import org.reprise.context.Variable;
import org.reprise.context.Workflow;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Makes a {@link Conversation} of one in the OpenAI chat form.
 *
 * <p>A call is answered by the first reply after it that carries its id; afterwards the id may be used again, as real
 * files do. The legacy {@code function_call} is joined by the function's name. Of a message, its role, content, calls
 * and the id that it answers are kept, nothing else. The workflow's state is what the agent has filled in: the latest
 * value of each argument that is neither a list nor an object. The other fields of the conversation's object become
 * durable variables. Makes one conversation; not thread-safe.
 */
final class ConversationMapper {

    private static final String NO_TOOL_YET = "conversation";

    private final String workflow;
    private final HistoryBuilder history;
    private final Map<String, Value> state = new LinkedHashMap<>();
    private String step = NO_TOOL_YET;

    ConversationMapper(String workflow, HistoryBuilder history) {
        this.workflow = workflow;
        this.history = history;
    }

    /** @throws CorpusException if {@code chat} holds no message, or one that is not of the form */
    Conversation map(ChatConversation chat, Place place) {
        if (chat.messages().isEmpty()) {
            throw place.bad("holds no message", "at least one");
        }
        for (int i = 0; i < chat.messages().size(); i++) {
            add(new ChatMessage(chat.messages().get(i), place.inMessage(i + 1)));
        }
        Map<String, Variable> memory = new LinkedHashMap<>();
        chat.fields().forEach((name, value) -> memory.put(name, Variable.durable(JsonValues.of(value))));
        return new Conversation(history.entries(), new Workflow(workflow, step, status(), state), memory, Map.of());
    }

    private void add(ChatMessage message) {
        switch (message.role()) {
            case "system", "developer" -> history.say(Role.SYSTEM, message.content());
            case "user" -> history.say(Role.USER, message.content());
            case "assistant" -> addAssistant(message);
            case "tool", "function" -> addAnswer(message);
            default ->
                throw message.place()
                        .bad(
                                "role is " + Place.quote(message.json().get("role")),
                                "system, developer, user, assistant, tool or function");
        }
    }

    private void addAssistant(ChatMessage message) {
        List<HistoryBuilder.Call> calls = message.calls();
        if (calls.isEmpty()) {
            history.say(Role.ASSISTANT, message.content());
            return;
        }
        Set<String> keys = new HashSet<>();
        for (HistoryBuilder.Call call : calls) {
            if (history.isOpen(call.key()) || !keys.add(call.key())) {
                throw message.place()
                        .bad(
                                "call " + quote(call.key()) + " is asked for again before it was answered",
                                "another id, or the answer first");
            }
            step = call.name();
            fillIn(call.arguments());
        }
        history.ask(message.content(), calls);
    }

    private void addAnswer(ChatMessage message) {
        String key = message.answeredKey();
        if (!history.isOpen(key)) {
            throw message.place()
                    .bad(
                            "answers call " + quote(key) + ", which is not open",
                            "the id of a call asked for and not yet answered");
        }
        String content = message.content();
        history.answer(key, new HistoryBuilder.Answer(content == null ? "" : content, ToolCall.Status.SUCCEEDED, null));
    }

    private void fillIn(String arguments) {
        try {
            JsonNode json = ChatParser.JSON.readTree(arguments);
            json.properties().stream()
                    .filter(field -> field.getValue().isValueNode())
                    .forEach(field -> state.put(field.getKey(), JsonValues.of(field.getValue())));
        } catch (JacksonException | NumberFormatException notJson) {
            // Models write what they like: arguments that are not JSON fill in nothing.
        }
    }

    private Workflow.Status status() {
        boolean agentHasSpoken = history.entries().get(history.entries().size() - 1) instanceof Message last
                && last.role() == Role.ASSISTANT;
        return agentHasSpoken ? Workflow.Status.COMPLETED : Workflow.Status.WAITING;
    }

    private static String quote(String key) {
        return Place.quote(ChatParser.JSON.getNodeFactory().stringNode(key));
    }
}
