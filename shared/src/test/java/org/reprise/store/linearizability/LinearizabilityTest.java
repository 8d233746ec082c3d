package org.reprise.store.linearizability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reprise.store.Attachment;
import org.reprise.store.ContextStore;
import org.reprise.store.StoreUnavailableException;
import org.reprise.store.linearizability.Operation.Applied;
import org.reprise.store.memory.MemoryStore;

/** The judge of histories is judged: by histories that are right, and by ones with the faults that it is there for. */
class LinearizabilityTest {

    private static final Attachment FIRST = new Attachment("s", 7, 1);
    private static final Attachment SECOND = new Attachment("s", 7, 2);

    private static final long SEED = 1;

    private final List<Operation<SessionModel>> history = new ArrayList<>();

    @Test
    void emptyHistory_isRight() {
        assertThat(isRight()).isTrue();
    }

    @Test
    void callsOneAfterAnother_areRightInTheirOrderOnly() {
        call(1, 2, 1L, SessionModel.open(7, "h", false));
        call(3, 4, "stored 1", SessionModel.append(FIRST, 1, "a"));
        call(5, 6, "stored 2", SessionModel.append(FIRST, 2, "b"));
        call(7, 8, List.of("a", "b"), SessionModel.read(FIRST, 0, 2));
        assertThat(isRight()).isTrue();

        call(9, 10, List.of("b", "a"), SessionModel.read(FIRST, 0, 2));
        assertThat(isRight()).isFalse();
    }

    @Test
    void callsThatOverlap_areRightInEitherOrder() {
        call(1, 2, 1L, SessionModel.open(7, "h", false));
        call(3, 6, "stored 2", SessionModel.append(FIRST, 0, "a"));
        call(4, 5, "stored 1", SessionModel.append(FIRST, 0, "b"));
        call(7, 8, List.of("b", "a"), SessionModel.read(FIRST, 0, 2));
        assertThat(isRight()).isTrue();
    }

    @Test
    void appendThatIsLost_isWrong() {
        call(1, 2, 1L, SessionModel.open(7, "h", false));
        call(3, 4, "stored 1", SessionModel.append(FIRST, 1, "a"));
        call(5, 6, SessionModel.REFUSED, SessionModel.read(FIRST, 0, 1));
        assertThat(isRight()).isFalse();
    }

    @Test
    void clientMessageThatIsStoredTwice_isWrong() {
        call(1, 2, 1L, SessionModel.open(7, "h", false));
        call(3, 4, "stored 1", SessionModel.append(FIRST, 1, "a"));
        call(5, 6, "stored 2", SessionModel.append(FIRST, 1, "a"));
        assertThat(isRight()).isFalse();
    }

    @Test
    void sameSequenceForTwoEntries_isWrong() {
        call(1, 2, 1L, SessionModel.open(7, "h", false));
        call(3, 5, "stored 1", SessionModel.append(FIRST, 0, "a"));
        call(4, 6, "stored 1", SessionModel.append(FIRST, 0, "b"));
        assertThat(isRight()).isFalse();
    }

    @Test
    void appendThatIsAcceptedAfterANewerAttach_isWrong() {
        call(1, 2, 1L, SessionModel.open(7, "h", false));
        call(3, 4, "7 up to 0/0 head 1 h by 2", SessionModel.attach(false));
        call(5, 6, "stored 1", SessionModel.append(FIRST, 1, "a"));
        assertThat(isRight()).isFalse();
    }

    @Test
    void appendThatIsAcceptedWhileANewerAttachIsUnderWay_isRightIfThatHasSeenIt() {
        call(1, 2, 1L, SessionModel.open(7, "h", false));
        call(3, 6, "7 up to 1/1 head 1 h by 2", SessionModel.attach(false));
        call(4, 5, "stored 1", SessionModel.append(FIRST, 1, "a"));
        assertThat(isRight()).isTrue();
    }

    @Test
    void twoOwnersOfOneAttachment_areWrong() {
        call(1, 2, 1L, SessionModel.open(7, "h", false));
        call(3, 5, "7 up to 0/0 head 1 h by 2", SessionModel.attach(false));
        call(4, 6, "7 up to 0/0 head 1 h by 2", SessionModel.attach(false));
        assertThat(isRight()).isFalse();
    }

    @Test
    void sessionThatIsFoundAfterItExpired_isWrong() {
        call(1, 2, 1L, SessionModel.open(7, "h", false));
        call(3, 4, true, SessionModel.detach(FIRST));
        call(5, 6, "7 up to 0/0 head 1 h by 2", SessionModel.attach(true));
        assertThat(isRight()).isFalse();
    }

