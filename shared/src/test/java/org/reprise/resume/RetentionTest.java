package org.reprise.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.reprise.resume.RefusalCode.NOT_OWNER;
import static org.reprise.resume.RefusalCode.POSITION_AHEAD;
import static org.reprise.resume.TestService.SESSION;
import static org.reprise.resume.TestService.assertRefused;
import static org.reprise.resume.TestService.at;
import static org.reprise.resume.TestService.clean;
import static org.reprise.resume.TestService.degraded;
import static org.reprise.resume.TestService.restored;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reprise.context.ContextComparison;
import org.reprise.context.ContextDigest;
import org.reprise.context.ContextSection;
import org.reprise.context.Contexts;
import org.reprise.context.Difference;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.context.Value;
import org.reprise.context.Variable;
import org.reprise.store.AppendResult;
import org.reprise.store.Attachment;
import org.reprise.store.FencedException;

/** What a client finds after an outage, to the nanosecond, and the same whether or not a sweep has come before it. */
@ParameterizedClass
@MethodSource("formsAndSweeps")
class RetentionTest {

    /** Whether somebody sweeps while the client is away. */
    enum Sweeps {
        EVERY_FIVE_SECONDS,
        NEVER
    }

    private static final Duration NANO = Duration.ofNanos(1);
    private static final Duration BRIEF = Duration.ofSeconds(30);
    private static final Duration EXTENDED = Duration.ofMinutes(5);
    private static final Duration MEDIUM = Duration.ofMinutes(2);
    private static final Duration SWEEP_PERIOD = Duration.ofSeconds(5);
    private static final String[] TRANSIENT = {"scratch", "scratch 2"};

    private final TestService test;
    private final ResumeService service;
    private final Sweeps sweeps;
    private final Ledger ledger = new Ledger(Contexts.everything().head());
    private Attachment attachment;

    RetentionTest(StoredForm form, Sweeps sweeps) {
        test = new TestService(form.codec);
        service = test.service;
        this.sweeps = sweeps;
    }

    static Stream<Arguments> formsAndSweeps() {
        return Arrays.stream(StoredForm.values())
                .flatMap(form -> Arrays.stream(Sweeps.values()).map(sweeps -> Arguments.of(form, sweeps)));
    }

    @BeforeEach
    void establishASession() {
        attachment = test.resume().attachment();
        putHead(ledger.head);
        append(Contexts.everything().history().toArray(HistoryEntry[]::new));
        assertThat(ledger.transientVariables()).containsExactly(TRANSIENT);
    }

    @Test
    void briefOutage_keepsEverything() {
        away(Duration.ofSeconds(10));

        assertAllIsThere(restored(returned()));
    }

    @Test
    void outageOneNanosecondShortOfBrief_keepsEverything() {
        away(BRIEF.minus(NANO));

        assertAllIsThere(restored(returned()));
    }

    @Test
    void outageAsLongAsBrief_dropsTransientVariables() {
        away(BRIEF);

        assertDurableIsThere(degraded(returned(), TRANSIENT));
    }

    @Test
    void mediumOutage_dropsTransientVariablesAndNothingElse() {
        away(MEDIUM);

        Resumption resumption = degraded(returned(), TRANSIENT);

        SessionContext context = service.context(resumption);
        ContextComparison comparison = ContextComparison.between(ledger.context(), context);
        assertThat(comparison.durablePreserved()).isEqualTo(1.0);
        assertThat(comparison.preserved()).isGreaterThan(0.95);
        assertThat(comparison.differences())
                .extracting(Difference::section, Difference::item, Difference::kind)
                .containsExactly(
                        tuple(ContextSection.MEMORY, TRANSIENT[0], Difference.Kind.MISSING),
                        tuple(ContextSection.MEMORY, TRANSIENT[1], Difference.Kind.MISSING));
        assertThat(ContextDigest.of(ledger.context()).differencesFrom(ContextDigest.of(context)))
                .containsExactly(ContextSection.MEMORY);
        assertThat(resumption.to()).isEqualTo(ledger.history.size());
    }

    @Test
    void outageOneNanosecondShortOfExtended_dropsTransientVariables() {
        away(EXTENDED.minus(NANO));

        assertDurableIsThere(degraded(returned(), TRANSIENT));
    }

    @Test
    void outageAsLongAsExtended_beginsCleanInANewEpoch() {
        away(EXTENDED);

        Resumption resumption = clean(returned());

        assertThat(resumption.attachment().epoch()).isNotEqualTo(attachment.epoch());
        assertThat(resumption.from()).isZero();
        assertThat(resumption.to()).isZero();
        assertThat(resumption.lastClientMessageId()).isZero();
        assertThat(service.context(resumption).history()).isEmpty();
        assertThat(test.head(resumption).memory()).isEmpty();
    }

