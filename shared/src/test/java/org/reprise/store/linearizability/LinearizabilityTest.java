package org.reprise.store.linearizability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
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
        call(1, 2, 1L, SessionModel.open(7, false));
        call(3, 4, "stored 1", SessionModel.append(FIRST, 1, "a"));
        call(5, 6, "stored 2", SessionModel.append(FIRST, 2, "b"));
        call(7, 8, List.of("a", "b"), SessionModel.read(FIRST));
        assertThat(isRight()).isTrue();

        call(9, 10, List.of("b", "a"), SessionModel.read(FIRST));
        assertThat(isRight()).isFalse();
    }

    @Test
    void callsThatOverlap_areRightInEitherOrder() {
        call(1, 2, 1L, SessionModel.open(7, false));
        call(3, 6, "stored 2", SessionModel.append(FIRST, 0, "a"));
        call(4, 5, "stored 1", SessionModel.append(FIRST, 0, "b"));
        call(7, 8, List.of("b", "a"), SessionModel.read(FIRST));
        assertThat(isRight()).isTrue();
    }

    @Test
    void appendThatIsLost_isWrong() {
        call(1, 2, 1L, SessionModel.open(7, false));
        call(3, 4, "stored 1", SessionModel.append(FIRST, 1, "a"));
        call(5, 6, List.of(), SessionModel.read(FIRST));
        assertThat(isRight()).isFalse();
    }

    @Test
    void clientMessageThatIsStoredTwice_isWrong() {
        call(1, 2, 1L, SessionModel.open(7, false));
        call(3, 4, "stored 1", SessionModel.append(FIRST, 1, "a"));
        call(5, 6, "stored 2", SessionModel.append(FIRST, 1, "a"));
        assertThat(isRight()).isFalse();
    }

    @Test
    void sameSequenceForTwoEntries_isWrong() {
        call(1, 2, 1L, SessionModel.open(7, false));
        call(3, 5, "stored 1", SessionModel.append(FIRST, 0, "a"));
        call(4, 6, "stored 1", SessionModel.append(FIRST, 0, "b"));
        assertThat(isRight()).isFalse();
    }

    @Test
    void appendThatIsAcceptedAfterANewerAttach_isWrong() {
        call(1, 2, 1L, SessionModel.open(7, false));
        call(3, 4, "7 up to 0/0 by 2", SessionModel.attach(false));
        call(5, 6, "stored 1", SessionModel.append(FIRST, 1, "a"));
        assertThat(isRight()).isFalse();
    }

    @Test
    void appendThatIsAcceptedWhileANewerAttachIsUnderWay_isRightIfThatHasSeenIt() {
        call(1, 2, 1L, SessionModel.open(7, false));
        call(3, 6, "7 up to 1/1 by 2", SessionModel.attach(false));
        call(4, 5, "stored 1", SessionModel.append(FIRST, 1, "a"));
        assertThat(isRight()).isTrue();
    }

    @Test
    void twoOwnersOfOneAttachment_areWrong() {
        call(1, 2, 1L, SessionModel.open(7, false));
        call(3, 5, "7 up to 0/0 by 2", SessionModel.attach(false));
        call(4, 6, "7 up to 0/0 by 2", SessionModel.attach(false));
        assertThat(isRight()).isFalse();
    }

    @Test
    void sessionThatIsFoundAfterItExpired_isWrong() {
        call(1, 2, 1L, SessionModel.open(7, false));
        call(3, 4, true, SessionModel.detach(FIRST));
        call(5, 6, "7 up to 0/0 by 2", SessionModel.attach(true));
        assertThat(isRight()).isFalse();
    }

    @Test
    void callWithoutAnswer_mayHaveTakenEffectAtAnyTimeSinceOrNever() {
        call(1, 2, 1L, SessionModel.open(7, false));
        history.add(new Operation<>("lost", 3, Long.MAX_VALUE, null, SessionModel.append(FIRST, 1, "a")));
        call(4, 5, List.of(), SessionModel.read(FIRST));
        assertThat(isRight()).as("never, or later").isTrue();

        call(6, 7, List.of("a"), SessionModel.read(FIRST));
        assertThat(isRight()).as("later").isTrue();

        call(8, 9, List.of(), SessionModel.read(FIRST));
        assertThat(isRight()).as("it cannot be undone").isFalse();
    }

    @Test
    void callWithoutAnswer_hasNoEffectOnceItIsFenced() {
        call(1, 2, 1L, SessionModel.open(7, false));
        history.add(new Operation<>("lost", 3, Long.MAX_VALUE, null, SessionModel.append(FIRST, 1, "a")));
        call(4, 5, "7 up to 0/0 by 2", SessionModel.attach(false));
        call(6, 7, List.of("a"), SessionModel.read(SECOND));
        assertThat(isRight()).isFalse();
    }

    @Test
    void historyThatIsTooLongToSearch_isRefused() {
        for (int i = 0; i < 65; i++) {
            call(2 * i, 2 * i + 1, SessionModel.GONE, SessionModel.state(false));
        }
        assertThatIllegalArgumentException().isThrownBy(this::isRight).withMessageContaining("65 calls, at most 64");
    }

    @Test
    void storeWithoutFencing_isFoundByItsHistories() throws Exception {
        assertFound(FaultyStore.withoutFencing(new MemoryStore(), "append"));
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
            assertThat(Histories.firstWrong(broken, 500, SEED)).contains("append");
        }
    }

    private void call(long invoked, long returned, Object answer, Function<SessionModel, Applied<SessionModel>> step) {
        history.add(new Operation<>("call", invoked, returned, answer, step));
    }

    private boolean isRight() {
        return Linearizability.holds(SessionModel.NONE, history);
    }
}
