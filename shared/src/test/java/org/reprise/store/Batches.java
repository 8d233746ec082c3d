package org.reprise.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A sink that keeps what it is given, to be judged afterwards. */
final class Batches implements EntrySink {

    private final List<Batch> batches = new ArrayList<>();

    @Override
    public void accept(long firstSequence, int count, byte[] bytes, int offset, int length) {
        batches.add(new Batch(firstSequence, count, Arrays.copyOfRange(bytes, offset, offset + length)));
    }

    int count() {
        return batches.size();
    }

    /** The batches hold {@code expected}, which stand after {@code after}: whole, in sequence, and within the bound. */
    void assertHold(List<byte[]> expected, long after, int maxBatchBytes) {
        int next = 0;
        for (Batch batch : batches) {
            assertThat(batch.firstSequence).as("first sequence").isEqualTo(after + next + 1);
            assertThat(batch.count).as("entries").isBetween(1, expected.size() - next);
            List<byte[]> entries = expected.subList(next, next + batch.count);
            assertThat(batch.bytes)
                    .as("entries %d to %d", after + next + 1, after + next + batch.count)
                    .isEqualTo(PackedEntries.of(entries).bytes());
            if (batch.count > 1) {
                assertThat(batch.bytes.length).as("bytes").isLessThanOrEqualTo(maxBatchBytes);
            }
            next += batch.count;
        }
        assertThat(next).as("entries in all batches").isEqualTo(expected.size());
    }

    private record Batch(long firstSequence, int count, byte[] bytes) {}
}
