package org.reprise.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries are read batch by batch, each time those that come next. */
abstract class BatchReadingContract extends StoreFixture {

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 1_000, 65_536, 200_000, Integer.MAX_VALUE})
    void batchAfterBatch_givesAllEntriesWithinTheBound(int maxBatchBytes) {
        Attachment attachment = open();
        List<byte[]> entries = new ArrayList<>();
        Random random = new Random(9);
        for (int i = 0; i < 200; i++) {
            byte[] entry = new byte[i % 50 == 49 ? 80_000 : 1 + random.nextInt(900)];
            random.nextBytes(entry);
            entries.add(entry);
        }
        append(attachment, entries);

        int after = 0;
        while (after < entries.size()) {
            Batches batch = new Batches();
            int count = store.readBatch(attachment, after, maxBatchBytes, batch);
            assertThat(batch.count()).isEqualTo(1);
            batch.assertHold(entries.subList(after, after + count), after, maxBatchBytes);
            after += count;
        }
    }

    @Test
    void afterTheLastEntry_nothingIsGivenUntilThereIsMore() {
        Attachment attachment = open();
        Batches none = new Batches();
        assertThat(store.readBatch(attachment, 0, 100, none)).isZero();
        append(attachment, "one");
        assertThat(store.readBatch(attachment, 1, 100, none)).isZero();
        assertThat(none.count()).isZero();

        append(attachment, "two");

        Batches more = new Batches();
        assertThat(store.readBatch(attachment, 1, 100, more)).isEqualTo(1);
        more.assertHold(List.of(bytes("two")), 1, 100);
    }

    @Test
    void entryLargerThanTheBatch_comesAlone() {
        Attachment attachment = open();
        append(attachment, List.of(new byte[200], new byte[10]));

        Batches batch = new Batches();

        assertThat(store.readBatch(attachment, 0, 100, batch)).isEqualTo(1);
        batch.assertHold(List.of(new byte[200]), 0, 100);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 4, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE})
    void sequenceThatIsNotStored_isRefusedNamingTheBound(long after) {
        Attachment attachment = open();
        append(attachment, "one", "two", "three");
        Batches batches = new Batches();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.readBatch(attachment, after, 100, batches))
                .withMessageContainingAll("after " + after, "after 0", "up to 3")
                .withMessageNotContaining("parked");

        assertThat(batches.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void batchSizeThatIsNotPositive_isRefused(int maxBatchBytes) {
        Attachment attachment = open();
        append(attachment, "one");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.readBatch(attachment, 0, maxBatchBytes, new Batches()))
                .withMessageContainingAll(maxBatchBytes + " bytes", "at least 1");
    }

    @Test
    void parkedEntries_areRefusedAndThoseBehindThemGiven() {
        Attachment attachment = open();
        append(attachment, "one", "two", "three");
        detach(attachment);
        store.park(attachment, 1, bytes("head"), new ParkedEntries(2, bytes("parked")));
        Batches batches = new Batches();

        for (int after : new int[] {0, 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.readBatch(attachment, after, 100, batches))
                    .withMessageContainingAll("after " + after, "after 2", "up to 3", "parked");
        }
        assertThat(batches.count()).isZero();
        assertThat(store.readBatch(attachment, 2, 100, batches)).isEqualTo(1);
        batches.assertHold(List.of(bytes("three")), 2, 100);
        assertThat(store.readBatch(attachment, 3, 100, batches)).isZero();
    }

    @Test
    void whatComesWhileTheSinkIsAtWork_doesNotChangeTheBatchOrWaitForIt() {
        Attachment attachment = open();
        append(attachment, "one", "two");
        Batches batch = new Batches();

        int count = store.readBatch(attachment, 0, 100, (sequence, entries, bytes, offset, length) -> {
            CompletableFuture<AppendResult> appended =
                    CompletableFuture.supplyAsync(() -> append(attachment, 0, "meanwhile"));
            assertThat(appended.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(new AppendResult.Stored(3));
            attach();
            batch.accept(sequence, entries, bytes, offset, length);
        });

        batch.assertHold(List.of(bytes("one"), bytes("two")).subList(0, count), 0, 100);
    }

    @Test
    void sinkThatThrows_changesNothing() {
        Attachment attachment = open();
        append(attachment, "one", "two");
        Object before = seen(SESSION);
        RuntimeException failure = new RuntimeException("the sink is full");

        assertThatThrownBy(() -> store.readBatch(attachment, 0, 100, (sequence, count, bytes, offset, length) -> {
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(seen(SESSION)).isEqualTo(before);
        assertThat(entries(attachment)).containsExactly("one", "two");
    }
}
