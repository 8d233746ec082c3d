package org.reprise.store.sqlite;

import java.io.ByteArrayOutputStream;
import org.reprise.store.EntrySink;

/** Gathers entries into batches for a sink. */
final class Batch {

    private final int maxBytes;
    private final EntrySink sink;
    private final int mostBatches;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long first;
    private int count;
    private int batches;
    private int given;

    Batch(int maxBytes, EntrySink sink, int mostBatches) {
        this.maxBytes = maxBytes;
        this.sink = sink;
        this.mostBatches = mostBatches;
    }

    /** Takes the next entry. Answers whether there is use for another. */
    boolean take(long sequence, byte[] entry) {
        if (count > 0 && (long) bytes.size() + entry.length > maxBytes) {
            give();
            if (batches == mostBatches) {
                return false;
            }
        }
        if (count++ == 0) {
            first = sequence;
        }
        bytes.writeBytes(entry);
        return true;
    }

    /** Gives the rest. Answers how many entries were given in all. */
    int end() {
        if (count > 0 && batches < mostBatches) {
            give();
        }
        return given;
    }

    private void give() {
        byte[] all = bytes.toByteArray();
        sink.accept(first, count, all, 0, all.length);
        given += count;
        batches++;
        count = 0;
        bytes.reset();
    }
}
