package org.reprise.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.reprise.resume.RefusalCode.NOT_OWNER;
import static org.reprise.resume.TestService.SESSION;
import static org.reprise.resume.TestService.USER;
import static org.reprise.resume.TestService.assertRefused;
import static org.reprise.resume.TestService.at;
import static org.reprise.resume.TestService.clean;
import static org.reprise.resume.TestService.degraded;
import static org.reprise.resume.TestService.restored;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reprise.codec.BinaryCodec;
import org.reprise.codec.MalformedContextException;
import org.reprise.context.Contexts;
import org.reprise.context.HistoryEntry;
import org.reprise.store.Attachment;
import org.reprise.store.ContextStore;
import org.reprise.store.FencedException;
import org.reprise.store.ParkedEntries;
import org.reprise.store.SessionState;
import org.reprise.store.memory.MemoryStore;

/** What somebody else does to a session between two steps of a resume or of a sweep, at each place where it matters. */
class InterruptedResumeTest {

    private static final Duration MEDIUM = Duration.ofMinutes(2);
    private static final Duration EXTENDED = Duration.ofMinutes(5);
    private static final byte[] DAMAGED = {1, 2, 3};

    private final ContextStore store = new MemoryStore();
    private final StoreInterruption interruption = new StoreInterruption(store);
    private final TestService test = new TestService(new BinaryCodec(), interruption.store(), RetentionPolicy.DEFAULT);
    private final ResumeService service = test.service;
    private final Ledger ledger = new Ledger(Contexts.everything().head());
    private Attachment attachment;

    @BeforeEach
    void establishASession() {
        attachment = test.resume().attachment();
        service.putHead(attachment, ledger.head);
        append(Contexts.everything().history().toArray(HistoryEntry[]::new));
    }

    @AfterEach
    void requireTheInterruption() {
        assertThat(interruption.isOver()).isTrue();
    }

    @Test
    void sessionThatEndsAsItsClientReturns_beginsClean() {
        interruption.before("attach", () -> store.remove(SESSION));

        Resumption resumption = clean(test.resume(at(attachment, 3)));

        assertThat(resumption.attachment().epoch()).isNotEqualTo(attachment.epoch());
    }

    @Test
    void sessionThatEndsAndBeginsAgainAsItsClientReturns_isSentWhole() {
        interruption.before("attach", () -> {
            store.remove(SESSION);
            test.append(test.resume().attachment(), Ledger.message(1), Ledger.message(2));
        });

        Resumption resumption = restored(test.resume(at(attachment, 1)));

        assertThat(resumption.from()).isZero();
        assertThat(test.entries(resumption)).containsExactly(Ledger.message(1), Ledger.message(2));
    }

    @Test
    void sessionThatBecomesAnotherUsersAsItsClientReturns_isRefusedAndWaitsForThatUser() {
        String theirToken = test.token(SESSION, "user-2");
        interruption.before("attach", () -> {
            store.remove(SESSION);
            test.append(clean(service.resume(theirToken, Position.NONE)).attachment(), Ledger.message(1));
        });

        assertRefused(test.resume(at(attachment, 1)), NOT_OWNER);

        test.clock.advance(RetentionPolicy.DEFAULT.brief().minusNanos(1));
        Resumption theirs = restored(service.resume(theirToken, Position.NONE));
        assertThat(test.entries(theirs)).containsExactly(Ledger.message(1));
        service.detach(theirs.attachment());
        assertRefused(test.resume(Position.NONE), NOT_OWNER);
    }

    @Test
    void sessionOfAnotherUserThatIsLeftByARefusedResume_ends() {
        interruption.before("attach", () -> {
            store.remove(SESSION);
            clean(service.resume(test.token(SESSION, "user-2"), Position.NONE));
        });
        assertRefused(test.resume(Position.NONE), NOT_OWNER);

        test.clock.advance(EXTENDED);
        service.sweep();

        assertThat(store.sessions()).isZero();
    }

