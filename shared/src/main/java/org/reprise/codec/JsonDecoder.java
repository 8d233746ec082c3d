package org.reprise.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import tools.jackson.core.JsonParser;

/** Reads the lines of the JSON form, from the first to the last. */
final class JsonDecoder {

    /** Less than the frame and the obligatory fields of the shortest entry. */
    private static final int LEAST_ENTRY_BYTES = 80;

    private final byte[] bytes;
    private final int origin;
    private final int limit;
    private int position;

    JsonDecoder(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.origin = offset;
        this.limit = offset + length;
        this.position = offset;
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
        return line(JsonParts::head);
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
        return line((parts, part) -> parts.header(part, (limit - position) / LEAST_ENTRY_BYTES));
    }

    private HistoryEntry entry() {
        return line(JsonParts::entry);
    }

    private <T> T line(BiFunction<JsonParts, String, T> read) {
        int start = position;
        position = JsonLines.check(bytes, origin, start, limit);
        try (JsonParser json = JsonLines.parser(bytes, start, position - start)) {
            JsonTokens tokens = new JsonTokens(json, (long) start - origin);
            JsonParts parts = new JsonParts(tokens);
            return tokens.line(part -> read.apply(parts, part));
        }
    }
}