    @Test
    void extendedOutage_leavesNothingInTheStore() {
        away(EXTENDED);
        service.sweep();

        assertThat(test.store.sessions()).isZero();
        assertThat(test.store.state(SESSION, test.clock.instant())).isEmpty();
        assertFenced();
    }

    @Test
    void sessionThatBeganAgain_isNotTheOldAttachments() {
        away(EXTENDED);
        Resumption resumption = clean(returned());

        assertFenced();
        assertThat(service.append(resumption.attachment(), 1, Ledger.message(1)))
                .isEqualTo(new AppendResult.Stored(1));
    }

    @Test
    void clientWithAPositionInTheEndedEpoch_getsAllOfTheNewOne() {
        away(EXTENDED);
        Attachment agent = clean(returned()).attachment();
        test.append(agent, Ledger.message(1), Ledger.message(2));

        Resumption resumption = restored(test.resume(at(attachment, 1)));

        assertThat(resumption.from()).isZero();
        assertThat(test.entries(resumption)).containsExactly(Ledger.message(1), Ledger.message(2));
    }

    @Test
    void clientThatLacksAPart_getsOnlyThatPartAfterAMediumOutage() {
        away(MEDIUM);

        Resumption resumption = degraded(test.resume(at(attachment, 4)), TRANSIENT);

        assertThat(resumption.from()).isEqualTo(4);
        assertThat(test.entries(resumption)).isEqualTo(ledger.history.subList(4, ledger.history.size()));
    }

    @Test
    void agentThatAppendsWhileTheClientIsAway_isHeard() {
        away(MEDIUM);
        append(Ledger.message(1), Ledger.message(2));
        timePasses(Duration.ofSeconds(20));

        Resumption resumption = degraded(returned(), TRANSIENT);

        assertDurableIsThere(resumption);
        assertThat(test.entries(resumption)).containsExactly(Ledger.message(1), Ledger.message(2));
    }

    @Test
    void headThatTheAgentReplacesWhileTheClientIsAway_isTheOneOfWhichTransientVariablesAreDropped() {
        away(MEDIUM);
        Map<String, Variable> memory = new LinkedHashMap<>(ledger.head.memory());
        memory.remove("scratch");
        memory.put("scratch 2", Variable.durable(Value.of("worth keeping after all")));
        memory.put("new scratch", Variable.scratch(Value.of(1)));
        putHead(ledger.head.withMemory(memory));
        timePasses(Duration.ofSeconds(20));

        Resumption resumption = degraded(returned(), "new scratch");

        assertDurableIsThere(resumption);
        assertThat(test.head(resumption).memory()).containsKey("scratch 2");
    }

    @Test
    void headWithoutTransientVariablesThatTheAgentPutsWhileTheClientIsAway_isKeptWhole() {
        away(MEDIUM);
        ledger.dropTransientVariables();
        putHead(ledger.head);

        assertAllIsThere(degraded(returned()));
    }

    @Test
    void sameHeadThatTheAgentPutsAgainWhileTheClientIsAway_losesItsTransientVariablesOnce() {
        away(MEDIUM);
        putHead(ledger.head);

        assertDurableIsThere(degraded(returned(), TRANSIENT));
    }

    @Test
    void twoMediumOutages_dropTransientVariablesOnce() {
        away(MEDIUM);
        attachment = degraded(returned(), TRANSIENT).attachment();
        away(MEDIUM);

        Resumption resumption = degraded(returned());

        assertDurableIsThere(resumption);
    }

    @Test
    void transientVariablesPutAfterAMediumOutage_areDroppedByTheNext() {
        away(MEDIUM);
        attachment = degraded(returned(), TRANSIENT).attachment();
        putHead(ledger.head);
        away(MEDIUM);

        assertDurableIsThere(degraded(returned(), TRANSIENT));
    }

    @Test
    void briefOutagesThatAreLongTogether_keepEverything() {
        for (int i = 0; i < 4; i++) {
            away(Duration.ofSeconds(25));
            attachment = restored(returned()).attachment();
        }

        assertAllIsThere(restored(returned()));
    }

