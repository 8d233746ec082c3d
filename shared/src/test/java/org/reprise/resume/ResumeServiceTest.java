package org.reprise.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.reprise.resume.RefusalCode.NOT_OWNER;
import static org.reprise.resume.RefusalCode.POSITION_AHEAD;
import static org.reprise.resume.RefusalCode.POSITION_INVALID;
import static org.reprise.resume.RefusalCode.TOKEN_EXPIRED;
import static org.reprise.resume.RefusalCode.TOKEN_FORGED;
import static org.reprise.resume.RefusalCode.TOKEN_MALFORMED;
import static org.reprise.resume.RefusalCode.TOKEN_REVOKED;
import static org.reprise.resume.TestService.SESSION;
import static org.reprise.resume.TestService.USER;
import static org.reprise.resume.TestService.accepted;
import static org.reprise.resume.TestService.assertRefused;
import static org.reprise.resume.TestService.at;
import static org.reprise.resume.TestService.clean;
import static org.reprise.resume.TestService.restored;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reprise.codec.ContextTooLargeException;
import org.reprise.codec.Packer;
import org.reprise.context.Contexts;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.context.Workflow;
import org.reprise.store.AppendResult;
import org.reprise.store.Attachment;
import org.reprise.store.FencedException;
import org.reprise.store.memory.MemoryStore;

@ParameterizedClass
@EnumSource(StoredForm.class)
class ResumeServiceTest {

    private final TestService test;
    private final ResumeService service;

    ResumeServiceTest(StoredForm form) {
        test = new TestService(form.codec);
        service = test.service;
    }

    @Test
    void sessionThatNeverWas_beginsCleanWithTheHeadOfANewSession() {
        Resumption resumption = clean(test.resume(Position.NONE));

        assertThat(resumption.attachment().sessionId()).isEqualTo(SESSION);
        assertThat(resumption.attachment().epoch()).isNotZero();
        assertThat(resumption.from()).isZero();
        assertThat(resumption.to()).isZero();
        assertThat(resumption.lastClientMessageId()).isZero();
        assertThat(test.entries(resumption)).isEmpty();
        SessionHead head = test.head(resumption);
        assertThat(head.sessionId()).isEqualTo(SESSION);
        assertThat(head.userId()).isEqualTo(USER);
        assertThat(head.createdAt()).isEqualTo(Contexts.NOON);
        assertThat(head.workflow()).isEqualTo(Workflow.NONE);
    }

    @Test
    void sessionWhoseFirstHeadIsTooLarge_isNotOpened() {
        ResumeService generous = new ResumeService(
                test.store,
                test.codec,
                test.tokens,
                RetentionPolicy.DEFAULT,
                (sessionId, userId, now) -> new SessionHead(
                        sessionId,
                        userId,
                        "a".repeat(ResumeService.MOST_PART_BYTES),
                        now,
                        now,
                        Workflow.NONE,
                        Map.of(),
                        Map.of()),
                test.clock,
                new Random(1),
                Packer.PLAIN);

        assertThatExceptionOfType(ContextTooLargeException.class)
                .isThrownBy(() -> generous.resume(test.token(SESSION, USER), Position.NONE))
                .withMessageContaining("a head");
        assertThat(test.store.sessions()).isZero();
    }

    @Test
    void positionInASessionThatNeverWas_beginsClean() {
        Resumption resumption = clean(test.resume(new Position(42, 7)));

        assertThat(resumption.attachment().epoch()).isNotEqualTo(42);
        assertThat(resumption.from()).isZero();
    }

    @Test
    void sessionsThatBegin_haveEpochsOfTheirOwn() {
        List<Long> epochs = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            epochs.add(accepted(service.resume(test.token("session-" + i, USER), Position.NONE))
                    .attachment()
                    .epoch());
        }