    @Test
    void sessionThatIsParkedUnderAClientThatIsBack_isWrong() {
        call(1, 2, 1L, SessionModel.open(7, "h", false));
        call(3, 4, true, SessionModel.detach(FIRST));
        call(5, 8, "7 up to 0/0 head 1 h by 2 back", SessionModel.attach(false));
        call(6, 7, true, SessionModel.park(FIRST, 1, "p", 0));
        assertThat(isRight()).isFalse();
    }

    @Test
    void sessionThatIsParkedWhileItsClientComesBack_isRightIfThatHasSeenIt() {
        call(1, 2, 1L, SessionModel.open(7, "h", false));
        call(3, 4, "stored 1", SessionModel.append(FIRST, 0, "a"));
        call(5, 6, true, SessionModel.detach(FIRST));
        call(7, 10, "7 up to 1/0 head 2 p by 2 back parked a", SessionModel.attach(false));
        call(8, 9, true, SessionModel.park(FIRST, 1, "p", 1));
        call(11, 12, SessionModel.REFUSED, SessionModel.read(SECOND, 0, 1));
        call(13, 14, SessionModel.DONE, SessionModel.unpark(SECOND, 1));
        call(15, 16, List.of("a"), SessionModel.read(SECOND, 0, 1));
        assertThat(isRight()).isTrue();
    }

    @Test
    void headThatIsReplacedAndThenParkedAway_isWrong() {
        call(1, 2, 1L, SessionModel.open(7, "h", false));
        call(3, 4, true, SessionModel.detach(FIRST));
        call(5, 6, SessionModel.DONE, SessionModel.putHead(FIRST, "new"));
        call(7, 8, true, SessionModel.park(FIRST, 1, "p", 0));
        assertThat(isRight()).isFalse();
    }

    @Test
    void sessionThatIsFoundAfterItWasRemoved_isWrong() {
        call(1, 2, 1L, SessionModel.open(7, "h", false));
        call(3, 4, SessionModel.DONE, SessionModel.remove());
        call(5, 6, "7 up to 0/0 head 1 h by 2", SessionModel.attach(false));
        assertThat(isRight()).isFalse();
    }

    @Test
    void callWithoutAnswer_mayHaveTakenEffectAtAnyTimeSinceOrNever() {
        call(1, 2, 1L, SessionModel.open(7, "h", false));
        history.add(new Operation<>("lost", 3, Long.MAX_VALUE, null, SessionModel.append(FIRST, 1, "a")));
        call(4, 5, SessionModel.REFUSED, SessionModel.read(FIRST, 0, 1));
        assertThat(isRight()).as("never, or later").isTrue();

        call(6, 7, List.of("a"), SessionModel.read(FIRST, 0, 1));
        assertThat(isRight()).as("later").isTrue();

        call(8, 9, SessionModel.REFUSED, SessionModel.read(FIRST, 0, 1));
        assertThat(isRight()).as("it cannot be undone").isFalse();
    }

    @Test
    void callWithoutAnswer_hasNoEffectOnceItIsFenced() {
        call(1, 2, 1L, SessionModel.open(7, "h", false));
        history.add(new Operation<>("lost", 3, Long.MAX_VALUE, null, SessionModel.append(FIRST, 1, "a")));
        call(4, 5, "7 up to 0/0 head 1 h by 2", SessionModel.attach(false));
        call(6, 7, List.of("a"), SessionModel.read(SECOND, 0, 1));
        assertThat(isRight()).isFalse();
    }

