package org.reprise.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A client that comes back is attached if the session fits what it says, and may be given at once what it lacks. */
abstract class AdmittingContract extends StoreFixture {

    private static final String LARGE = "x".repeat(ContextStore.READ_AHEAD_BYTES / 4);

    @Test
    void admitToUnknownSession_isEmpty() {
        assertThat(store.admit(claim(EPOCH, 0), NOW)).isEmpty();
    }

    @Test
    void admitToExpiredSession_isEmpty() {
        detach(open());

        assertThat(store.admit(claim(EPOCH, 0), EXPIRY)).isEmpty();
    }

    @Test
    void fittingClaim_attachesAsAttachDoes() {
        Attachment opened = open();
        append(opened, 1, "one");
        append(opened, 0, "two");
        store.putHead(opened, bytes("head 2"));
        detach(opened);

        Attached attached = admitted(claim(EPOCH, 2)).attached();

        assertThat(attached.attachment()).isEqualTo(new Attachment(SESSION, EPOCH, 2));
        assertThat(Seen.of(attached.state()))
                .isEqualTo(Seen.of(new SessionState(OWNER, EPOCH, 2, 1, 2, bytes("head 2"))));
        assertThat(attached.detachedAt()).isEqualTo(NOW);
        assertFenced(opened, "attachment 2 has come");
        assertThat(append(attached.attachment(), 2, "three")).isEqualTo(new AppendResult.Stored(3));
    }

    @Test
    void claimOfAnotherUser_isDeclinedAndFencesNobody() {
        Attachment attachment = open();
        append(attachment, "one");

        assertDeclined(new Claim(SESSION, "user-2", EPOCH, 1));

        assertThat(append(attachment, 0, "two")).isEqualTo(new AppendResult.Stored(2));
    }

    @Test
    void claimOfMoreThanIsStored_isDeclinedAndFencesNobody() {
        Attachment attachment = open();
        append(attachment, "one");

        assertDeclined(claim(EPOCH, 2));
        assertDeclined(claim(EPOCH, Long.MAX_VALUE));

        assertThat(append(attachment, 0, "two")).isEqualTo(new AppendResult.Stored(2));
    }

    @Test
    void declinedClaim_leavesADetachedSessionDetached() {
        Attachment attachment = open();
        detach(attachment);

        assertDeclined(claim(EPOCH, 1));

        assertThat(store.detachedSince(NOW, 1)).containsExactly(attachment);
        assertThat(store.state(SESSION, EXPIRY)).isEmpty();
    }

    @Test
    void claimOfAnotherEpoch_isAdmittedWhateverItHas() {
        append(open(), "one", "two");

        Admission.Admitted admitted = admitted(claim(OTHER_EPOCH, 100));

        assertThat(completed(admitted, 0)).containsExactly("one", "two");
    }

    @Test
    void whatIsReadAhead_isTheFirstOfWhatIsLacking() {
        Attachment attachment = open();
        append(attachment, "one", "two", "three");
        detach(attachment);
        Attachment again = attach().attachment();
        append(again, "four", "five");

        for (int has = 0; has <= 5; has++) {
            assertThat(completed(admitted(claim(EPOCH, has)), has))
                    .containsExactlyElementsOf(
                            List.of("one", "two", "three", "four", "five").subList(has, 5));
        }
    }

    @Test
    void whatIsReadAhead_isBounded() {
        Attachment attachment = open();
        append(attachment, "small", LARGE, LARGE, LARGE, LARGE, LARGE, "small");
        detach(attachment);

        Admission.Admitted admitted = admitted(claim(EPOCH, 0));

        assertThat(admitted.readAhead().stream()
                        .mapToInt(block -> block.bytes().length)
                        .sum())
                .isLessThanOrEqualTo(ContextStore.READ_AHEAD_BYTES);
        assertThat(completed(admitted, 0)).containsExactly("small", LARGE, LARGE, LARGE, LARGE, LARGE, "small");
    }

    @Test
    void entryLargerThanIsReadAhead_isNotReadAhead() {
        String larger = "x".repeat(ContextStore.READ_AHEAD_BYTES + 1);
        append(open(), larger, "small");

        Admission.Admitted admitted = admitted(claim(EPOCH, 0));

        assertThat(admitted.readAhead()).isEmpty();
        assertThat(completed(admitted, 0)).containsExactly(larger, "small");
    }

    @Test
    void parkedSession_isGivenParkedAndNotReadAhead() {
        Attachment attachment = open();
        append(attachment, "one", "two");
        detach(attachment);
        park(attachment);

        Admission.Admitted admitted = admitted(claim(EPOCH, 0));

        assertThat(admitted.readAhead()).isEmpty();
        unpark(admitted.attached().attachment(), admitted.attached().parked());
        assertThat(entries(admitted.attached().attachment())).containsExactly("one", "two");
    }

    @Test
    void sessionThatWasParkedOnce_isReadAheadLikeAnyOther() {
        Attachment attachment = open();
        append(attachment, "one", "two");
        detach(attachment);
        park(attachment);
        append(attachment, "of its agent");
        Attached back = attach();
        unpark(back.attachment(), back.parked());
        append(back.attachment(), "three");
        detach(back.attachment());

        assertThat(completed(admitted(claim(EPOCH, 1)), 1)).containsExactly("two", "of its agent", "three");
    }

    private static Claim claim(long epoch, long lastSequence) {
        return new Claim(SESSION, OWNER, epoch, lastSequence);
    }

    private Admission.Admitted admitted(Claim claim) {
        return (Admission.Admitted) store.admit(claim, NOW).orElseThrow();
    }

    private void assertDeclined(Claim claim) {
        Object before = seen(SESSION);
        Optional<Admission> admission = store.admit(claim, NOW);
        assertThat(admission).containsInstanceOf(Admission.Declined.class);
        assertThat(Seen.of(((Admission.Declined) admission.get()).session())).isEqualTo(Seen.of(state()));
        assertThat(seen(SESSION)).isEqualTo(before);
    }

    /** What was read ahead after {@code after}, and what is read then. */
    private List<String> completed(Admission.Admitted admitted, long after) {
        List<String> entries = new ArrayList<>();
        long at = after;
        for (EntryBlock block : admitted.readAhead()) {
            assertThat(block.firstSequence()).isLessThanOrEqualTo(at + 1);
            block.give(at, block.lastSequence(), 1, (sequence, count, bytes, offset, length) -> {
                assertThat(sequence).isEqualTo(after + entries.size() + 1);
                assertThat(count).isEqualTo(1);
                entries.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
            });
            at = block.lastSequence();
        }
        entries.addAll(entriesAfter(at, admitted.attached().attachment()));
        return entries;
    }
}