    @Test
    void sessionThatSomebodyElseOpensFirst_isResumed() {
        String token = test.token("session-2", USER);
        Resumption[] first = new Resumption[1];
        interruption.before("open", () -> first[0] = clean(service.resume(token, Position.NONE)));

        Resumption second = restored(service.resume(token, Position.NONE));

        assertThat(second.attachment())
                .isEqualTo(new Attachment("session-2", first[0].attachment().epoch(), 2));
        assertThat(second.head()).isEqualTo(first[0].head());
    }

    @Test
    void newerAttachmentThatComesAsAParkedSessionIsBroughtBack_wins() {
        away(MEDIUM);
        service.sweep();
        Resumption[] newer = new Resumption[1];
        interruption.before(
                "unpark", () -> newer[0] = degraded(test.resume(at(attachment, 3)), "scratch", "scratch 2"));

        assertThatExceptionOfType(FencedException.class).isThrownBy(() -> test.resume(at(attachment, 3)));

        assertDurableIsThere(newer[0]);
        assertThat(service.detach(newer[0].attachment())).as("still attached").isTrue();
    }

    @Test
    void newerAttachmentThatComesBeforeTheHeadOfAParkedSessionIsBack_wins() {
        away(MEDIUM);
        service.sweep();
        Resumption[] newer = new Resumption[1];
        interruption.before("putHead", () -> newer[0] = restored(test.resume(at(attachment, 3))));

        assertThatExceptionOfType(FencedException.class).isThrownBy(() -> test.resume(at(attachment, 3)));

        assertDurableIsThere(newer[0]);
        assertThat(service.detach(newer[0].attachment())).isTrue();
        test.clock.advance(MEDIUM);
        assertThat(service.sweep().parked()).isEqualTo(1);
        assertDurableIsThere(degraded(test.resume(Position.NONE)));
    }

    @Test
    void newerAttachmentThatComesAsTransientVariablesAreDropped_hasAllOfThem() {
        away(MEDIUM);
        Resumption[] newer = new Resumption[1];
        interruption.before("putHead", () -> newer[0] = restored(test.resume(at(attachment, 3))));

        assertThatExceptionOfType(FencedException.class).isThrownBy(() -> test.resume(at(attachment, 3)));

        assertThat(service.context(newer[0])).isEqualTo(ledger.context());
        assertThat(service.detach(newer[0].attachment())).as("still attached").isTrue();
    }

    @Test
    void clientThatReturnsAsItsSessionIsParked_findsEverything() {
        away(RetentionPolicy.DEFAULT.brief());
        interruption.before("park", () -> {
            test.clock.advance(Duration.ofNanos(-1));
            attachment = restored(test.resume(at(attachment, 3))).attachment();
        });

        assertThat(service.sweep().parked()).isZero();

        assertThat(service.context(restored(test.resume(Position.NONE)))).isEqualTo(ledger.context());
    }

    @Test
    void clientThatReturnsAsItsSessionIsReadForParking_findsEverything() {
        away(RetentionPolicy.DEFAULT.brief());
        interruption.before("read", () -> {
            test.clock.advance(Duration.ofNanos(-1));
            attachment = restored(test.resume(at(attachment, 3))).attachment();
        });

        assertThat(service.sweep().parked()).isZero();

        assertThat(service.context(restored(test.resume(Position.NONE)))).isEqualTo(ledger.context());
    }

    @Test
    void agentThatAppendsAsTheSessionIsParked_isHeard() {
        away(MEDIUM);
        interruption.before("park", () -> append(Ledger.message(1), Ledger.message(2)));

        assertThat(service.sweep().parked()).isEqualTo(1);

        Resumption resumption = degraded(test.resume(at(attachment, 3)), "scratch", "scratch 2");
        assertDurableIsThere(resumption);
    }

