package org.reprise.benchmarks.resume;

import java.nio.ByteBuffer;
import org.reprise.resume.Resumption;
import org.reprise.store.EntrySink;

/** Copies what a client is sent into frames of bounded size, one buffer used for all. */
final class FrameCopy implements EntrySink {

    /** Below the message limit that Jetty receivers have by default. */
    static final int FRAME_BYTES = 60 << 10;

    private ByteBuffer frame = ByteBuffer.allocate(FRAME_BYTES);
    private long bytes;
    private long entries;

    /** Begins a restore with its head. */
    void begin(Resumption resumption) {
        bytes = 0;
        entries = 0;
        copy(resumption.head(), 0, resumption.head().length);
    }

    @Override
    public void accept(long firstSequence, int count, byte[] source, int offset, int length) {
        entries += count;
        copy(source, offset, length);
    }

    private void copy(byte[] source, int offset, int length) {
        if (length > frame.capacity()) {
            frame = ByteBuffer.allocate(length);
        } else if (length > frame.remaining()) {
            frame.clear();
        }
        frame.put(source, offset, length);
        bytes += length;
    }

    /** How many bytes have been copied since the restore began. */
    long bytes() {
        return bytes;
    }

    /** How many entries have been copied since the restore began. */
    long entries() {
        return entries;
    }

    /** What was copied last. */
    ByteBuffer frame() {
        return frame;
    }
}
