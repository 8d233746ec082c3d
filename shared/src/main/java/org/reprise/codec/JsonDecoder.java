package org.reprise.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;

/** Reads the lines of the JSON form, from the first to the last. */
final class JsonDecoder implements AutoCloseable {

    /** Less than the frame and the obligatory fields of the shortest entry. */
    private static final int LEAST_ENTRY_BYTES = 80;

    private final byte[] bytes;
    private final int origin;
    private final int limit;
    /** The bytes once more, since a string is searched by vectors and an array is not. */
    private final String characters;

    private final JsonTokens tokens;
    private final JsonParts parts;
    private int position;

    JsonDecoder(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.origin = offset;
        this.limit = offset + length;
        this.characters = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        this.tokens = new JsonTokens(bytes, offset, length);
        this.parts = new JsonParts(tokens);
        this.position = offset;
    }

    @Override
    public void close() {
        tokens.close();
    }

    SessionContext context() {
        HistoryEntry[] history = new HistoryEntry[header()];
        SessionHead head = head();
        for (int i = 0; i < history.length; i++) {
            history[i] = entry();
        }
        requireEnd();
        return new SessionContext(head, List.of(history));
    }

    SessionHead head() {
        return line(parts::head);
    }

    List<HistoryEntry> entries() {
        List<HistoryEntry> entries = new ArrayList<>();
        while (position < limit) {
            entries.add(entry());
        }
        return Collections.unmodifiableList(entries);
    }

    void requireEnd() {
        if (position < limit) {
            throw JsonLines.malformed(
                    (long) position - origin, "the number of bytes after the end", limit - position, 0);
        }
    }

    private int header() {
        return line(part -> parts.header(part, (limit - position) / LEAST_ENTRY_BYTES));
    }

    private HistoryEntry entry() {
        return line(parts::entry);
    }

    private <T> T line(Function<String, T> part) {
        int feed = characters.indexOf('\n', position - origin);
        position = JsonLines.check(bytes, origin, position, feed < 0 ? limit : origin + feed, limit);
        return tokens.line(part, (long) position - 1 - origin);
    }
}
