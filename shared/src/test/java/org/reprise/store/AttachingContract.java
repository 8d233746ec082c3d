package org.reprise.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Each attach gives a higher number, and fences every attachment before. */
abstract class AttachingContract extends StoreFixture {

    @Test
    void attachUnknownSession_isEmpty() {
        assertThat(store.attach(SESSION, NOW)).isEmpty();
    }

    @Test
    void attach_numbersCountUpFromTheOpening() {
        Attachment opened = open();
        assertThat(opened.number()).isEqualTo(1);
        assertThat(attach().attachment()).isEqualTo(new Attachment(SESSION, EPOCH, 2));
        detach(new Attachment(SESSION, EPOCH, 2));
        assertThat(attach().attachment()).isEqualTo(new Attachment(SESSION, EPOCH, 3));
    }

    @Test
    void attach_tellsTheStateAsItIs() {
        Attachment opened = open();
        append(opened, 1, "one");
        append(opened, 0, "two");
        store.putHead(opened, bytes("head 2"));

        assertThat(Seen.of(attach().state()))
                .isEqualTo(Seen.of(new SessionState(OWNER, EPOCH, 2, 1, 2, bytes("head 2"))));
    }

    @Test
    void attachToAttachedSession_knowsNoDetachTime() {
        open();

        assertThat(attach().detachedAt()).isNull();
    }

    @Test
    void attachToDetachedSession_tellsSinceWhen() {
        Instant detachedAt = NOW.plusNanos(123_456_789);
        assertThat(store.detach(open(), detachedAt, EXPIRY)).isTrue();

        assertThat(attach().detachedAt()).isEqualTo(detachedAt);
        assertThat(attach().detachedAt()).as("once attached again").isNull();
    }

    @Test
    void attachToSessionThatIsNotParked_givesNothingParked() {
        detach(open());

        assertThat(attach().parked()).isNull();
    }

    @Test
    void olderAttachment_isFencedByANewer() {
        Attachment first = open();
        append(first, "one");
        Attachment second = attach().attachment();
        append(second, "two");

        assertFenced(first, "attachment 2 has come");
        assertThat(entries(second)).containsExactly("one", "two");
    }

    @Test
    void everyOlderAttachment_isFencedByTheNewest() {
        Attachment first = open();
        Attachment second = attach().attachment();
        Attachment third = attach().attachment();

        assertFenced(first, "attachment 3 has come");
        assertFenced(second, "attachment 3 has come");
        assertThat(append(third, 0, "one")).isEqualTo(new AppendResult.Stored(1));
    }

    @Test
    void olderAttachment_isFencedWhileTheNewestIsDetached() {
        Attachment first = open();
        Attachment second = attach().attachment();
        detach(second);

        assertFenced(first, "attachment 2 has come");
    }

    @Test
    void olderAttachment_isFencedWhileTheSessionIsParked() {
        Attachment first = open();
        append(first, "one");
        Attachment second = attach().attachment();
        detach(second);
        park(second);

        assertFenced(first, "attachment 2 has come");
        assertThat(attach().parked()).isNotNull();
    }

    @Test
    void attachmentOfAnotherEpoch_isFenced() {
        open();

        assertFenced(new Attachment(SESSION, OTHER_EPOCH, 1), "the session is gone");
    }

    @Test
    void attachmentThatWasNeverGiven_isFenced() {
        open();

        assertFenced(new Attachment(SESSION, EPOCH, 2), "fenced");
        assertFenced(new Attachment(SESSION, EPOCH, 0), "fenced");
        assertFenced(new Attachment("session-2", EPOCH, 1), "the session is gone");
    }

    @Test
    void attachmentOfARemovedSession_isFenced() {
        Attachment attachment = open();
        store.remove(SESSION);

        assertFenced(attachment, "the session is gone");
    }

    @Test
    void attachmentOfAnExpiredSession_isFenced() {
        Attachment attachment = open();
        detach(attachment);
        store.expire(EXPIRY);

        assertFenced(attachment, "the session is gone");
    }

    @Test
    void attachmentOfAnEarlierIncarnation_isFencedByTheNext() {
        Attachment earlier = open();
        store.remove(SESSION);
        Attachment next =
                store.open(SESSION, OWNER, OTHER_EPOCH, bytes("head"), NOW).orElseThrow();
        append(next, "of the next");

        assertFenced(earlier, "the session is gone");
        assertThat(entries(next)).containsExactly("of the next");
    }

    @Test
    void attachmentOfAnIncarnationThatExpired_isFencedByTheOneOpenedInItsPlace() {
        Attachment earlier = open();
        append(earlier, "of the earlier");
        detach(earlier);
        Attachment next =
                store.open(SESSION, OWNER, OTHER_EPOCH, bytes("head"), EXPIRY).orElseThrow();
        append(next, "of the next");

        assertFenced(earlier, "the session is gone");
        assertThat(entries(next)).containsExactly("of the next");
        assertThat(store.sessions()).isEqualTo(1);
    }
}
