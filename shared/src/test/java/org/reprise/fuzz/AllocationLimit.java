package org.reprise.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * What reading hostile bytes may take of memory: all objects counted, those of the result and the garbage.
 *
 * @param bytesPerByte the most for each byte of the input
 */
public record AllocationLimit(long bytesPerByte) {

    /** Beside what the length of the input justifies: a parser with its buffers, an exception. */
    private static final long MOST_BESIDE = 64 << 10;

    private static final int MOST_SHOWN = 1_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /**
     * What {@code reading} makes of {@code bytes}.
     *
     * @throws AssertionError if that took more memory than the bytes justify
     */
    public <T> T held(byte[] bytes, Supplier<T> reading) {
        long most = MOST_BESIDE + bytesPerByte * bytes.length;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        T read = reading.get();
        if (THREADS.getCurrentThreadAllocatedBytes() - before > most) {
            // What is allocated once, by the first to use it, does not count.
            before = THREADS.getCurrentThreadAllocatedBytes();
            reading.get();
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            if (allocated > most) {
                throw new AssertionError(allocated + " bytes allocated for " + bytes.length + ", at most " + most
                        + " are justified: " + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, MOST_SHOWN)));
            }
        }
        return read;
    }
}
