package org.reprise.corpus;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Parses conversations token by token, and knows at which conversation and message it is. Not thread-safe. */
final class ChatParser implements AutoCloseable {

    /** Keeps numbers as they are written; one value of several may be read from an input. */
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The fields that may hold a conversation's messages, the one that counts first. */
    static final List<String> MESSAGE_LISTS = List.of("messages", "traj", "history");

    private final JsonParser parser;
    private Place place;

    /** Parses {@code in} from {@code place} on. Closes {@code in} when it is closed. */
    ChatParser(InputStream in, Place place) {
        this.place = place;
        this.parser = guarded(() -> JSON.createParser(in));
    }

    /** Moves to the next token; null at the end of the input. */
    @Nullable
    JsonToken next() {
        return guarded(parser::nextToken);
    }

    /** Byte offset in the input of the token that the parser is at. */
    long offset() {
        return parser.currentTokenLocation().getByteOffset();
    }

    Place place() {
        return place;
    }

    void enterConversation(int number) {
        place = place.inConversation(number);
    }

    /** Reads the rest of the list that the parser is in, whose first elements were {@code read}. */
    List<JsonNode> messagesAfter(List<JsonNode> read) {
        List<JsonNode> messages = new ArrayList<>(read);
        place = place.inMessage(messages.size() + 1);
        while (next() != JsonToken.END_ARRAY) {
            messages.add(tree());
            place = place.inMessage(messages.size() + 1);
        }
        place = place.inMessage(0);
        return messages;
    }

    /** Reads the object whose start the parser is at; a list of messages in it knows its place. */
    Map<String, JsonNode> fields() {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        while (next() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            boolean list = next() == JsonToken.START_ARRAY && MESSAGE_LISTS.contains(name);
            fields.put(name, list ? JSON.createArrayNode().addAll(messagesAfter(List.of())) : tree());
        }
        return fields;
    }

    /** Reads the value whose first token the parser is at. */
    JsonNode tree() {
        return guarded(() -> JSON.readTree(parser));
    }

    @Override
    public void close() {
        guarded(() -> {
            parser.close();
            return this;
        });
    }

    private interface Step<T extends @Nullable Object> {
        T take();
    }

    private <T extends @Nullable Object> T guarded(Step<T> step) {
        try {
            return step.take();
        } catch (JacksonIOException e) {
            throw place.bad("cannot be read: " + e.getOriginalMessage(), "a file that stays readable", e);
        } catch (JacksonException e) {
            throw isTruncation(e)
                    ? place.bad("the JSON ends too early" + position(e), "the rest of it", e)
                    : place.bad("cannot be parsed" + position(e) + ": " + e.getOriginalMessage(), "JSON in UTF-8", e);
        } catch (NumberFormatException e) {
            throw place.bad("cannot be parsed: " + e.getMessage(), "exponents of at most 32 bits", e);
        }
    }

    /** Between tokens, the parser reports the end of the input as any other syntax error. */
    private static boolean isTruncation(JacksonException e) {
        return e instanceof UnexpectedEndOfInputException
                || e.getOriginalMessage().startsWith("Unexpected end-of-input");
    }

    private static String position(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
}
