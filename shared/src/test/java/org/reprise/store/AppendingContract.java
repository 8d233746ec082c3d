package org.reprise.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reprise.store.AppendResult.Duplicate;
import org.reprise.store.AppendResult.Gap;
import org.reprise.store.AppendResult.Stored;

/** Entries are numbered, never change, and are stored once however often a client sends them. */
abstract class AppendingContract extends StoreFixture {

    @Test
    void append_numbersEntriesFromOne() {
        Attachment attachment = open();

        assertThat(append(attachment, 0, "one")).isEqualTo(new Stored(1));
        assertThat(append(attachment, 0, "two")).isEqualTo(new Stored(2));
        assertThat(append(attachment, 0, "three")).isEqualTo(new Stored(3));
        assertThat(entries(attachment)).containsExactly("one", "two", "three");
    }

    @Test
    void appendByALaterAttachment_goesOnWithTheNumbers() {
        append(open(), "one", "two");

        assertThat(append(attach().attachment(), 0, "three")).isEqualTo(new Stored(3));
    }

    @Test
    void equalEntriesOfTheServer_areEachStored() {
        Attachment attachment = open();

        append(attachment, "same", "same");

        assertThat(entries(attachment)).containsExactly("same", "same");
        assertThat(state().lastClientMessageId()).isZero();
    }

    @Test
    void clientMessageSentAgain_isAnsweredWithItsFirstSequence() {
        Attachment attachment = open();
        append(attachment, "server");
        assertThat(append(attachment, 1, "client")).isEqualTo(new Stored(2));
        append(attachment, "server");

        assertThat(append(attachment, 1, "client")).isEqualTo(new Duplicate(2));
        assertThat(append(attachment, 1, "with other content")).isEqualTo(new Duplicate(2));

        assertThat(entries(attachment)).containsExactly("server", "client", "server");
    }

    @Test
    void clientMessagesBetweenServerEntries_keepTheirOwnNumbers() {
        Attachment attachment = open();
        assertThat(append(attachment, 1, "client 1")).isEqualTo(new Stored(1));
        append(attachment, "server", "server");
        assertThat(append(attachment, 2, "client 2")).isEqualTo(new Stored(4));
        append(attachment, "server");
        assertThat(append(attachment, 3, "client 3")).isEqualTo(new Stored(6));

        assertThat(append(attachment, 1, "client 1")).isEqualTo(new Duplicate(1));
        assertThat(append(attachment, 2, "client 2")).isEqualTo(new Duplicate(4));
        assertThat(append(attachment, 3, "client 3")).isEqualTo(new Duplicate(6));
        assertThat(state().lastClientMessageId()).isEqualTo(3);
        assertThat(state().lastSequence()).isEqualTo(6);
    }

    @Test
    void clientMessageAheadOfTheNext_isAGapAndNotStored() {
        Attachment attachment = open();

        assertThat(append(attachment, 2, "too early")).isEqualTo(new Gap(1));
        append(attachment, 1, "one");
        assertThat(append(attachment, 3, "too early")).isEqualTo(new Gap(2));
        assertThat(append(attachment, Long.MAX_VALUE, "too early")).isEqualTo(new Gap(2));

        assertThat(entries(attachment)).containsExactly("one");
        assertThat(append(attachment, 2, "two")).isEqualTo(new Stored(2));
    }

    @Test
    void aThousandClientMessages_areEachAnsweredWithTheirFirstSequence() {
        Attachment attachment = open();
        for (int id = 1; id <= 1_000; id++) {
            assertThat(append(attachment, id, "client " + id)).isEqualTo(new Stored(2L * id - 1));
            append(attachment, "server");
        }

        for (int id = 1; id <= 1_000; id++) {
            assertThat(append(attachment, id, "again")).isEqualTo(new Duplicate(2L * id - 1));
        }
        assertThat(append(attachment, 1_002, "too early")).isEqualTo(new Gap(1_001));
    }

    @Test
    void clientMessageSentAgainAfterAttach_isADuplicate() {
        append(open(), 1, "one");
        Attachment second = attach().attachment();

        assertThat(append(second, 1, "one")).isEqualTo(new Duplicate(1));
        assertThat(append(second, 2, "two")).isEqualTo(new Stored(2));
    }

    @Test
    void clientMessageSentAgainAfterDetachParkAndUnpark_isADuplicate() {
        Attachment first = open();
        append(first, "server");
        append(first, 1, "one");
        detach(first);
        assertThat(append(first, 1, "one")).as("detached").isEqualTo(new Duplicate(2));
        park(first);
        assertThat(append(first, 1, "one")).as("parked").isEqualTo(new Duplicate(2));
        Attached second = attach();
        assertThat(append(second.attachment(), 1, "one")).as("attached").isEqualTo(new Duplicate(2));
        unpark(second.attachment(), second.parked());

        assertThat(append(second.attachment(), 1, "one")).as("unparked").isEqualTo(new Duplicate(2));
        assertThat(append(second.attachment(), 2, "two")).isEqualTo(new Stored(3));
    }

