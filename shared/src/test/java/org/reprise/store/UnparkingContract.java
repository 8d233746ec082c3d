package org.reprise.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What was parked is put back as it was, in front of what has come since. */
abstract class UnparkingContract extends StoreFixture {

    private static final int[] LENGTHS = {3, 3, 5};

    private Attachment attachment;

    @BeforeEach
    void parkThreeEntries() {
        attachment = open();
        append(attachment, "one", "two", "three");
        detach(attachment);
        park(attachment);
    }

    @Test
    void unpark_givesTheEntriesBack() {
        store.unpark(attachment, bytes("onetwothree"), LENGTHS);

        assertThat(entries(attachment)).containsExactly("one", "two", "three");
    }

    @Test
    void unpark_leavesStateAndHeadAsTheyAre() {
        store.putHead(attachment, bytes("head 3"));
        Object before = Seen.of(state());

        store.unpark(attachment, bytes("onetwothree"), LENGTHS);

        assertThat(Seen.of(state())).isEqualTo(before);
    }

    @Test
    void unparkByANewAttachment_givesTheEntriesBackAndNothingIsParked() {
        Attached second = attach();
        assertThat(Seen.of(second.parked())).isNotNull();

        unpark(second.attachment(), second.parked());

        assertThat(entries(second.attachment())).containsExactly("one", "two", "three");
        assertThat(attach().parked()).isNull();
    }

    @Test
    void unparkWithEntriesAppendedMeanwhile_putsThemBehind() {
        append(attachment, 1, "four");
        append(attachment, "five");

        store.unpark(attachment, bytes("onetwothree"), LENGTHS);

        assertThat(entries(attachment)).containsExactly("one", "two", "three", "four", "five");
        assertThat(append(attachment, 1, "four")).isEqualTo(new AppendResult.Duplicate(4));
        assertThat(append(attachment, 2, "six")).isEqualTo(new AppendResult.Stored(6));
        assertThat(entriesAfter(4, attachment)).containsExactly("five", "six");
    }

    @Test
    void unparkAPrefix_putsItBeforeTheEntriesBehindIt() {
        store.unpark(attachment, bytes("onetwothree"), LENGTHS);
        store.park(attachment, 2, bytes("head"), new ParkedEntries(2, bytes("parked")));
        append(attachment, "four");

        store.unpark(attachment, bytes("onetwo"), new int[] {3, 3});

        assertThat(entries(attachment)).containsExactly("one", "two", "three", "four");
    }

    @Test
    void unparkWithoutEntries_onlyEndsTheParking() {
        store.unpark(attachment, bytes("onetwothree"), LENGTHS);
        store.park(attachment, 2, bytes("head"), new ParkedEntries(0, bytes("parked")));

        store.unpark(attachment, new byte[0], new int[0]);

        assertThat(entries(attachment)).containsExactly("one", "two", "three");
        assertThat(attach().parked()).isNull();
    }

    @Test
    void unparkWhileDetached_leavesItDetachedToBeParkedAgain() {
        store.unpark(attachment, bytes("onetwothree"), LENGTHS);

        assertThat(store.detachedSince(NOW, 10)).containsExactly(attachment);
        park(attachment);
        Attached second = attach();
        assertThat(second.detachedAt()).isEqualTo(NOW);
        unpark(second.attachment(), second.parked());
        assertThat(entries(second.attachment())).containsExactly("one", "two", "three");
    }

    @Test
    void parkAndUnparkOverAndOver_keepsEveryEntry() {
        store.unpark(attachment, bytes("onetwothree"), LENGTHS);
        Random random = new Random(3);
        List<byte[]> expected = new ArrayList<>(List.of(bytes("one"), bytes("two"), bytes("three")));
        for (int round = 0; round < 20; round++) {
            int upTo = random.nextInt(expected.size() + 1);
            PackedEntries packed = PackedEntries.of(expected.subList(0, upTo));
            assertThat(store.park(attachment, state().headVersion(), bytes("head"), packed.parked()))
                    .isTrue();
            for (int i = 0; i < 5; i++) {
                byte[] entry = new byte[1 + random.nextInt(40_000)];
                random.nextBytes(entry);
                append(attachment, List.of(entry));
                expected.add(entry);
            }
            store.unpark(attachment, packed.bytes(), packed.lengths());
            assertThat(read(attachment, 0, expected.size())).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void arraysChangedAfterUnpark_doNotChangeTheEntries() {
        byte[] bytes = bytes("onetwothree");
        int[] lengths = LENGTHS.clone();
        store.unpark(attachment, bytes, lengths);

        Arrays.fill(bytes, (byte) 'x');
        Arrays.fill(lengths, 1);

        assertThat(entries(attachment)).containsExactly("one", "two", "three");
    }

    static List<Arguments> wrongEntries() {
        return List.of(
                Arguments.of("fewer entries", "onetwothree", new int[] {3, 8}),
                Arguments.of("more entries", "onetwothree", new int[] {3, 3, 3, 2}),
                Arguments.of("no entries", "", new int[] {}),
                Arguments.of("fewer bytes", "onetwothre", new int[] {3, 3, 4}),
                Arguments.of("more bytes", "onetwothree!", new int[] {3, 3, 6}),
                Arguments.of("lengths beyond the bytes", "onetwothree", new int[] {3, 3, 6}),
                Arguments.of("bytes beyond the lengths", "onetwothree", new int[] {3, 3, 4}),
                Arguments.of("an empty entry", "onetwothree", new int[] {3, 0, 8}),
                Arguments.of("a negative length", "onetwothree", new int[] {3, -3, 11}),
                Arguments.of("lengths whose sum as an int is right", "onetwothree", new int[] {
                    Integer.MAX_VALUE, Integer.MAX_VALUE, 13
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongEntries")
    void entriesThatAreNotThoseThatWereParked_areRefusedAndChangeNothing(String what, String bytes, int[] lengths) {
        append(attachment, "four");
        Object before = seen(SESSION);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.unpark(attachment, bytes(bytes), lengths))
                .withMessageContainingAll(
                        lengths.length + " entries",
                        String.valueOf(Arrays.stream(lengths).asLongStream().sum()),
                        String.valueOf(bytes.length()),
                        "3 entries",
                        "11 bytes");

        assertThat(seen(SESSION)).isEqualTo(before);
        store.unpark(attachment, bytes("onetwothree"), LENGTHS);
        assertThat(entries(attachment)).containsExactly("one", "two", "three", "four");
    }

    @Test
    void unparkWhatIsNotParked_isRefused() {
        store.unpark(attachment, bytes("onetwothree"), LENGTHS);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.unpark(attachment, bytes("onetwothree"), LENGTHS))
                .withMessageContainingAll(SESSION, "not parked");
        assertThatIllegalArgumentException().isThrownBy(() -> store.unpark(attachment, new byte[0], new int[0]));

        assertThat(entries(attachment)).containsExactly("one", "two", "three");
    }
}
