package org.reprise.store.sqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Gathers the entries of a session, which follow one another, into rows that are as large as they may be. */
final class RowBuilder {

    /** The most bytes of a row, unless it is of one entry. */
    static final int ROW_BYTES = 64 << 10;

    private final List<EntryRow> rows = new ArrayList<>();
    private BlockBuilder block = new BlockBuilder(0);
    private IntStream.Builder said = IntStream.builder();
    private @Nullable EntryRow last;

    void add(EntryRow row) {
        if (last == null || row.block().bytes().length > ROW_BYTES - block.size()) {
            endRow();
            block = new BlockBuilder(row.block().firstSequence());
            said = IntStream.builder();
        }
        block.add(row.block());
        for (int id : row.said()) {
            said.add(id);
        }
        last = row;
    }

    private void endRow() {
        if (last != null) {
            rows.add(new EntryRow(
                    block.build(), said.build().toArray(), last.lastClientMessageId(), last.sessionBytes()));
        }
    }

    /** The rows, once all entries have been added. */
    List<EntryRow> build() {
        endRow();
        return rows;
    }
}