    @Test
    void clientMessagesOfANewEpoch_beginWithOne() {
        append(open(), 1, "of the earlier epoch");
        store.remove(SESSION);
        Attachment next =
                store.open(SESSION, OWNER, OTHER_EPOCH, bytes("head"), NOW).orElseThrow();

        assertThat(append(next, 2, "too early")).isEqualTo(new Gap(1));
        assertThat(append(next, 1, "one")).isEqualTo(new Stored(1));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                1, 2, 127, 128, 255, 256, 1_023, 1_024, 1_025, 4_095, 4_096, 16_384, 65_535, 65_536, 65_537, 100_000,
                131_072, 131_073, 200_000, 204_800, 1_000_000, 1_048_576
            })
    void entryOfAnySize_isReadAsItWasAppended(int size) {
        Attachment attachment = open();
        byte[] entry = new byte[size];
        new Random(size).nextBytes(entry);

        append(attachment, List.of(bytes("before"), entry, bytes("after"), entry));

        assertThat(read(attachment, 0, 4)).containsExactly(bytes("before"), entry, bytes("after"), entry);
    }

    @Test
    void entriesOfAllSizesOneAfterAnother_areReadAsTheyWereAppended() {
        Attachment attachment = open();
        Random random = new Random(1);
        List<byte[]> entries = new ArrayList<>();
        for (int size = 1; size <= 200 << 10; size += 1 + size / 16) {
            byte[] entry = new byte[size];
            random.nextBytes(entry);
            entries.add(entry);
        }

        append(attachment, entries);

        assertThat(read(attachment, 0, entries.size())).containsExactlyElementsOf(entries);
    }

    @Test
    void appendOfAPartOfAnArray_storesThatPart() {
        Attachment attachment = open();
        byte[] bytes = bytes("before[entry]after");

        store.append(attachment, 0, bytes, 7, 5);

        assertThat(entries(attachment)).containsExactly("entry");
    }

    @Test
    void arrayChangedAfterAppend_doesNotChangeTheEntry() {
        Attachment attachment = open();
        byte[] bytes = bytes("entry");
        store.append(attachment, 0, bytes, 0, bytes.length);

        Arrays.fill(bytes, (byte) 'x');

        assertThat(entries(attachment)).containsExactly("entry");
    }

    @Test
    void emptyEntry_isRefused() {
        Attachment attachment = open();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.append(attachment, 0, new byte[3], 3, 0))
                .withMessageContainingAll("0 bytes", "at least 1");

        assertThat(state().lastSequence()).isZero();
    }

    @Test
    void negativeClientMessageId_isRefused() {
        Attachment attachment = open();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> append(attachment, -7, "entry"))
                .withMessageContainingAll("client message id", "-7", "at least 0");

        assertThat(state().lastSequence()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1,2", "0,6", "5,1", "2,-1", "2147483647,2", "2,2147483647"})
    void rangeOutsideTheArray_isRefused(String range) {
        Attachment attachment = open();
        int offset = Integer.parseInt(range.split(",")[0]);
        int length = Integer.parseInt(range.split(",")[1]);

        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> store.append(attachment, 0, new byte[5], offset, length))
                .withMessageContainingAll(String.valueOf(offset), String.valueOf(length), "5");

        assertThat(state().lastSequence()).isZero();
    }

    @Test
    void moreBytesThanASessionMayTake_areRefusedAndTheRestGoesOn() {
        Attachment attachment = open();
        byte[] sixteenth = new byte[ContextStore.MAX_SESSION_BYTES / 16];
        append(attachment, 1, "x");
        for (int i = 1; i < 16; i++) {
            store.append(attachment, 0, sixteenth, 0, sixteenth.length);
        }

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.append(attachment, 2, sixteenth, 0, sixteenth.length))
                .withMessageContainingAll(SESSION, String.valueOf(ContextStore.MAX_SESSION_BYTES), "268435457");
        assertThat(state().lastSequence()).isEqualTo(16);
        assertThat(store.append(attachment, 2, sixteenth, 1, sixteenth.length - 1))
                .as("an entry that just fits, with the id that was refused")
                .isEqualTo(new Stored(17));
        assertThatIllegalArgumentException().isThrownBy(() -> append(attachment, 0, "x"));
        assertThat(append(attachment, 1, "x")).as("a duplicate takes no room").isEqualTo(new Duplicate(1));
    }

    @Test
    void parkedBytes_countAsTheyWere() {
        Attachment attachment = open();
        byte[] half = new byte[ContextStore.MAX_SESSION_BYTES / 2];
        int quarter = half.length / 2;
        store.append(attachment, 0, half, 0, half.length);
        detach(attachment);
        assertThat(store.park(attachment, 1, bytes("head"), new ParkedEntries(1, bytes("half"))))
                .isTrue();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.append(attachment, 0, new byte[half.length + 1], 0, half.length + 1))
                .withMessageContainingAll(String.valueOf(ContextStore.MAX_SESSION_BYTES), "268435457");
        assertThat(store.append(attachment, 0, half, 0, quarter)).isEqualTo(new Stored(2));
        store.unpark(attachment, half, new int[] {half.length});
        assertThat(store.append(attachment, 0, half, 0, quarter)).isEqualTo(new Stored(3));
        assertThatIllegalArgumentException().isThrownBy(() -> append(attachment, 0, "x"));
    }
}