    @Test
    void mediumOutagesThatAreExtendedTogether_keepTheEpoch() {
        long epoch = attachment.epoch();
        for (int i = 0; i < 4; i++) {
            away(EXTENDED.minus(NANO));
            attachment = TestService.accepted(returned()).attachment();
        }

        assertThat(attachment.epoch()).isEqualTo(epoch);
        assertDurableIsThere(restored(returned()));
    }

    @Test
    void clientWhoseAbsenceNobodyNoticed_findsEverything() {
        timePasses(EXTENDED.multipliedBy(3));

        assertAllIsThere(restored(returned()));
    }

    @Test
    void historyGoesOn_afterAMediumOutage() {
        service.append(attachment, 1, Ledger.message(1));
        ledger.history.add(Ledger.message(1));
        away(MEDIUM);
        Resumption resumption = degraded(returned(), TRANSIENT);
        attachment = resumption.attachment();

        assertThat(resumption.lastClientMessageId()).isEqualTo(1);
        assertThat(service.append(attachment, 1, Ledger.message(1)))
                .isEqualTo(new AppendResult.Duplicate(ledger.history.size()));
        assertThat(service.append(attachment, 2, Ledger.message(2)))
                .isEqualTo(new AppendResult.Stored(ledger.history.size() + 1));
        ledger.history.add(Ledger.message(2));
        assertDurableIsThere(restored(returned()));
    }

    @Test
    void clientMessagesOfBeforeAMediumOutage_areKnownWhileTheClientIsAway() {
        service.append(attachment, 1, Ledger.message(1));
        away(MEDIUM);

        assertThat(service.append(attachment, 1, Ledger.message(1)))
                .isEqualTo(new AppendResult.Duplicate(ledger.history.size() + 1));
    }

    @Test
    void emptySession_survivesAMediumOutage() {
        String token = test.token("empty", TestService.USER);
        Resumption begun = clean(service.resume(token, Position.NONE));
        service.detach(begun.attachment());
        timePasses(MEDIUM);

        Resumption resumption = degraded(service.resume(token, at(begun)));

        assertThat(service.context(resumption)).isEqualTo(new SessionContext(test.head(begun), List.of()));
    }

    @Test
    void returnThatIsRefused_changesNothingOfTheOutage() {
        away(Duration.ofMinutes(4));
        assertRefused(test.resume(at(attachment, ledger.history.size() + 1)), POSITION_AHEAD);
        assertRefused(service.resume(test.token(SESSION, "user-2"), Position.NONE), NOT_OWNER);
        timePasses(Duration.ofMinutes(1).minus(NANO));
        assertRefused(test.resume(at(attachment, ledger.history.size() + 1)), POSITION_AHEAD);

        assertDurableIsThere(degraded(returned(), TRANSIENT));
    }

    @Test
    void returnThatIsRefused_doesNotPutOffTheEnd() {
        away(Duration.ofMinutes(4));
        assertRefused(service.resume(test.token(SESSION, "user-2"), Position.NONE), NOT_OWNER);
        timePasses(Duration.ofMinutes(1));

        clean(returned());
    }

    private void putHead(SessionHead head) {
        service.putHead(attachment, head);
        ledger.head = head;
    }

    private void append(HistoryEntry... entries) {
        test.append(attachment, entries);
        ledger.history.addAll(List.of(entries));
    }

    private void away(Duration outage) {
        assertThat(service.detach(attachment)).isTrue();
        timePasses(outage);
    }

    private void timePasses(Duration duration) {
        switch (sweeps) {
            case NEVER -> test.clock.advance(duration);
            case EVERY_FIVE_SECONDS -> {
                Duration rest = duration;
                for (; rest.compareTo(SWEEP_PERIOD) > 0; rest = rest.minus(SWEEP_PERIOD)) {
                    test.clock.advance(SWEEP_PERIOD);
                    service.sweep();
                }
                test.clock.advance(rest);
                service.sweep();
            }
        }
    }

    /** The return of a client that has all that there was when it left. */
    private ResumeOutcome returned() {
        return test.resume(at(attachment, Contexts.everything().history().size()));
    }

    private void assertAllIsThere(Resumption resumption) {
        assertThat(service.context(resumption)).isEqualTo(ledger.context());
    }

    private void assertDurableIsThere(Resumption resumption) {
        ledger.dropTransientVariables();
        assertAllIsThere(resumption);
    }

    private void assertFenced() {
        assertThatExceptionOfType(FencedException.class)
                .isThrownBy(() -> service.append(attachment, 0, Ledger.message(1)));
        assertThatExceptionOfType(FencedException.class).isThrownBy(() -> service.putHead(attachment, ledger.head));
        assertThat(service.detach(attachment)).isFalse();
    }
}
