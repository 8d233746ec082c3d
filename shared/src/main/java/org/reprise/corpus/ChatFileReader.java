package org.reprise.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * Finds the conversations of an input in the OpenAI chat form, one at a time, so that only one is held in memory.
 *
 * <p>The input is one or more JSON values (with several, JSON lines). Each is a conversation, or a list of
 * conversations. A conversation is a list of messages, or an object that holds one. A list whose first element is an
 * object with a {@code role} and no list of messages is itself a list of messages.
 */
final class ChatFileReader {

    private static final String A_CONVERSATION =
            "a list of messages, or an object that holds one under \"messages\", \"traj\" or \"history\"";

    /** Takes the conversations that are found. */
    interface Sink {
        /**
         * @param offset where in the input the conversation's JSON begins, in bytes
         * @param place which conversation it is
         */
        void accept(ChatConversation conversation, long offset, Place place);
    }

    private final ChatParser parser;
    private final Sink sink;
    private int conversations;

    private ChatFileReader(ChatParser parser, Sink sink) {
        this.parser = parser;
        this.sink = sink;
    }

    /**
     * Gives every conversation of {@code in} to {@code sink}, and closes {@code in}.
     *
     * @throws CorpusException if the input holds anything else, or no conversation
     * @throws IOException if the first bytes cannot be read
     */
    static void readAll(InputStream in, Place file, Sink sink) throws IOException {
        try (ChatParser parser = new ChatParser(utf8(in, file), file)) {
            ChatFileReader reader = new ChatFileReader(parser, sink);
            reader.readValues();
            if (reader.conversations == 0) {
                throw file.bad("holds no conversation", A_CONVERSATION);
            }
        }
    }

    /** Reads the one conversation that {@code in} begins with, and closes {@code in}. */
    static ChatConversation readOne(InputStream in, Place place) {
        try (ChatParser parser = new ChatParser(in, place)) {
            return readConversation(parser.next(), parser);
        }
    }

    /** Refuses UTF-16 and UTF-32, which the parser would find out and accept: their byte offsets are not its own. */
    private static InputStream utf8(InputStream in, Place file) throws IOException {
        PushbackInputStream input = new PushbackInputStream(in, Integer.BYTES);
        byte[] head = input.readNBytes(Integer.BYTES);
        input.unread(head);
        String hex = HexFormat.of().formatHex(head);
        boolean holdsZeroByte = new String(head, ISO_8859_1).indexOf('\0') >= 0;
        if (holdsZeroByte || hex.startsWith("feff") || hex.startsWith("fffe")) {
            throw file.bad("begins with the bytes " + hex + ", which are not UTF-8 text", "JSON in UTF-8");
        }
        return input;
    }

    private void readValues() {
        for (JsonToken token = nextConversation(); token != null; token = nextConversation()) {
            if (token == JsonToken.START_ARRAY) {
                readList(parser.offset());
            } else {
                readConversation(token);
            }
        }
    }

    private void readList(long offset) {
        JsonToken first = parser.next();
        if (first == JsonToken.END_ARRAY) {
            found(new ChatConversation(List.of(), Map.of()), offset);
            return;
        }
        if (first == JsonToken.START_OBJECT) {
            long elementOffset = parser.offset();
            Map<String, JsonNode> fields = parser.fields();
            if (fields.containsKey("role") && messageList(fields).isEmpty()) {
                JsonNode message = ChatParser.JSON.createObjectNode().setAll(fields);
                found(new ChatConversation(parser.messagesAfter(List.of(message)), Map.of()), offset);
                return;
            }
            found(conversation(fields, parser.place()), elementOffset);
            first = nextConversation();
        }
        for (JsonToken token = first; token != JsonToken.END_ARRAY; token = nextConversation()) {
            readConversation(token);
        }
    }

    private @Nullable JsonToken nextConversation() {
        parser.enterConversation(conversations + 1);
        return parser.next();
    }

    private void readConversation(@Nullable JsonToken token) {
        long offset = parser.offset();
        found(readConversation(token, parser), offset);
    }

    private void found(ChatConversation conversation, long offset) {
        conversations++;
        sink.accept(conversation, offset, parser.place());
    }

    private static ChatConversation readConversation(@Nullable JsonToken token, ChatParser parser) {
        if (token == JsonToken.START_ARRAY) {
            return new ChatConversation(parser.messagesAfter(List.of()), Map.of());
        }
        if (token == JsonToken.START_OBJECT) {
            return conversation(parser.fields(), parser.place());
        }
        throw parser.place().bad("is " + Place.words(parser.tree()), A_CONVERSATION);
    }

    private static ChatConversation conversation(Map<String, JsonNode> fields, Place place) {
        String list = messageList(fields)
                .orElseThrow(() -> place.bad("is an object that holds no list of messages", A_CONVERSATION));
        Map<String, JsonNode> others = new LinkedHashMap<>(fields);
        JsonNode messages = others.remove(list);
        return new ChatConversation(List.copyOf(messages.values()), others);
    }

    private static Optional<String> messageList(Map<String, JsonNode> fields) {
        return ChatParser.MESSAGE_LISTS.stream()
                .filter(name -> fields.containsKey(name) && fields.get(name).isArray())
                .findFirst();
    }
}
