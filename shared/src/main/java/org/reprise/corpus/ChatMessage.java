package org.reprise.corpus;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One message in the OpenAI chat form, checked as it is read.
 *
 * @param json the message
 * @param place where it stands, for errors
 */
record ChatMessage(JsonNode json, Place place) {

    /** @throws CorpusException if {@code json} is no object */
    ChatMessage {
        if (!json.isObject()) {
            throw place.bad("is " + Place.words(json), "an object with a role");
        }
    }

    /** The role as the form names it. */
    String role() {
        return text(json, "role", "role");
    }

    /**
     * What is said; null if the message says nothing. A list of text parts is told as one text; a list that holds
     * anything else (an image, a sound) is told whole, as its JSON, so that nothing of it is lost.
     */
    @Nullable
    String content() {
        JsonNode content = json.get("content");
        if (content == null || content.isNull()) {
            return null;
        }
        if (content.isString()) {
            return content.stringValue();
        }
        if (content.isArray()) {
            return parts(content);
        }
        throw place.bad("content is " + Place.words(content), "a string, null or a list of parts");
    }

    private static String parts(JsonNode parts) {
        StringBuilder text = new StringBuilder();
        for (JsonNode part : parts) {
            if (!part.path("type").asString("").equals("text")
                    || !part.path("text").isString()) {
                return parts.toString();
            }
            text.append(part.get("text").stringValue());
        }
        return text.toString();
    }

    /** The calls that the message asks for, in order; each answered by the reply that has its key. */
    List<HistoryBuilder.Call> calls() {
        List<HistoryBuilder.Call> calls = new ArrayList<>();
        JsonNode list = json.path("tool_calls");
        if (!list.isArray() && !list.isNull() && !list.isMissingNode()) {
            throw place.bad("tool_calls is " + Place.words(list), "a list");
        }
        for (int i = 0; i < list.size(); i++) {
            String where = "tool_calls[" + i + "]";
            JsonNode call = object(list.get(i), where);
            calls.add(call(text(call, "id", where + ".id"), call.get("function"), where + ".function"));
        }
        JsonNode legacy = json.get("function_call");
        if (legacy != null && !legacy.isNull()) {
            calls.add(call(legacyKey(legacy.path("name").asString("")), legacy, "function_call"));
        }
        return calls;
    }

    /** The key of the call that a message of the role tool or function answers. */
    String answeredKey() {
        return role().equals("function")
                ? legacyKey(text(json, "name", "name"))
                : text(json, "tool_call_id", "tool_call_id");
    }

    /** Calls in the legacy form have no id, only one may be open, and its reply names the function. */
    private static String legacyKey(String function) {
        return "function " + function;
    }

    private HistoryBuilder.Call call(String key, @Nullable JsonNode function, String where) {
        JsonNode called = object(function, where);
        return new HistoryBuilder.Call(key, text(called, "name", where + ".name"), arguments(called.path("arguments")));
    }

    /** The form has a string here, some services an object. */
    private static String arguments(JsonNode arguments) {
        if (arguments.isNull() || arguments.isMissingNode()) {
            return "";
        }
        return arguments.isString() ? arguments.stringValue() : arguments.toString();
    }

    private JsonNode object(@Nullable JsonNode node, String where) {
        if (node == null || !node.isObject()) {
            throw place.bad(where + " is " + Place.words(node), "an object");
        }
        return node;
    }

    private String text(JsonNode parent, String field, String where) {
        JsonNode node = parent.get(field);
        if (node == null || !node.isString()) {
            throw place.bad(where + " is " + Place.words(node), "a string");
        }
        return node.stringValue();
    }
}
