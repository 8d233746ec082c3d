package org.reprise.stress.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.Role;

/** The judge of what was delivered finds each fault that it is there for, and no other. */
class DeliveryOracleTest {

    private static final HistoryEntry HELLO = message("hello", Role.ASSISTANT);
    private static final HistoryEntry ONE = message("one", Role.USER);
    private static final HistoryEntry TO_ONE = message("to-one", Role.ASSISTANT);
    private static final HistoryEntry MORE_TO_ONE = message("more-to-one", Role.ASSISTANT);
    private static final HistoryEntry TWO = message("two", Role.USER);
    private static final HistoryEntry TO_TWO = message("to-two", Role.ASSISTANT);
    private static final List<HistoryEntry> ALL = List.of(HELLO, ONE, TO_ONE, MORE_TO_ONE, TWO, TO_TWO);

    @Test
    void allInItsPlace_isRight() {
        assertThat(judge(ALL, ALL, 2, 5)).isEmpty();
    }

    @Test
    void answerThatEndsEarly_isRight() {
        assertThat(judge(List.of(ONE, TO_ONE, TWO), List.of(ONE, TO_ONE), 1, 3)).isEmpty();
    }

    @Test
    void nextMessageWithinAnAnswer_isRight() {
        List<HistoryEntry> stored = List.of(HELLO, ONE, TO_ONE, TWO, MORE_TO_ONE, TO_TWO);
        assertThat(judge(stored, stored, 2, 4)).isEmpty();
    }

    @Test
    void ackedMessageThatIsMissing_isLost() {
        assertThat(judge(ALL.subList(0, 4), ALL.subList(0, 4), 2, 5))
                .anyMatch(fault -> fault.contains("message two, acked as 5"));
    }

    @Test
    void ackedMessageThatStandsElsewhere_isLost() {
        assertThat(judge(ALL, ALL, 2, 4)).anyMatch(fault -> fault.contains("message two, acked as 4"));
    }

    @Test
    void ackWithASequenceThatNoEntryHas_isLost() {
        assertThat(judge(ALL, ALL, 0, 5)).anyMatch(fault -> fault.contains("message one, acked as 0"));
    }

    @Test
    void doubledMessage_isFound() {
        List<HistoryEntry> stored = with(ALL, 2, ONE);
        assertThat(judge(stored, stored, 2, 6)).anyMatch(fault -> fault.contains("entry 3 of 7"));
    }

    @Test
    void doubledEntryOfAnAnswer_isFound() {
        List<HistoryEntry> stored = with(ALL, 3, TO_ONE);
        assertThat(judge(stored, stored, 2, 6)).anyMatch(fault -> fault.contains("entry 4 of 7"));
    }

    @Test
    void answerBeforeItsQuestion_isFound() {
        List<HistoryEntry> stored = List.of(HELLO, TO_ONE, ONE, TWO);
        assertThat(judge(stored, stored, 3, 4)).anyMatch(fault -> fault.contains("entry 2 of 4"));
    }

    @Test
    void answerWithAGap_isFound() {
        List<HistoryEntry> stored = List.of(HELLO, ONE, MORE_TO_ONE, TWO);
        assertThat(judge(stored, stored, 2, 4)).anyMatch(fault -> fault.contains("entry 3 of 4"));
    }

    @Test
    void clientThatWasShownSomethingElse_isFound() {
        assertThat(judge(ALL, List.of(HELLO, TWO), 2, 5)).anyMatch(fault -> fault.contains("has been shown 2 entries"));
    }

    private static List<String> judge(
            List<HistoryEntry> stored, List<HistoryEntry> shown, long ackOfOne, long ackOfTwo) {
        DeliveryOracle oracle = new DeliveryOracle();
        oracle.judge(
                "session",
                List.of("one", "two"),
                Map.of("one", ackOfOne, "two", ackOfTwo),
                List.of(HELLO),
                Map.of("one", List.of(TO_ONE, MORE_TO_ONE), "two", List.of(TO_TWO)),
                shown,
                stored);
        boolean failed =
                oracle.verdicts("test", "here").stream().anyMatch(verdict -> verdict.status() == Verdict.Status.FAIL);
        assertThat(failed).isEqualTo(!oracle.faults().isEmpty());
        return oracle.faults();
    }

    private static List<HistoryEntry> with(List<HistoryEntry> list, int at, HistoryEntry added) {
        List<HistoryEntry> all = new ArrayList<>(list);
        all.add(at, added);
        return all;
    }

    private static Message message(String id, Role role) {
        return Message.of(id, role, "says " + id, Instant.EPOCH);
    }
}
