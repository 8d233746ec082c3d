package org.reprise.corpus;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where in a file something was found.
 *
 * @param file as the user named it
 * @param conversation from 1; 0 for the file as a whole
 * @param message from 1; 0 for the conversation as a whole
 */
record Place(String file, int conversation, int message) {

    private static final int SHOWN_CHARACTERS = 60;

    static Place file(String file) {
        return new Place(file, 0, 0);
    }

    Place inConversation(int number) {
        return new Place(file, number, 0);
    }

    Place inMessage(int number) {
        return new Place(file, conversation, number);
    }

    CorpusException bad(String what, String expected) {
        return bad(what, expected, null);
    }

    CorpusException bad(String what, String expected, @Nullable Throwable cause) {
        return new CorpusException(this + ": " + what + "; expected " + expected, cause);
    }

    /** {@code node} in few words, for an error. */
    static String words(@Nullable JsonNode node) {
        if (node == null) {
            return "missing";
        }
        if (node.isObject()) {
            return "an object";
        }
        if (node.isArray()) {
            return "a list";
        }
        return quote(node);
    }

    /** {@code node} as JSON, at most so much of it as an error line bears. */
    static String quote(JsonNode node) {
        String json = node.toString();
        if (json.length() <= SHOWN_CHARACTERS) {
            return json;
        }
        int end =
                Character.isHighSurrogate(json.charAt(SHOWN_CHARACTERS - 1)) ? SHOWN_CHARACTERS - 1 : SHOWN_CHARACTERS;
        return json.substring(0, end) + "…";
    }

    @Override
    public String toString() {
        if (conversation == 0) {
            return file;
        }
        String place = file + ": conversation " + conversation;
        return message == 0 ? place : place + ", message " + message;
    }
}
