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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries are read by range, in bounded batches, as they stood when the read began. */
abstract class ReadingContract extends StoreFixture {

    @ParameterizedTest
    @CsvSource({"0,5", "0,1", "4,5", "1,4", "2,3", "0,0", "2,2", "5,5"})
    void readRange_givesTheEntriesAfterTheFirstBoundUpToTheSecond(int after, int upTo) {
        Attachment attachment = open();
        List<byte[]> entries = List.of(bytes("one"), bytes("two"), bytes("three"), bytes("four"), bytes("five"));
        append(attachment, entries);

        Batches batches = new Batches();
        store.read(attachment, after, upTo, 1 << 20, batches);

        batches.assertHold(entries.subList(after, upTo), after, 1 << 20);
    }

    @Test
    void readEmptyRange_doesNotCallTheSink() {
        Attachment attachment = open();
        Batches batches = new Batches();

        store.read(attachment, 0, 0, 1, batches);
        append(attachment, "one");
        store.read(attachment, 0, 0, 1, batches);
        store.read(attachment, 1, 1, 1, batches);

        assertThat(batches.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 99, 100, 101, 1_000, 65_535, 65_536, 65_537, 200_000, 1 << 20, Integer.MAX_VALUE})
    void readInBatches_keepsToTheBound(int maxBatchBytes) {
        Attachment attachment = open();
        List<byte[]> entries = entriesOfManySizes();
        append(attachment, entries);

        for (int after : new int[] {0, 1, 57, entries.size() - 1}) {
            Batches batches = new Batches();
            store.read(attachment, after, entries.size(), maxBatchBytes, batches);
            batches.assertHold(entries.subList(after, entries.size()), after, maxBatchBytes);
        }
    }

    @Test
    void readEveryRangeOfAShortHistory_givesExactlyThat() {
        Attachment attachment = open();
        List<byte[]> entries = entriesOfManySizes().subList(0, 24);
        append(attachment, entries);

        for (int after = 0; after <= entries.size(); after++) {
            for (int upTo = after; upTo <= entries.size(); upTo++) {
                Batches batches = new Batches();
                store.read(attachment, after, upTo, 1_000, batches);
                batches.assertHold(entries.subList(after, upTo), after, 1_000);
            }
        }
    }

    @Test
    void entryLargerThanTheBatch_comesAlone() {
        Attachment attachment = open();
        List<byte[]> entries = List.of(new byte[10], new byte[10], new byte[5_000], new byte[10], new byte[10]);
        append(attachment, entries);

        List<Integer> lengths = new ArrayList<>();
        store.read(attachment, 0, 5, 100, (sequence, count, bytes, offset, length) -> {
            if (length > 100) {
                assertThat(sequence).isEqualTo(3);
                assertThat(count).isEqualTo(1);
            }
            lengths.add(length);
        });

        assertThat(lengths).contains(5_000).hasSizeLessThanOrEqualTo(5);
        assertThat(lengths.stream().mapToInt(Integer::intValue).sum()).isEqualTo(5_040);
    }

    @ParameterizedTest
    @CsvSource({"-1,2", "2,1", "0,4", "3,4", "4,4", "9223372036854775807,9223372036854775807", "0,4294967297"})
    void rangeThatIsNotStored_isRefusedNamingTheBounds(long after, long upTo) {
        Attachment attachment = open();
        append(attachment, "one", "two", "three");
        Batches batches = new Batches();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.read(attachment, after, upTo, 1, batches))
                .withMessageContainingAll("after " + after, "up to " + upTo, "after 0", "up to 3")
                .withMessageNotContaining("parked");

        assertThat(batches.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void batchSizeThatIsNotPositive_isRefused(int maxBatchBytes) {
        Attachment attachment = open();
        append(attachment, "one");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.read(attachment, 0, 1, maxBatchBytes, new Batches()))
                .withMessageContainingAll(maxBatchBytes + " bytes", "at least 1");
    }

    @Test
    void appendInTheSink_doesNotChangeWhatIsRead() {
        Attachment attachment = open();
        List<byte[]> entries = entriesOfManySizes();
        append(attachment, entries);

        Batches batches = new Batches();
        store.read(attachment, 0, entries.size(), 1_000, (sequence, count, bytes, offset, length) -> {
            append(attachment, "meanwhile");
            batches.accept(sequence, count, bytes, offset, length);
        });

        batches.assertHold(entries, 0, 1_000);
        assertThat(state().lastSequence()).isEqualTo(entries.size() + batches.count());
        assertThat(entriesAfter(entries.size(), attachment))
                .hasSize(batches.count())
                .containsOnly("meanwhile");
    }