    @Test
    void historyThatIsTooLongToSearch_isRefused() {
        for (int i = 0; i < 65; i++) {
            call(2 * i, 2 * i + 1, SessionModel.GONE, SessionModel.state(false));
        }
        assertThatIllegalArgumentException().isThrownBy(this::isRight).withMessageContaining("65 calls, at most 64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"append", "putHead", "park", "unpark", "read", "detach"})
    void storeWithoutFencing_isFoundByItsHistories(String method) throws Exception {
        assertFound(FaultyStore.withoutFencing(new MemoryStore(), method));
    }

    @ParameterizedTest
    @ValueSource(strings = {"putHead", "unpark", "remove"})
    void storeThatDoesNothing_isFoundByItsHistories(String method) throws Exception {
        assertFound(FaultyStore.ignoring(new MemoryStore(), method));
    }

    @Test
    void storeThatParksAwayWhatItsAgentHasWritten_isFoundByItsHistories() throws Exception {
        assertFound(FaultyStore.withoutHeadVersions(new MemoryStore()));
    }

    @Test
    void storeWithoutIdempotence_isFoundByItsHistories() throws Exception {
        assertFound(FaultyStore.withoutIdempotence(new MemoryStore()));
    }

    @Test
    void storeWithoutFencing_isFoundWhileItIsAwayNowAndThen() throws Exception {
        assertFound(FaultyStore.unavailable(FaultyStore.withoutFencing(new MemoryStore(), "append"), SEED));
    }

    @Test
    void storeWithoutIdempotence_isFoundWhileItIsAwayNowAndThen() throws Exception {
        assertFound(FaultyStore.unavailable(FaultyStore.withoutIdempotence(new MemoryStore()), SEED));
    }

    @Test
    void storeThatSendsAgainWhatHadNoAnswer_isFoundOnlyWhileAnswersAreLost() throws Exception {
        try (ContextStore store = FaultyStore.sendingAgain(new MemoryStore())) {
            assertThat(Histories.firstWrong(store, 100, SEED)).isEmpty();
        }
        assertFound(FaultyStore.sendingAgain(FaultyStore.unavailable(new MemoryStore(), SEED)));
    }

    @Test
    void histories_haveEveryCallWithEveryKindOfAnswer() throws Exception {
        Set<String> kinds = new TreeSet<>();
        try (ContextStore store = new MemoryStore()) {
            for (int i = 0; i < 500; i++) {
                Histories.play(store, "history-" + i, SEED + i).forEach(call -> kinds.add(kind(call)));
            }
        }

        assertThat(kinds)
                .contains(
                        "open done",
                        "open gone",
                        "attach done",
                        "attach gone",
                        "attach back",
                        "attach parked",
                        "admit done",
                        "admit declined",
                        "admit gone",
                        "admit back",
                        "admit parked",
                        "append stored",
                        "append duplicate",
                        "append gap",
                        "append fenced",
                        "putHead done",
                        "putHead fenced",
                        "read done",
                        "read refused",
                        "read fenced",
                        "detach true",
                        "detach false",
                        "park true",
                        "park false",
                        "unpark done",
                        "unpark refused",
                        "unpark fenced",
                        "state done",
                        "state gone",
                        "expire true",
                        "expire false",
                        "remove done");
    }

    private static String kind(Operation<SessionModel> call) {
        String answer = String.valueOf(call.answer());
        String kind = Stream.of("parked", "back", "stored", "duplicate", "gap", "fenced", "refused")
                .filter(answer::contains)
                .findFirst()
                .orElse(Stream.of("true", "false", "gone", "declined")
                        .filter(answer::equals)
                        .findFirst()
                        .orElse("done"));
        return call.name().split(" ", 2)[0] + " " + kind;
    }

    @Test
    void storeThatIsSilent_isNotJudged() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Histories.firstWrong(FaultyStore.silent(new MemoryStore()), 2, SEED))
                .withMessageContaining("0 of 64 calls were answered");
    }

    @Test
    void historyOfAStoreThatIsAwayNowAndThen_isMostlyAnswered() throws Exception {
        List<Operation<SessionModel>> calls = new ArrayList<>();
        try (ContextStore store = FaultyStore.unavailable(new MemoryStore(), SEED)) {
            for (int i = 0; i < 50; i++) {
                calls.addAll(Histories.play(store, "history-" + i, SEED + i));
            }
        }

        assertThat(calls.stream().filter(call -> call.answer() == null).count())
                .as("calls without answer, of %d: one in 8", calls.size())
                .isBetween(calls.size() / 12L, calls.size() / 6L);
    }

    @Test
    void storeThatIsAwayNowAndThen_hasDoneHalfOfWhatItDidNotAnswer() {
        ContextStore store = new MemoryStore();
        Attachment attachment =
                store.open("s", "owner", 7, new byte[0], Instant.MIN).orElseThrow();
        ContextStore faulty = FaultyStore.unavailable(store, SEED);
        int unanswered = 0;
        for (int i = 0; i < 1_000; i++) {
            try {
                faulty.append(attachment, 0, new byte[] {1}, 0, 1);
            } catch (StoreUnavailableException e) {
                unanswered++;
            }
        }

        long answered = 1_000 - unanswered;
        long stored = store.state("s", Instant.MIN).orElseThrow().lastSequence();
        assertThat(unanswered).isBetween(80, 170);
        assertThat(stored - answered).isBetween(unanswered / 4L, unanswered * 3L / 4);
    }

    private static void assertFound(ContextStore broken) throws Exception {
        try (broken) {
            assertThat(Histories.firstWrong(broken, 3_000, SEED)).contains("open");
        }
    }

    private void call(long invoked, long returned, Object answer, Function<SessionModel, Applied<SessionModel>> step) {
        history.add(new Operation<>("call", invoked, returned, answer, step));
    }

    private boolean isRight() {
        return Linearizability.holds(SessionModel.NONE, history);
    }
}
