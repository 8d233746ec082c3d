package org.reprise.stress.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTextTest {

    @Test
    void scriptWithEveryFaultAndEveryOverlap_comesBackFromItsLines() {
        ChaosScript script = ChaosScript.of(1, Duration.ofMinutes(2), 20);

        assertThat(ScriptText.parse(ScriptText.lines(script))).isEqualTo(script);
    }

    @Test
    void actionsThatAreNeverDrawn_comeBackToo() {
        ChaosScript script = new ChaosScript(
                1, List.of(new Step(3, new Action.AwaitAllGone()), new Step(0, new Action.AwaitAllStored())));

        assertThat(ScriptText.parse(ScriptText.lines(script))).isEqualTo(script);
    }

    @Test
    void remarksAndEmptyLines_arePassedOver() {
        assertThat(ScriptText.parse(List.of("# how", "", "sessions 2", "  +5 ms Say[session=1]  ")))
                .isEqualTo(new ChaosScript(2, List.of(new Step(5, new Action.Say(1)))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "Say[session=0]|'+12 ms Say[session=0]' is needed",
                "+5 ms Shout[session=0]|'Shout' is not known",
                "+5 ms Say[session=x]|\"x\"",
                "+5 ms Say[user=0]|'session=' is missing after 'Say['",
                "+5 ms Say[session=0|']' is missing",
                "+5 ms Say[session=0] twice|' twice' follows the action",
                "+5 ms Leave[session=0, manner=SLAM]|'SLAM' is not known, known are [RESET, CLOSE, ABANDON]",
                "+5 ms Pass[time=soon]|'soon' is no duration",
                "+5 ms Inject[session=0, fault=Cut[direction=BOTH, bytes=1]]|a cut BOTH after 1 bytes",
                "sessions many|\"many\"",
            })
    void lineThatIsNone_isNamedWithTheReason(String line, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScriptText.parse(List.of("# a script", line)))
                .withMessageStartingWith("line 2 is '" + line + "'")
                .withMessageContaining(reason);
    }

    @Test
    void scriptWithoutItsSessions_orWithAStepOfOneMore_isNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> ScriptText.parse(List.of("+5 ms Say[session=0]")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScriptText.parse(List.of("sessions 2", "+5 ms Say[session=2]")))
                .withMessageContaining("there are 0 to 1");
    }
}
