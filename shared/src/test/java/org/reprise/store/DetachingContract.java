package org.reprise.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session whose client is gone waits, and whoever serves it goes on writing. */
abstract class DetachingContract extends StoreFixture {

    @Test
    void detachTheNewestAttached_isTrue() {
        assertThat(store.detach(open(), NOW, EXPIRY)).isTrue();
    }

    @Test
    void detach_leavesTheStateAsItIs() {
        Attachment attachment = open();
        append(attachment, 1, "one");
        Object before = Seen.of(state());

        detach(attachment);

        assertThat(Seen.of(state())).isEqualTo(before);
    }

    @Test
    void detachAgain_isFalseAndTheFirstTimesStand() {
        Attachment attachment = open();
        store.detach(attachment, NOW, EXPIRY);

        assertThat(store.detach(attachment, NOW.plusSeconds(1), EXPIRY.plusSeconds(1)))
                .isFalse();

        assertThat(store.state(SESSION, EXPIRY)).isEmpty();
        assertThat(attach().detachedAt()).isEqualTo(NOW);
    }

    @Test
    void lateDetachOfAnOlderAttachment_doesNotTouchTheNewer() {
        Attachment first = open();
        attach();

        assertThat(store.detach(first, NOW, EXPIRY)).isFalse();

        assertThat(store.detachedSince(NOW, 10)).isEmpty();
        assertThat(store.expire(EXPIRY)).isEmpty();
        assertThat(attach().detachedAt()).isNull();
    }

    @Test
    void lateDetachOfAnOlderAttachment_doesNotTouchTheTimesOfTheNewer() {
        Attachment first = open();
        detach(attach().attachment());

        assertThat(store.detach(first, NOW.plusSeconds(1), EXPIRY.plusSeconds(1)))
                .isFalse();

        assertThat(attach().detachedAt()).isEqualTo(NOW);
    }

    @Test
    void detachUnknownSession_isFalse() {
        assertThat(store.detach(new Attachment(SESSION, EPOCH, 1), NOW, EXPIRY)).isFalse();
        assertThat(store.sessions()).isZero();
    }

    @Test
    void agentOfADetachedSession_goesOnWritingAndReading() {
        Attachment attachment = open();
        append(attachment, 1, "one");
        detach(attachment);

        assertThat(append(attachment, 0, "two")).isEqualTo(new AppendResult.Stored(2));
        assertThat(append(attachment, 2, "three")).isEqualTo(new AppendResult.Stored(3));
        store.putHead(attachment, bytes("head 2"));

        assertThat(entries(attachment)).containsExactly("one", "two", "three");
        assertThat(Seen.of(attach().state()))
                .isEqualTo(Seen.of(new SessionState(OWNER, EPOCH, 3, 2, 2, bytes("head 2"))));
    }

    @Test
    void writingWhileDetached_doesNotAttach() {
        Attachment attachment = open();
        detach(attachment);

        append(attachment, "one");

        assertThat(store.detachedSince(NOW, 10)).containsExactly(attachment);
        assertThat(store.expire(EXPIRY)).containsExactly(SESSION);
    }

    @Test
    void detachAfterAttachingAgain_isTrueWithNewTimes() {
        detach(open());
        Attachment second = attach().attachment();

        assertThat(store.detach(second, NOW.plusSeconds(9), EXPIRY.plusSeconds(9)))
                .isTrue();

        assertThat(store.state(SESSION, EXPIRY)).isPresent();
        assertThat(store.state(SESSION, EXPIRY.plusSeconds(9))).isEmpty();
        assertThat(attach().detachedAt()).isEqualTo(NOW.plusSeconds(9));
    }

    @Test
    void detachAndAttachManyTimes_keepsEveryEntry() {
        Attachment attachment = open();
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            String entry = "entry " + i + " " + "x".repeat(i * 3);
            assertThat(append(attachment, i, entry)).isEqualTo(new AppendResult.Stored(i));
            expected.add(entry);
            detach(attachment);
            attachment = attach().attachment();
        }

        assertThat(entries(attachment)).isEqualTo(expected);
    }

    @Test
    void detachedSince_includesThoseOfThatInstantAndBefore() {
        Attachment attachment = open();
        Instant detachedAt = NOW.plusNanos(500);
        store.detach(attachment, detachedAt, EXPIRY);

        assertThat(store.detachedSince(detachedAt.minusNanos(1), 10)).isEmpty();
        assertThat(store.detachedSince(detachedAt, 10)).containsExactly(attachment);
        assertThat(store.detachedSince(detachedAt.plusNanos(1), 10)).containsExactly(attachment);
    }

    @Test
    void detachedSince_namesNewestAttachmentsOfDetachedSessionsThatAreNotParked() {
        open("attached");
        detach(open("detached"));
        Attachment detachedAgain = store.attach("detached", NOW).orElseThrow().attachment();
        detach(detachedAgain);
        detach(open("attached again"));
        store.attach("attached again", NOW);
        Attachment parked = open("parked");
        detach(parked);
        store.park(parked, 1, bytes("head"), new ParkedEntries(0, bytes("")));
        detach(open("removed"));
        store.remove("removed");

        assertThat(store.detachedSince(NOW, 10)).containsExactly(detachedAgain);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 8, Integer.MAX_VALUE})
    void detachedSince_namesAtMostSoMany(int most) {
        for (int i = 1; i <= 7; i++) {
            detach(open("session-" + i));
        }

        assertThat(store.detachedSince(NOW, most))
                .hasSize(Math.min(most, 7))
                .doesNotHaveDuplicates()
                .allMatch(attachment -> attachment.number() == 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void detachedSinceForNone_isRefused(int most) {
        detach(open());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.detachedSince(NOW, most))
                .withMessageContainingAll(String.valueOf(most), "at least 1");
    }
}
