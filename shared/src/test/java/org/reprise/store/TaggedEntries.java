package org.reprise.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A sink that demands whole tagged entries, one sequence after another. */
final class TaggedEntries implements EntrySink {

    private final long after;
    private final List<TaggedEntry> entries = new ArrayList<>();

    TaggedEntries(long after) {
        this.after = after;
    }

    /** All entries of a range. */
    static List<TaggedEntry> read(ContextStore store, Attachment attachment, long after, long upTo) {
        TaggedEntries sink = new TaggedEntries(after);
        store.read(attachment, after, upTo, 1_000, sink);
        assertThat(sink.entries).hasSize((int) (upTo - after));
        return sink.entries;
    }

    @Override
    public void accept(long firstSequence, int count, byte[] bytes, int offset, int length) {
        assertThat(firstSequence).isEqualTo(after + entries.size() + 1);
        ByteBuffer batch = ByteBuffer.wrap(bytes, offset, length);
        for (int i = 0; i < count; i++) {
            entries.add(TaggedEntry.next(batch));
        }
        assertThat(batch.remaining()).as("bytes beyond the last entry").isZero();
    }

    List<TaggedEntry> entries() {
        return entries;
    }
}