    @ParameterizedTest
    @ValueSource(strings = {"read", "park"})
    void headThatTheAgentPutsAsTheSessionIsParked_isNotLost(String step) {
        away(MEDIUM);
        interruption.before(step, () -> {
            ledger.head = Ledger.headWithScratch(ledger.head, "newer scratch");
            service.putHead(attachment, ledger.head);
        });

        assertThat(service.sweep().parked()).isZero();
        assertThat(service.sweep().parked()).isEqualTo(1);

        assertDurableIsThere(degraded(test.resume(at(attachment, 3)), "scratch", "scratch 2", "newer scratch"));
    }

    @Test
    void sessionThatAnotherSweepParksFirst_isParkedOnce() {
        away(MEDIUM);
        interruption.before("read", () -> assertThat(service.sweep().parked()).isEqualTo(1));

        assertThat(service.sweep().parked()).isZero();

        assertDurableIsThere(degraded(test.resume(at(attachment, 3)), "scratch", "scratch 2"));
    }

    @Test
    void sessionThatEndsAsItIsParked_isGone() {
        away(MEDIUM);
        interruption.before("park", () -> store.remove(SESSION));

        assertThat(service.sweep().parked()).isZero();

        clean(test.resume(at(attachment, 3)));
    }

    @Test
    void sessionThatBeginsAgainAsItIsParked_isNotTheOneToBeParked() {
        away(MEDIUM);
        Resumption[] begun = new Resumption[1];
        interruption.before("state", () -> {
            store.remove(SESSION);
            begun[0] = clean(test.resume(Position.NONE));
        });

        assertThat(service.sweep().parked()).isZero();

        assertThat(service.detach(begun[0].attachment())).as("still attached").isTrue();
    }

    @Test
    void storeThatFailsAsASessionIsBroughtBack_leavesItWaitingAsBefore() {
        away(MEDIUM);
        service.sweep();
        interruption.before("unpark", () -> {
            throw new IllegalStateException("the disk is full");
        });

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> test.resume(at(attachment, 3)));

        test.clock.advance(EXTENDED.minus(MEDIUM).minusNanos(1));
        assertDurableIsThere(degraded(test.resume(at(attachment, 3)), "scratch", "scratch 2"));
    }

    @Test
    void sessionWhoseParkedFormIsDamaged_isSaidToBe_andEndsInItsTime() {
        away(MEDIUM);
        SessionState state = store.state(SESSION, test.clock.instant()).orElseThrow();
        store.park(attachment, state.headVersion(), state.head(), new ParkedEntries(state.lastSequence(), DAMAGED));
        test.clock.advance(EXTENDED.minus(MEDIUM).minusNanos(1));

        assertThatExceptionOfType(MalformedContextException.class).isThrownBy(() -> test.resume(at(attachment, 3)));
        assertThatExceptionOfType(MalformedContextException.class).isThrownBy(() -> test.resume(at(attachment, 3)));

        test.clock.advance(Duration.ofNanos(1));
        clean(test.resume(at(attachment, 3)));
    }

    @Test
    void sessionWhoseHeadIsDamaged_isNotParkedAndKeepsNoOtherFromIt() {
        store.putHead(attachment, DAMAGED);
        service.detach(attachment);
        Attachment other = clean(service.resume(test.token("session-2", USER), Position.NONE))
                .attachment();
        service.detach(other);
        test.clock.advance(MEDIUM);

        ResumeService.SweepResult swept = service.sweep();

        assertThat(swept.parked()).isEqualTo(1);
        assertThat(swept.unparkable()).containsExactly(SESSION);
        test.clock.advance(EXTENDED.minus(MEDIUM));
        assertThat(service.sweep().expired()).containsExactlyInAnyOrder(SESSION, "session-2");
    }

    private void append(HistoryEntry... entries) {
        test.append(attachment, entries);
        ledger.history.addAll(List.of(entries));
    }

    private void away(Duration outage) {
        assertThat(service.detach(attachment)).isTrue();
        test.clock.advance(outage);
    }

    private void assertDurableIsThere(Resumption resumption) {
        ledger.dropTransientVariables();
        assertThat(service.context(resumption)).isEqualTo(ledger.context());
    }
}