        assertThat(epochs).doesNotHaveDuplicates().doesNotContain(0L);
    }

    @Test
    void epoch_isNever0() {
        Iterator<Long> numbers = List.of(0L, 0L, 5L).iterator();
        TestService seldomLucky =
                new TestService(test.codec, new MemoryStore(), RetentionPolicy.DEFAULT, numbers::next);

        assertThat(seldomLucky.resume().attachment().epoch()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 6, 9, 10})
    void clientOfTheSameEpoch_getsOnlyWhatItLacks(long last) {
        Attachment attachment = establish(10);

        Resumption resumption = restored(test.resume(at(attachment, last)));

        assertThat(resumption.attachment().epoch()).isEqualTo(attachment.epoch());
        assertThat(resumption.from()).isEqualTo(last);
        assertThat(resumption.to()).isEqualTo(10);
        assertThat(test.entries(resumption)).isEqualTo(entries(last + 1, 10));
    }

    @ParameterizedTest
    @CsvSource({"1,0", "1,5", "1,10", "1,9999", "-1,3"})
    void clientOfAnotherEpoch_getsEverything(long otherBy, long last) {
        Attachment attachment = establish(10);

        Resumption resumption = restored(test.resume(new Position(attachment.epoch() + otherBy, last)));

        assertThat(resumption.from()).isZero();
        assertThat(test.entries(resumption)).isEqualTo(entries(1, 10));
    }

    @Test
    void clientThatHasNothing_getsEverything() {
        establish(10);

        Resumption resumption = restored(test.resume(Position.NONE));

        assertThat(resumption.from()).isZero();
        assertThat(test.entries(resumption)).isEqualTo(entries(1, 10));
    }

    @Test
    void context_equalsWhatWasPut() {
        SessionContext everything = Contexts.everything();
        Attachment attachment = test.resume().attachment();
        service.putHead(attachment, everything.head());
        test.append(attachment, everything.history().toArray(HistoryEntry[]::new));

        assertThat(service.context(test.resume())).isEqualTo(everything);
    }

    @Test
    void context_isThatOfTheResume() {
        Resumption resumption = test.resume();
        SessionContext before = service.context(resumption);
        test.append(resumption.attachment(), Ledger.message(1));
        service.putHead(resumption.attachment(), Contexts.everything().head());

        assertThat(service.context(resumption)).isEqualTo(before);
    }

    @Test
    void entriesOfAllSizesOneAfterAnother_comeBackEach() {
        Attachment attachment = test.resume().attachment();
        List<HistoryEntry> entries = new ArrayList<>();
        for (int characters : new int[] {1, 1_000_000, 0, 70_000, 3, 200}) {
            entries.add(Message.of("m", Role.USER, "x".repeat(characters), Contexts.NOON));
        }

        test.append(attachment, entries.toArray(HistoryEntry[]::new));

        assertThat(test.entries(test.resume())).isEqualTo(entries);
    }

    @Test
    void whatIsAppendedAfterAResume_isNotPartOfItsRestore() {
        Attachment attachment = establish(3);
        Resumption resumption = restored(test.resume(at(attachment, 1)));

        test.append(resumption.attachment(), Ledger.entry(4));

        assertThat(test.entries(resumption)).isEqualTo(entries(2, 3));
        assertThat(test.entries(test.resume())).isEqualTo(entries(1, 4));
    }

    @ParameterizedTest
    @CsvSource({"0,-1", "7,-1", "7,-9223372036854775808", "0,1", "0,9223372036854775807"})
    void positionThatNoClientCanHave_isRefusedAndDisturbsNobody(long epoch, long last) {
        Attachment attachment = establish(3);

        assertRefused(test.resume(new Position(epoch, last)), POSITION_INVALID);

        assertUndisturbed(attachment, 3);
    }

    @Test
    void negativePositionInTheRightEpoch_isRefusedAndDisturbsNobody() {
        Attachment attachment = establish(3);

        assertRefused(test.resume(at(attachment, -1)), POSITION_INVALID);

        assertUndisturbed(attachment, 3);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 1_000, Long.MAX_VALUE})
    void positionAheadOfTheSession_isRefusedAndDisturbsNobody(long last) {
        Attachment attachment = establish(3);

        assertRefused(test.resume(at(attachment, last)), POSITION_AHEAD);

        assertUndisturbed(attachment, 3);
    }

    @Test
    void tokenOfAnotherUserForTheSession_isRefusedAndDisturbsNobody() {
        Attachment attachment = establish(3);
        String token = test.token(SESSION, "user-2");

        assertRefused(service.resume(token, Position.NONE), NOT_OWNER);
        assertRefused(service.resume(token, at(attachment, 3)), NOT_OWNER);
        assertRefused(service.resume(token, at(attachment, 99)), NOT_OWNER);

        assertUndisturbed(attachment, 3);
    }

    @Test
    void tokenThatIsRefused_disturbsNobody() {
        Attachment attachment = establish(3);
        String token = test.token(SESSION, USER);
        String revoked = test.token(SESSION, USER);
        test.tokens.revoke(revoked);

        assertRefused(service.resume("", at(attachment, 3)), TOKEN_MALFORMED);
        assertRefused(service.resume(token.substring(0, token.length() - 2), at(attachment, 3)), TOKEN_FORGED);
        assertRefused(service.resume(revoked, at(attachment, 3)), TOKEN_REVOKED);
        String shortLived = test.tokens.issue(SESSION, USER, Duration.ofSeconds(1));
        test.clock.advance(Duration.ofSeconds(1).plus(SessionTokens.SKEW));
        assertRefused(service.resume(shortLived, at(attachment, 3)), TOKEN_EXPIRED);

        assertUndisturbed(attachment, 3);
    }

    @Test
    void resumeThatIsRefused_opensNothing() {
        assertRefused(service.resume("garbage", Position.NONE), TOKEN_MALFORMED);
        assertRefused(test.resume(new Position(0, 5)), POSITION_INVALID);

        assertThat(test.store.sessions()).isZero();
    }

    @Test
    void sessionsOfTheSameUser_areApart() {
        establish(3);

        Resumption other = clean(service.resume(test.token("session-2", USER), Position.NONE));

        assertThat(test.entries(other)).isEmpty();
    }

    @Test
    void attachmentThatIsSuperseded_hasNoEffectAnyMore() {
        Attachment older = establish(3);
        Resumption newer = restored(test.resume(at(older, 3)));

        assertThat(newer.attachment().number()).isGreaterThan(older.number());
        assertFenced(older);

        assertUndisturbed(newer.attachment(), 3);
    }

    @Test
    void restoreThatIsSuperseded_isFenced() {
        establish(3);
        Resumption older = test.resume();
        test.resume();

        assertThatExceptionOfType(FencedException.class).isThrownBy(() -> test.entries(older));
        assertThatExceptionOfType(FencedException.class).isThrownBy(() -> service.context(older));
    }

    @Test
    void lateDetachOfTheOlderConnection_doesNotStartTheRetention() {
        Attachment older = establish(3);
        Attachment newer = test.resume().attachment();

        assertThat(service.detach(older)).isFalse();
        test.clock.advance(Duration.ofDays(1));
        ResumeService.SweepResult swept = service.sweep();

        assertThat(swept.parked()).isZero();
        assertThat(swept.expired()).isEmpty();
        assertUndisturbed(newer, 3);
    }

    @Test
    void secondDetach_isFalseAndDoesNotPutOffTheEnd() {
        Attachment attachment = establish(3);
        assertThat(service.detach(attachment)).isTrue();
        test.clock.advance(Duration.ofMinutes(4));

        assertThat(service.detach(attachment)).isFalse();

        test.clock.advance(Duration.ofMinutes(1));
        clean(test.resume(at(attachment, 3)));
    }

    @Test
    void agentThatGoesOnWhileTheClientIsAway_isHeardWhenItReturns() {
        Attachment attachment = establish(3);
        service.detach(attachment);
        test.append(attachment, Ledger.entry(4), Ledger.entry(5));
        service.putHead(attachment, Contexts.everything().head());

        Resumption resumption = restored(test.resume(at(attachment, 3)));

        assertThat(test.entries(resumption)).isEqualTo(entries(4, 5));
        assertThat(test.head(resumption)).isEqualTo(Contexts.everything().head());
    }

    @Test
    void clientMessageThatIsSentAgainAfterAReconnect_hasItsFirstSequence() {
        Attachment first = test.resume().attachment();
        assertThat(service.append(first, 1, Ledger.message(1))).isEqualTo(new AppendResult.Stored(1));
        test.append(first, Ledger.message(99));
        assertThat(service.append(first, 2, Ledger.message(2))).isEqualTo(new AppendResult.Stored(3));
        Resumption second = restored(test.resume(at(first, 0)));

        assertThat(second.lastClientMessageId()).isEqualTo(2);
        assertThat(service.append(second.attachment(), 1, Ledger.message(1))).isEqualTo(new AppendResult.Duplicate(1));
        assertThat(service.append(second.attachment(), 2, Ledger.message(2))).isEqualTo(new AppendResult.Duplicate(3));
        assertThat(service.append(second.attachment(), 3, Ledger.message(3))).isEqualTo(new AppendResult.Stored(4));
        Resumption third = restored(test.resume(at(first, 0)));

        assertThat(third.lastClientMessageId()).isEqualTo(3);
        assertThat(service.append(third.attachment(), 3, Ledger.message(3))).isEqualTo(new AppendResult.Duplicate(4));
        assertThat(service.append(third.attachment(), 5, Ledger.message(5))).isEqualTo(new AppendResult.Gap(4));
        assertThat(test.entries(third))
                .isEqualTo(List.of(Ledger.message(1), Ledger.message(99), Ledger.message(2), Ledger.message(3)));
    }

    private Attachment establish(int entries) {
        Attachment attachment = test.resume().attachment();
        entries(1, entries).forEach(entry -> test.append(attachment, entry));
        return attachment;
    }

    private static List<HistoryEntry> entries(long first, long last) {
        List<HistoryEntry> entries = new ArrayList<>();
        for (long i = first; i <= last; i++) {
            entries.add(Ledger.entry(i));
        }
        return entries;
    }

    private void assertFenced(Attachment attachment) {
        assertThatExceptionOfType(FencedException.class)
                .isThrownBy(() -> service.append(attachment, 0, Ledger.message(1)));
        assertThatExceptionOfType(FencedException.class)
                .isThrownBy(() -> service.append(attachment, 1, Ledger.message(1)));
        assertThatExceptionOfType(FencedException.class)
                .isThrownBy(
                        () -> service.putHead(attachment, Contexts.everything().head()));
        assertThat(service.detach(attachment)).isFalse();
    }

    /** The attachment goes on where it was, and the session is as it was. */
    private void assertUndisturbed(Attachment attachment, int entries) {
        assertThat(service.append(attachment, 0, Ledger.entry(entries + 1)))
                .isEqualTo(new AppendResult.Stored(entries + 1));
        service.putHead(attachment, Contexts.everything().head());
        assertThat(service.detach(attachment)).isTrue();

        Resumption resumption = restored(test.resume(Position.NONE));

        assertThat(resumption.attachment())
                .isEqualTo(new Attachment(SESSION, attachment.epoch(), attachment.number() + 1));
        assertThat(service.context(resumption))
                .isEqualTo(new SessionContext(Contexts.everything().head(), entries(1, entries + 1)));
    }
}
