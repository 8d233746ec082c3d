package org.reprise.codec;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the tokens of lines, and says where one is not what is expected. */
final class JsonTokens implements AutoCloseable {

    private final JsonParser json;

    JsonTokens(byte[] bytes, int offset, int length) {
        this.json = JsonLines.parser(bytes, offset, length);
    }

    @Override
    public void close() {
        json.close();
    }

    /**
     * What {@code part} reads of the next line, given the name of the line's part and standing at its value.
     *
     * @param end where the line's line feed is, which {@link JsonLines#check} has found
     */
    <T> T line(Function<String, T> part, long end) {
        try {
            T read = part.apply(partName());
            if (json.nextToken() != JsonToken.END_OBJECT) {
                throw malformed("what follows the part of a line", json.currentToken(), "the end of the line");
            }
            long offset = json.currentLocation().getByteOffset();
            if (offset != end) {
                throw malformed("the end of the JSON of a line", offset, end);
            }
            return read;
        } catch (JacksonException e) {
            throw JsonLines.malformed(
                    Math.max(0, json.currentLocation().getByteOffset()),
                    "the JSON of a line",
                    e.getOriginalMessage(),
                    "well-formed JSON");
        }
    }

    private String partName() {
        json.nextToken();
        json.nextName();
        json.nextToken();
        json.nextName();
        json.nextToken();
        String part = json.nextName();
        if (part == null) {
            throw malformed("the part of a line", "missing", "context, head, message or toolCall");
        }
        json.nextToken();
        return part;
    }

    JsonToken current() {
        return json.currentToken();
    }

    /** Reads the fields of the object that begins here; {@code field} reads each one's value, given its name. */
    void object(Consumer<String> field) {
        require(JsonToken.START_OBJECT);
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            field.accept(name);
        }
    }

    /** Reads the list that begins here; {@code item} reads each item. */
    <T> List<T> list(Supplier<T> item) {
        require(JsonToken.START_ARRAY);
        List<T> items = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            items.add(item.get());
        }
        return items;
    }

    String text() {
        require(JsonToken.VALUE_STRING);
        return json.getString();
    }

    long integer() {
        require(JsonToken.VALUE_NUMBER_INT);
        if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw malformed(place(), json.getString(), "an integer of 64 bits");
        }
        return json.getLongValue();
    }

    /** A number of items of which {@code most} can be in the bytes that are left. */
    int count(int most) {
        long count = integer();
        if (count < 0 || count > most) {
            throw malformed(place(), count, "0 to " + most + ", for which bytes are left");
        }
        return (int) count;
    }

    /** What {@code parse} makes of the number with a fraction or an exponent that stands here. */
    <T> T decimal(Function<BigDecimal, T> parse, Object bound) {
        return parsed(json.getString(), digits -> parse.apply(json.getDecimalValue()), bound);
    }

    /** What {@code parse} makes of a text; a text that it throws an exception at is none of {@code bound}. */
    <T> T parsed(Function<String, T> parse, Object bound) {
        return parsed(text(), parse, bound);
    }

    <S, T> T parsed(S source, Function<S, T> parse, Object bound) {
        try {
            return parse.apply(source);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw malformed(place(), source, bound);
        }
    }

    /** Passes over the value that begins here. */
    void skip() {
        json.skipChildren();
    }

    <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw malformed("the field '" + name + "' of " + place(), "missing", "there");
        }
        return value;
    }

    /** What stands here, as a path from the line's beginning. */
    String place() {
        return json.streamReadContext().pathAsPointer().toString();
    }

    /** An exception about {@code value}, which stands here. */
    MalformedContextException malformed(String what, @Nullable Object value, Object bound) {
        return JsonLines.malformed(json.currentTokenLocation().getByteOffset(), what, String.valueOf(value), bound);
    }

    private void require(JsonToken expected) {
        if (json.currentToken() != expected) {
            throw malformed(place(), json.currentToken(), expected);
        }
    }
}
