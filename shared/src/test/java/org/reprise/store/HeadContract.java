package org.reprise.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The head is replaced as a whole, and each replacement counts. */
abstract class HeadContract extends StoreFixture {

    @Test
    void putHead_replacesTheHeadAndCountsTheVersion() {
        Attachment attachment = open();

        store.putHead(attachment, bytes("head 2"));
        assertThat(Seen.of(state())).isEqualTo(Seen.of(new SessionState(OWNER, EPOCH, 0, 0, 2, bytes("head 2"))));
        store.putHead(attachment, bytes("head 3"));
        assertThat(Seen.of(state())).isEqualTo(Seen.of(new SessionState(OWNER, EPOCH, 0, 0, 3, bytes("head 3"))));
    }

    @Test
    void putHeadOfEqualContent_countsTheVersion() {
        Attachment attachment = open();

        store.putHead(attachment, bytes("head"));

        assertThat(state().headVersion()).isEqualTo(2);
    }

    @Test
    void putHeadWhileDetached_replacesTheHead() {
        Attachment attachment = open();
        detach(attachment);

        store.putHead(attachment, bytes("head 2"));

        assertThat(Seen.of(attach().state()))
                .isEqualTo(Seen.of(new SessionState(OWNER, EPOCH, 0, 0, 2, bytes("head 2"))));
    }

    @Test
    void putHead_leavesEntriesAlone() {
        Attachment attachment = open();
        append(attachment, 1, "one");

        store.putHead(attachment, bytes("head 2"));

        assertThat(entries(attachment)).containsExactly("one");
        assertThat(append(attachment, 1, "one")).isEqualTo(new AppendResult.Duplicate(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 1_048_576})
    void headOfAnySize_isKeptAsItIs(int size) {
        byte[] head = new byte[size];
        new Random(size).nextBytes(head);
        store.open(SESSION, OWNER, EPOCH, head, NOW);
        assertThat(state().head()).isEqualTo(head);

        store.putHead(new Attachment(SESSION, EPOCH, 1), bytes("other"));
        store.putHead(new Attachment(SESSION, EPOCH, 1), head.clone());

        assertThat(state().head()).isEqualTo(head);
    }

    @Test
    void stateSeenBefore_keepsItsHead() {
        Attachment attachment = open();
        SessionState before = state();

        store.putHead(attachment, bytes("head 2"));

        assertThat(Seen.of(before)).isEqualTo(Seen.of(new SessionState(OWNER, EPOCH, 0, 0, 1, bytes("head"))));
    }
}
