package org.reprise.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EntryLogTest {

    private static final int CHUNK = 64 << 10;
    private static final int BLOCK = 512;

    private final Random random = new Random(5);
    private final EntryLog log = new EntryLog();
    private final List<byte[]> expected = new ArrayList<>();

    @Test
    void emptyLog_holdsNothing() {
        assertThat(log.count()).isZero();
        assertThat(log.bytes()).isZero();
        assertThat(chunks(log)).isEmpty();
        log.trim();
        assertHolds(log, expected);
    }

    @Test
    void append_countsEntriesAndBytes() {
        append(10, 20, 30);

        assertThat(log.count()).isEqualTo(3);
        assertThat(log.bytes()).isEqualTo(60);
        assertHolds(log, expected);
    }

    @Test
    void appendOfAPart_keepsThatPart() {
        log.append(new byte[] {1, 2, 3, 4, 5}, 1, 3);

        assertHolds(log, List.of(new byte[] {2, 3, 4}));
    }

    @Test
    void smallEntries_shareAChunkThatDoublesUpToTheFullSize() {
        int capacity = 1 << 10;
        for (int i = 0; i < 256; i++) {
            append(255);
            capacity = log.bytes() > capacity ? 2 * capacity : capacity;
            assertThat(chunks(log)).containsExactly(capacity);
        }

        assertThat(capacity).isEqualTo(CHUNK);
        assertHolds(log, expected);
    }

    @Test
    void wordBehindATrimmedLog_takesAnEighthMoreAndLeavesTheChunkAlone() {
        append(16_000);
        log.trim();
        byte[] chunk = log.view().chunks()[0];

        append(100);

        assertThat(chunks(log)).containsExactly(16_000, 2_000);
        assertThat(log.view().chunks()[0]).isSameAs(chunk);
        assertHolds(log, expected);
    }

    @Test
    void chunkBehindATrimmedOne_doublesUpToTheFullSize() {
        append(16_000);
        log.trim();

        append(1_500, 1_500);
        assertThat(chunks(log)).containsExactly(16_000, 4_000);
        append(1_500);
        assertThat(chunks(log)).containsExactly(16_000, 8_000);
        append(CHUNK - 4_500);
        assertThat(chunks(log)).containsExactly(16_000, CHUNK);
        assertHolds(log, expected);
    }

    @Test
    void wordBehindATrimmedLogOfLargeEntries_takesNoMoreThanAFullChunk() {
        append(9 * CHUNK);
        log.trim();

        append(100);

        assertThat(chunks(log)).containsExactly(9 * CHUNK, CHUNK);
        assertHolds(log, expected);
    }

    @Test
    void wordBehindAShortTrimmedLog_takesAKibibyteMore() {
        append(8_191);
        log.trim();

        append(100);

        assertThat(chunks(log)).containsExactly(9_215);
        assertHolds(log, expected);
    }

    @Test
    void longEntryBehindATrimmedLog_takesItsOwnRoom() {
        append(16_000);
        log.trim();

        append(5_000);

        assertThat(chunks(log)).containsExactly(16_000, 5_000);
        assertHolds(log, expected);
    }

    @Test
    void longEntryBehindAShortTrimmedLog_takesItsOwnRoom() {
        append(8_000);
        log.trim();

        append(5_000);

        assertThat(chunks(log)).containsExactly(13_000);
        assertHolds(log, expected);
    }

    @Test
    void append_doesNotCopyAChunkThatHasRoom() {
        append(300);
        byte[] chunk = log.view().chunks()[0];
        append(300, 300);

        assertThat(log.view().chunks()[log.view().chunks().length - 1]).isSameAs(chunk);
    }

    @Test
    void ends_growByHalfUpToABlock() {
        append(1, 1, 1, 1, 1, 1, 1, 1);
        assertThat(blocks(log)).containsExactly(8);
        append(1);
        assertThat(blocks(log)).containsExactly(12);
        append(1, 1, 1, 1);
        assertThat(blocks(log)).containsExactly(18);
        appendMany(BLOCK - 13);
        assertThat(blocks(log)).containsExactly(BLOCK);
        append(1);
        assertThat(blocks(log)).containsExactly(BLOCK, BLOCK);
        assertHolds(log, expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK})
    void trimmedEnds_haveNoRoomAndGrowAgain(int count) {
        appendMany(count);
        log.trim();
        assertThat(blocks(log).stream().mapToInt(length -> length).sum()).isEqualTo(count);

        appendMany(BLOCK);

        assertThat(blocks(log)).hasSize((count + 2 * BLOCK - 1) / BLOCK);
        assertHolds(log, expected);
    }

    @Test
    void appendAndTrim_leaveTheFullBlocksAndChunksOfALongHistoryAlone() {
        for (int i = 0; i < 10 * BLOCK; i++) {
            append(100);
        }
        EntryLog.View before = log.view();

        log.trim();
        append(1);
        log.trim();

        int chunks = before.chunks().length - 1;
        assertThat(chunks).isPositive();
        for (int i = 0; i < chunks; i++) {
            assertThat(log.view().chunks()[i]).isSameAs(before.chunks()[i]);
        }
        for (int i = 0; i < 10; i++) {
            assertThat(log.view().ends()[i]).isSameAs(before.ends()[i]);
        }
    }

    @Test
    void chunkThatIsFullToTheByte_isFollowedByAFullOne() {
        append(CHUNK - 100, 100);
        assertThat(chunks(log)).containsExactly(CHUNK);

        append(1);

        assertThat(chunks(log)).containsExactly(CHUNK, CHUNK);
        assertHolds(log, expected);
    }

    @Test
    void entryThatDoesNotFit_beginsAChunkAndTheOneBeforeGivesItsRoomBack() {
        append(CHUNK - 100, 101);

        assertThat(chunks(log)).containsExactly(CHUNK - 100, CHUNK);
        append(CHUNK - 101, 1);
        assertThat(chunks(log)).containsExactly(CHUNK - 100, CHUNK, CHUNK);
        assertHolds(log, expected);
    }

    @Test
    void entryLargerThanAChunk_hasOneOfItsOwnSize() {
        append(10, CHUNK + 1, 10);

        assertThat(chunks(log)).containsExactly(10, CHUNK + 1, CHUNK);
        assertHolds(log, expected);
    }

    @Test
    void firstEntryLargerThanAChunk_hasOneOfItsOwnSize() {
        append(3 * CHUNK, 3 * CHUNK, 10);

        assertThat(chunks(log)).containsExactly(3 * CHUNK, 3 * CHUNK, CHUNK);
        assertHolds(log, expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_023, 1_024, 1_025, 2_049, CHUNK - 1, CHUNK, CHUNK + 1})
    void firstEntry_hasRoomOfAtLeastAKibibyteAndNoMoreThanItNeedsBeyond(int size) {
        append(size);

        assertThat(chunks(log)).containsExactly(Math.max(1 << 10, size));
        assertHolds(log, expected);
    }

    @Test
    void trim_leavesNoRoomAndLosesNothing() {
        append(CHUNK - 10, 300, 200);
        log.trim();

        assertThat(chunks(log)).containsExactly(CHUNK - 10, 500);
        assertThat(blocks(log)).containsExactly(3);
        assertHolds(log, expected);
        byte[] last = log.view().chunks()[1];
        log.trim();
        assertThat(log.view().chunks()[1]).as("a chunk without room").isSameAs(last);
    }

    @Test
    void appendAfterTrim_growsAgain() {
        append(300);
        log.trim();
        append(100);
        assertThat(chunks(log)).containsExactly(600);
        append(900);
        assertThat(chunks(log)).containsExactly(1_300);
        log.trim();
        append(CHUNK - 1_300);

        assertThat(chunks(log)).containsExactly(CHUNK);
        assertHolds(log, expected);
    }

    @Test
    void trimAfterEveryEntry_losesNothing() {
        for (int i = 0; i < 2_000; i++) {
            append(1 + random.nextInt(500));
            log.trim();
        }

        assertThat(blocks(log)).containsExactly(BLOCK, BLOCK, BLOCK, 2_000 - 3 * BLOCK);
        assertHolds(log, expected);
    }

    @Test
    void view_showsWhatTheLogHeldThenWhateverComes() {
        List<EntryLog.View> views = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            views.add(log.view());
            append(1 + random.nextInt(3_000));
            if (i % 15 == 14) {
                log.trim();
            }
        }

        for (int count = 0; count < views.size(); count++) {
            assertThat(views.get(count).count()).isEqualTo(count);
            assertThat(read(views.get(count), 0, count)).containsExactlyElementsOf(expected.subList(0, count));
        }
    }

    /** What another thread reads from a view must have been there when it got the view. */
    @Test
    void view_keepsItsChunksWhileTheLogGetsOthers() {
        append(300);
        EntryLog.View view = log.view();
        byte[] chunk = view.chunks()[0];

        append(900);
        log.trim();
        append(CHUNK);

        assertThat(log.view().chunks()[0]).isNotSameAs(chunk);
        assertThat(view.chunks()[0]).isSameAs(chunk);
        assertThat(view.chunks().length).isEqualTo(1);
        assertThat(view.starts()).containsExactly(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64, 65, 66, 149, 150})
    void from_isALogOfItsOwnOfTheEntriesFromThere(int from) {
        fillSeveralChunks();

        EntryLog rest = log.from(from);

        assertHolds(rest, expected.subList(from, expected.size()));
        rest.append(new byte[] {1}, 0, 1);
        assertHolds(log, expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65, 150})
    void copyTo_appendsTheEntriesFromThere(int from) {
        fillSeveralChunks();
        EntryLog target = new EntryLog();
        target.append(new byte[] {7}, 0, 1);

        log.copyTo(target, from);

        List<byte[]> both = new ArrayList<>(List.of(new byte[] {7}));
        both.addAll(expected.subList(from, expected.size()));
        assertHolds(target, both);
    }

    @Test
    void read_givesBatchesAsLargeAsChunkAndBoundAllow() {
        append(CHUNK - 3_000, 1_000, 1_000, 1_000);
        append(1_000, 1_000, 1_000);

        assertThat(batches(1 << 20)).containsExactly("1+4", "5+3");
        assertThat(batches(CHUNK)).containsExactly("1+4", "5+3");
        assertThat(batches(CHUNK - 1)).containsExactly("1+3", "4+1", "5+3");
        assertThat(batches(2_000)).containsExactly("1+1", "2+2", "4+1", "5+2", "7+1");
        assertThat(batches(1_999)).containsExactly("1+1", "2+1", "3+1", "4+1", "5+1", "6+1", "7+1");
        assertThat(batches(1)).containsExactly("1+1", "2+1", "3+1", "4+1", "5+1", "6+1", "7+1");
    }

    @Test
    void read_beginsAndEndsInAnyChunk() {
        fillSeveralChunks();
        assertThat(chunks(log)).hasSizeGreaterThan(3);

        for (int from = 0; from <= expected.size(); from++) {
            for (int to = from; to <= expected.size(); to += 17) {
                assertThat(read(log.view(), from, to)).containsExactlyElementsOf(expected.subList(from, to));
            }
        }
    }

    private void fillSeveralChunks() {
        for (int i = 0; i < 150; i++) {
            append(i % 65 == 64 ? CHUNK + 500 : 1 + random.nextInt(4_000));
        }
    }

    private void appendMany(int count) {
        for (int i = 0; i < count; i++) {
            append(1 + i % 3);
        }
    }

    private void append(int... sizes) {
        for (int size : sizes) {
            byte[] entry = new byte[size];
            random.nextBytes(entry);
            log.append(entry, 0, size);
            expected.add(entry);
        }
    }

    private static void assertHolds(EntryLog log, List<byte[]> entries) {
        assertThat(log.count()).isEqualTo(entries.size());
        assertThat(log.bytes())
                .isEqualTo(entries.stream().mapToInt(entry -> entry.length).sum());
        assertThat(read(log.view(), 0, entries.size())).containsExactlyElementsOf(entries);
    }

    private static List<byte[]> read(EntryLog.View view, int from, int to) {
        List<byte[]> entries = new ArrayList<>();
        view.read(from, to, 1, 0, (index, count, bytes, offset, length) -> {
            assertThat(index).isEqualTo(from + entries.size());
            assertThat(count).isEqualTo(1);
            entries.add(Arrays.copyOfRange(bytes, offset, offset + length));
        });
        return entries;
    }

    /** First sequence and number of entries of each batch. */
    private List<String> batches(int maxBatchBytes) {
        List<String> batches = new ArrayList<>();
        log.view()
                .read(
                        0,
                        log.count(),
                        maxBatchBytes,
                        1,
                        (first, count, bytes, offset, length) -> batches.add(first + "+" + count));
        return batches;
    }

    private static List<Integer> chunks(EntryLog log) {
        return Arrays.stream(log.view().chunks()).map(chunk -> chunk.length).toList();
    }

    private static List<Integer> blocks(EntryLog log) {
        return Arrays.stream(log.view().ends()).map(block -> block.length).toList();
    }
}
