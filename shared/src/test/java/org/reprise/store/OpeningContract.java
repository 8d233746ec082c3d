package org.reprise.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Sessions come into being by {@code open} and go by {@code remove}. */
abstract class OpeningContract extends StoreFixture {

    @Test
    void openNewSession_attachesWithNumberOne() {
        assertThat(store.open(SESSION, OWNER, EPOCH, bytes("head"), NOW)).contains(new Attachment(SESSION, EPOCH, 1));
    }

    @Test
    void openNewSession_stateIsThatOfTheOpening() {
        open();

        assertThat(Seen.of(state())).isEqualTo(Seen.of(new SessionState(OWNER, EPOCH, 0, 0, 1, bytes("head"))));
    }

    @Test
    void openTwice_secondIsEmptyAndChangesNothing() {
        Attachment first = open();
        append(first, "kept");

        assertThat(store.open(SESSION, "somebody else", OTHER_EPOCH, bytes("other head"), NOW))
                .isEmpty();

        assertThat(Seen.of(state())).isEqualTo(Seen.of(new SessionState(OWNER, EPOCH, 1, 0, 1, bytes("head"))));
        assertThat(append(first, 0, "still the newest")).isEqualTo(new AppendResult.Stored(2));
    }

    @Test
    void openDetachedSession_isEmptyAndStaysDetached() {
        detach(open());

        assertThat(store.open(SESSION, OWNER, OTHER_EPOCH, bytes("other head"), NOW))
                .isEmpty();

        assertThat(attach().detachedAt()).isEqualTo(NOW);
    }

    @Test
    void openRemovedSession_beginsANewIncarnation() {
        Attachment first = open();
        append(first, 1, "of the first incarnation");
        store.putHead(first, bytes("of the first incarnation"));
        store.remove(SESSION);

        assertThat(store.open(SESSION, "user-2", OTHER_EPOCH, bytes("head 2"), NOW))
                .contains(new Attachment(SESSION, OTHER_EPOCH, 1));

        assertThat(Seen.of(state()))
                .isEqualTo(Seen.of(new SessionState("user-2", OTHER_EPOCH, 0, 0, 1, bytes("head 2"))));
    }

    @Test
    void openWithEpochZero_isRefusedAndOpensNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.open(SESSION, OWNER, 0, bytes("head"), NOW))
                .withMessageContainingAll("epoch", SESSION, "0");

        assertThat(store.sessions()).isZero();
    }

    @Test
    void openWithNegativeEpoch_keepsIt() {
        assertThat(store.open(SESSION, OWNER, Long.MIN_VALUE, bytes("head"), NOW))
                .contains(new Attachment(SESSION, Long.MIN_VALUE, 1));
        assertThat(state().epoch()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void idsAndOwnersOfAnyCharacters_areKeptApart() {
        List<String> ids = List.of("a", "A", "a ", "a:b", "a{b}", "a'b", "a%b", "a/b", "a\nb", "会话", "\uD83D\uDE00");
        for (String id : ids) {
            assertThat(store.open(id, "owner of " + id, EPOCH, bytes(id), NOW)).isPresent();
        }

        assertThat(store.sessions()).isEqualTo(ids.size());
        for (String id : ids) {
            assertThat(store.state(id, NOW).map(SessionState::owner)).contains("owner of " + id);
        }
    }

    @Test
    void twoSessions_knowNothingOfEachOther() {
        Attachment first = open();
        Attachment second = open("session-2");
        append(first, 1, "to the first");
        append(second, 1, "to the second");
        append(second, 2, "to the second again");
        store.putHead(second, bytes("head 2"));
        store.attach("session-2", NOW);

        assertThat(entries(first)).containsExactly("to the first");
        assertThat(Seen.of(state())).isEqualTo(Seen.of(new SessionState(OWNER, EPOCH, 1, 1, 1, bytes("head"))));
    }

    @Test
    void stateOfUnknownSession_isEmpty() {
        assertThat(store.state(SESSION, NOW)).isEmpty();
    }

    @Test
    void stateOfASessionInUse_countsEntriesClientMessagesAndHeads() {
        Attachment attachment = open();
        append(attachment, 1, "client");
        append(attachment, 0, "server");
        append(attachment, 2, "client");
        store.putHead(attachment, bytes("head 2"));

        assertThat(Seen.of(state())).isEqualTo(Seen.of(new SessionState(OWNER, EPOCH, 3, 2, 2, bytes("head 2"))));
    }

    @Test
    void removeAttachedSession_leavesNothing() {
        Attachment attachment = open();
        append(attachment, "gone");

        store.remove(SESSION);

        assertThat(store.sessions()).isZero();
        assertThat(store.state(SESSION, NOW)).isEmpty();
        assertThat(store.attach(SESSION, NOW)).isEmpty();
        assertFenced(attachment, "gone");
    }

    @Test
    void removeDetachedAndParkedSession_leavesNothing() {
        Attachment attachment = open();
        append(attachment, "gone");
        detach(attachment);
        park(attachment);

        store.remove(SESSION);

        assertThat(store.sessions()).isZero();
        assertThat(store.detachedSince(NOW, 10)).isEmpty();
        assertThat(store.expire(EXPIRY)).isEmpty();
    }

    @Test
    void removeUnknownSession_changesNothing() {
        open();

        store.remove("session-2");

        assertThat(store.sessions()).isEqualTo(1);
        assertThat(store.state(SESSION, NOW)).isPresent();
    }

    @Test
    void sessions_countsThoseThatAreKept() {
        assertThat(store.sessions()).isZero();
        detach(open());
        open("session-2");
        assertThat(store.sessions()).isEqualTo(2);
        store.remove("session-2");
        assertThat(store.sessions()).isEqualTo(1);
    }
}
