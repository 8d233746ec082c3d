package org.reprise.stress.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionContext;
import org.reprise.corpus.Corpora;
import org.reprise.stress.agent.Script;

/** What is stored after a failover has the head of an answer that is stored. */
class CallerTest {

    private static final int SAID = 3;

    private final Script script = new Scripts(Corpora.open("generated", 42)).of("s-4-0");

    @ParameterizedTest
    @CsvSource({"3, true", "2, true", "1, false", "0, false", "4, false"})
    void headOfTheLastAnswerOrTheOneBefore_isThatOfAnAnswer(int turns, boolean expected) {
        List<HistoryEntry> history = script.contextAfter(SAID).history();

        assertThat(isHeadOfAnAnswer(new SessionContext(script.headAfter(turns), history)))
                .isEqualTo(expected);
    }

    @Test
    void answerThatEndedEarly_hasNoHead() {
        List<HistoryEntry> whole = script.contextAfter(SAID).history();
        List<HistoryEntry> cut = whole.subList(0, whole.size() - 1);

        assertThat(isHeadOfAnAnswer(new SessionContext(script.headAfter(SAID), cut)))
                .isFalse();
        assertThat(isHeadOfAnAnswer(new SessionContext(script.headAfter(SAID - 1), cut)))
                .isTrue();
    }

    private boolean isHeadOfAnAnswer(SessionContext stored) {
        return Caller.isHeadOfAnAnswer(script, SAID, stored);
    }
}
