package org.reprise.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries of a detached session give way to a parked form of theirs, if nobody comes in between. */
abstract class ParkingContract extends StoreFixture {

    private Attachment attachment;

    @BeforeEach
    void openWithThreeEntries() {
        attachment = open();
        append(attachment, "one", "two", "three");
    }

    @Test
    void parkADetachedSession_keepsItsNumbersAndReplacesItsHead() {
        detach(attachment);

        assertThat(parkUpTo(3, 1)).isTrue();

        assertThat(Seen.of(state())).isEqualTo(Seen.of(new SessionState(OWNER, EPOCH, 3, 0, 2, bytes("parked head"))));
    }

    @Test
    void attachToAParkedSession_givesTheParkedFormAndSinceWhen() {
        detach(attachment);
        parkUpTo(3, 1);

        Attached attached = attach();

        assertThat(Seen.of(attached.parked())).isEqualTo(Seen.of(new ParkedEntries(3, bytes("parked"))));
        assertThat(attached.detachedAt()).isEqualTo(NOW);
        assertThat(attached.state().lastSequence()).isEqualTo(3);
    }

    @Test
    void parkedFormThatNobodyPutBack_isGivenToTheNextAttachmentToo() {
        detach(attachment);
        parkUpTo(3, 1);
        Attachment second = attach().attachment();
        detach(second);

        assertThat(store.detachedSince(NOW, 10)).as("it is parked already").isEmpty();
        assertThat(Seen.of(attach().parked())).isEqualTo(Seen.of(new ParkedEntries(3, bytes("parked"))));
    }

    @Test
    void parkAnAttachedSession_isFalseAndChangesNothing() {
        Object before = seen(SESSION);

        assertThat(parkUpTo(3, 1)).isFalse();

        assertThat(seen(SESSION)).isEqualTo(before);
        assertThat(entries(attachment)).containsExactly("one", "two", "three");
    }

    @Test
    void parkAfterAnotherCame_isFalseAndChangesNothing() {
        detach(attachment);
        Attachment second = attach().attachment();
        detach(second);
        Object before = seen(SESSION);

        assertThat(parkUpTo(3, 1)).isFalse();

        assertThat(seen(SESSION)).isEqualTo(before);
        assertThat(entries(second)).containsExactly("one", "two", "three");
    }

    @Test
    void parkAgain_isFalseAndTheFirstStands() {
        detach(attachment);
        parkUpTo(3, 1);
        append(attachment, "four");

        assertThat(store.park(attachment, 2, bytes("again"), new ParkedEntries(4, bytes("again"))))
                .isFalse();

        assertThat(state().head()).isEqualTo(bytes("parked head"));
        assertThat(Seen.of(attach().parked())).isEqualTo(Seen.of(new ParkedEntries(3, bytes("parked"))));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 3, -1, Long.MAX_VALUE})
    void parkWithAnotherHeadVersion_isFalseAndChangesNothing(long headVersion) {
        store.putHead(attachment, bytes("head 2"));
        detach(attachment);
        Object before = seen(SESSION);

        assertThat(parkUpTo(3, headVersion)).isFalse();

        assertThat(seen(SESSION)).isEqualTo(before);
        assertThat(parkUpTo(3, 2)).isTrue();
    }

    @Test
    void parkUnknownSession_isFalse() {
        assertThat(store.park(new Attachment("session-2", EPOCH, 1), 1, bytes("head"), new ParkedEntries(0, bytes(""))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 4, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32})
    void parkUpToASequenceThatIsNotStored_isRefusedNamingTheBound(long upTo) {
        detach(attachment);
        Object before = seen(SESSION);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> parkUpTo(upTo, 1))
                .withMessageContainingAll("up to " + upTo, "3");

        assertThat(seen(SESSION)).isEqualTo(before);
        assertThat(entries(attachment)).containsExactly("one", "two", "three");
    }

    @Test
    void parkWithoutEntries_replacesTheHeadAndHidesNothing() {
        detach(attachment);

        assertThat(parkUpTo(0, 1)).isTrue();

        assertThat(state().head()).isEqualTo(bytes("parked head"));
        assertThat(entries(attachment)).containsExactly("one", "two", "three");
        assertThat(Seen.of(attach().parked())).isEqualTo(Seen.of(new ParkedEntries(0, bytes("parked"))));
    }

    @Test
    void parkAPrefix_leavesTheEntriesBehindItReadable() {
        detach(attachment);

        assertThat(parkUpTo(2, 1)).isTrue();

        assertThat(state().lastSequence()).isEqualTo(3);
        assertThat(entriesAfter(2, attachment)).containsExactly("three");
        assertThat(entriesAfter(3, attachment)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0,3", "0,2", "1,2", "1,3", "0,0", "1,1"})
    void readOfParkedEntries_isRefusedNamingTheBounds(long after, long upTo) {
        detach(attachment);
        parkUpTo(2, 1);
        Batches batches = new Batches();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.read(attachment, after, upTo, 1, batches))
                .withMessageContainingAll("after " + after, "up to " + upTo, "after 2", "up to 3", "parked");

        assertThat(batches.count()).isZero();
    }

    @Test
    void appendWhileParked_goesOnWithTheNumbers() {
        append(attachment, 1, "four");
        detach(attachment);
        parkUpTo(4, 1);

        assertThat(append(attachment, 0, "five")).isEqualTo(new AppendResult.Stored(5));
        assertThat(append(attachment, 2, "six")).isEqualTo(new AppendResult.Stored(6));
        assertThat(append(attachment, 1, "four")).isEqualTo(new AppendResult.Duplicate(4));
        assertThat(append(attachment, 2, "six")).isEqualTo(new AppendResult.Duplicate(6));
        assertThat(append(attachment, 4, "too early")).isEqualTo(new AppendResult.Gap(3));

        assertThat(entriesAfter(4, attachment)).containsExactly("five", "six");
        assertThat(Seen.of(state())).isEqualTo(Seen.of(new SessionState(OWNER, EPOCH, 6, 2, 2, bytes("parked head"))));
    }

    @Test
    void putHeadWhileParked_replacesTheHeadThatWasParked() {
        detach(attachment);
        parkUpTo(3, 1);

        store.putHead(attachment, bytes("head 3"));

        assertThat(Seen.of(attach().state()))
                .isEqualTo(Seen.of(new SessionState(OWNER, EPOCH, 3, 0, 3, bytes("head 3"))));
    }

    private boolean parkUpTo(long upTo, long headVersion) {
        return store.park(attachment, headVersion, bytes("parked head"), new ParkedEntries(upTo, bytes("parked")));
    }
}
