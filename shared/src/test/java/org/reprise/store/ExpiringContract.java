package org.reprise.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A detached session is gone from its {@code expiresAt} on, to the nanosecond. */
abstract class ExpiringContract extends StoreFixture {

    private static final Instant AT = EXPIRY.plusNanos(1_000_001);
    private static final Instant JUST_BEFORE = AT.minusNanos(1);

    private Attachment attachment;

    @BeforeEach
    void detachUntilExpiry() {
        attachment = open();
        append(attachment, 1, "one");
        assertThat(store.detach(attachment, NOW, AT)).isTrue();
    }

    @Test
    void state_isThereUntilExpiry() {
        assertThat(store.state(SESSION, JUST_BEFORE)).isPresent();
        assertThat(store.state(SESSION, AT)).isEmpty();
        assertThat(store.state(SESSION, AT.plusNanos(1))).isEmpty();
    }

    @Test
    void attachJustBeforeExpiry_findsTheSession() {
        assertThat(store.attach(SESSION, JUST_BEFORE)).isPresent();
    }

    @Test
    void attachAtExpiry_findsNone() {
        assertThat(store.attach(SESSION, AT)).isEmpty();
    }

    @Test
    void openJustBeforeExpiry_findsTheSession() {
        assertThat(store.open(SESSION, OWNER, OTHER_EPOCH, bytes("head"), JUST_BEFORE))
                .isEmpty();
        assertThat(state().epoch()).isEqualTo(EPOCH);
    }

    @Test
    void openAtExpiry_beginsANewIncarnation() {
        assertThat(store.open(SESSION, OWNER, OTHER_EPOCH, bytes("new"), AT))
                .contains(new Attachment(SESSION, OTHER_EPOCH, 1));

        assertThat(Seen.of(store.state(SESSION, AT).orElseThrow()))
                .isEqualTo(Seen.of(new SessionState(OWNER, OTHER_EPOCH, 0, 0, 1, bytes("new"))));
        assertThat(store.expire(AT.plusSeconds(1)))
                .as("the new one is attached")
                .isEmpty();
        assertThat(store.sessions()).isEqualTo(1);
    }

    @Test
    void expireJustBefore_removesNothing() {
        assertThat(store.expire(JUST_BEFORE)).isEmpty();
        assertThat(store.sessions()).isEqualTo(1);
    }

    @Test
    void expireAt_removesAndNamesTheSessionOnce() {
        assertThat(store.expire(AT)).containsExactly(SESSION);
        assertThat(store.sessions()).isZero();
        assertThat(store.expire(AT)).isEmpty();
        assertThat(store.state(SESSION, NOW)).as("even for an earlier time").isEmpty();
    }

    @Test
    void expire_namesThoseWhoseTimeHasComeAndNoOthers() {
        store.detach(open("sooner"), NOW, NOW.plusSeconds(1));
        store.detach(open("at the same time"), NOW, AT);
        store.detach(open("later"), NOW, AT.plusNanos(1));
        open("attached");

        assertThat(store.expire(AT)).containsExactlyInAnyOrder(SESSION, "sooner", "at the same time");

        assertThat(store.sessions()).isEqualTo(2);
        assertThat(store.state("later", AT)).isPresent();
        assertThat(store.state("attached", AT)).isPresent();
    }

    @Test
    void expireNothing_isEmpty() {
        store.remove(SESSION);

        assertThat(store.expire(Instant.MAX)).isEmpty();
    }

    @Test
    void attachedAgain_doesNotExpire() {
        store.attach(SESSION, NOW);

        assertThat(store.expire(AT)).isEmpty();
        assertThat(store.state(SESSION, Instant.MAX)).isPresent();
    }

    @Test
    void attached_neverExpires() {
        open("attached");

        assertThat(store.expire(Instant.MAX)).containsExactly(SESSION);
        assertThat(store.state("attached", Instant.MAX)).isPresent();
    }

    @Test
    void parked_expiresAsWithoutIt() {
        park(attachment);

        assertThat(store.expire(JUST_BEFORE)).isEmpty();
        assertThat(store.expire(AT)).containsExactly(SESSION);
        assertThat(store.sessions()).isZero();
    }

    @Test
    void expiryThatHasPassedAlready_isGoneAtOnce() {
        store.detach(open("past"), NOW, NOW.minusSeconds(1));

        assertThat(store.state("past", NOW)).isEmpty();
        assertThat(store.expire(NOW)).containsExactly("past");
    }

    @Test
    void expiredButNotRemoved_isStillThereForCallsThatAreNotToldTheTime() {
        assertThat(store.state(SESSION, AT)).isEmpty();
        assertThat(store.attach(SESSION, AT)).isEmpty();

        assertThat(store.sessions()).isEqualTo(1);
        assertThat(append(attachment, 0, "two")).isEqualTo(new AppendResult.Stored(2));
        store.putHead(attachment, bytes("head 2"));
        assertThat(entries(attachment)).containsExactly("one", "two");
        assertThat(store.detachedSince(NOW, 10)).containsExactly(attachment);
        assertThat(Seen.of(store.state(SESSION, JUST_BEFORE)))
                .as("as is the session for an earlier time")
                .isEqualTo(Seen.of(Optional.of(new SessionState(OWNER, EPOCH, 2, 1, 2, bytes("head 2")))));
    }

    @Test
    void farInstants_areKeptApart() {
        store.detach(open("never"), Instant.MIN, Instant.MAX);

        assertThat(store.expire(Instant.MAX.minusNanos(1))).containsExactly(SESSION);
        assertThat(store.detachedSince(Instant.MIN, 10)).hasSize(1);
        assertThat(store.attach("never", NOW).orElseThrow().detachedAt()).isEqualTo(Instant.MIN);
    }
}
