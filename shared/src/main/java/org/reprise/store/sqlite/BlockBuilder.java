package org.reprise.store.sqlite;

import java.io.ByteArrayOutputStream;
import java.util.stream.IntStream;
import org.reprise.store.EntryBlock;

/** Gathers entries that follow one another into a block. */
final class BlockBuilder {

    private final long firstSequence;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final IntStream.Builder ends = IntStream.builder();

    BlockBuilder(long firstSequence) {
        this.firstSequence = firstSequence;
    }

    void add(byte[] source, int offset, int length) {
        bytes.write(source, offset, length);
        ends.add(bytes.size());
    }

    void add(EntryBlock block) {
        int before = bytes.size();
        bytes.writeBytes(block.bytes());
        for (int end : block.ends()) {
            ends.add(before + end);
        }
    }

    int size() {
        return bytes.size();
    }

    EntryBlock build() {
        return new EntryBlock(firstSequence, ends.build().toArray(), bytes.toByteArray());
    }
}