    @Test
    void appendByAnotherThreadInTheSink_doesNotWaitForIt() {
        Attachment attachment = open();
        append(attachment, "one", "two");

        store.read(
                attachment,
                0,
                2,
                1,
                (sequence, count, bytes, offset, length) -> assertThat(
                                CompletableFuture.supplyAsync(() -> append(attachment, 0, "meanwhile"))
                                        .orTimeout(10, TimeUnit.SECONDS)
                                        .join())
                        .isEqualTo(new AppendResult.Stored(2 + sequence)));
    }

    @Test
    void attachInTheSink_doesNotEndTheRead() {
        Attachment attachment = open();
        append(attachment, "one", "two", "three");

        Batches batches = new Batches();
        store.read(attachment, 0, 3, 1, (sequence, count, bytes, offset, length) -> {
            attach();
            batches.accept(sequence, count, bytes, offset, length);
        });

        batches.assertHold(List.of(bytes("one"), bytes("two"), bytes("three")), 0, 1);
        assertFenced(attachment, "attachment 4 has come");
    }

    @Test
    void detachParkAndUnparkInTheSink_doNotChangeWhatIsRead() {
        Attachment attachment = open();
        List<byte[]> entries = entriesOfManySizes();
        append(attachment, entries);
        PackedEntries packed = PackedEntries.of(entries);

        Batches batches = new Batches();
        store.read(attachment, 0, entries.size(), 1_000, (sequence, count, bytes, offset, length) -> {
            store.detach(attachment, NOW, EXPIRY);
            if (store.park(attachment, state().headVersion(), bytes("head"), packed.parked())) {
                append(attachment, "behind the parked ones");
            } else {
                store.unpark(attachment, packed.bytes(), packed.lengths());
            }
            batches.accept(sequence, count, bytes, offset, length);
        });

        batches.assertHold(entries, 0, 1_000);
    }

    @Test
    void removeInTheSink_doesNotEndTheRead() {
        Attachment attachment = open();
        append(attachment, "one", "two", "three");

        Batches batches = new Batches();
        store.read(attachment, 0, 3, 1, (sequence, count, bytes, offset, length) -> {
            store.remove(SESSION);
            batches.accept(sequence, count, bytes, offset, length);
        });

        batches.assertHold(List.of(bytes("one"), bytes("two"), bytes("three")), 0, 1);
    }

    @Test
    void sinkThatThrows_endsTheReadAndChangesNothing() {
        Attachment attachment = open();
        append(attachment, "one", "two", "three");
        Object before = seen(SESSION);
        RuntimeException failure = new RuntimeException("the sink is full");
        List<Long> given = new ArrayList<>();

        assertThatThrownBy(() -> store.read(attachment, 0, 3, 1, (sequence, count, bytes, offset, length) -> {
                    given.add(sequence);
                    if (sequence == 2) {
                        throw failure;
                    }
                }))
                .isSameAs(failure);

        assertThat(given).containsExactly(1L, 2L);
        assertThat(seen(SESSION)).isEqualTo(before);
        assertThat(entries(attachment)).containsExactly("one", "two", "three");
        assertThat(append(attachment, 0, "four")).isEqualTo(new AppendResult.Stored(4));
    }

    @Test
    void longHistory_isReadWholeAndByItsTail() {
        Attachment attachment = open();
        List<byte[]> entries = new ArrayList<>();
        for (int i = 1; i <= 5_000; i++) {
            entries.add(bytes("entry " + i));
        }
        append(attachment, entries);

        Batches all = new Batches();
        store.read(attachment, 0, 5_000, 16 << 10, all);
        all.assertHold(entries, 0, 16 << 10);
        Batches tail = new Batches();
        store.read(attachment, 4_990, 5_000, 16 << 10, tail);
        tail.assertHold(entries.subList(4_990, 5_000), 4_990, 16 << 10);
    }

    private static List<byte[]> entriesOfManySizes() {
        Random random = new Random(7);
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            int size = i % 40 == 39 ? 90_000 : i % 10 == 9 ? 7_000 : 1 + random.nextInt(300);
            byte[] entry = new byte[size];
            random.nextBytes(entry);
            entries.add(entry);
        }
        return entries;
    }
}
