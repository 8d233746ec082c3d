package org.reprise.benchmarks.ab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reprise.benchmarks.UsageException;

class JmhArgumentsTest {

    @Test
    void whatChoosesBenchmarks_isToldFromWhatMeasuresThem() {
        JmhArguments arguments =
                parse("Foo.bar -p size=1,2 -wi 3 -e slow -jvmArgs -Xmx1g Baz -prof gc:churn=true -p x=");

        assertThat(arguments.patterns()).containsExactly("Foo.bar", "Baz");
        assertThat(arguments.exclusions()).containsExactly("slow");
        assertThat(arguments.params()).isEqualTo(Map.of("size", List.of("1", "2"), "x", List.of("")));
        assertThat(arguments.measuring()).containsExactly("-wi", "3", "-jvmArgs", "-Xmx1g", "-prof", "gc:churn=true");
        assertThat(arguments.hasProfiler("gc")).isTrue();
        assertThat(arguments.hasProfiler("g")).isFalse();
        assertThat(arguments.listing())
                .containsSubsequence("-lp", "Foo.bar", "Baz", "-e", "slow")
                .contains("size=1,2", "x=");
    }

    @Test
    void theProfilerThatRunsAlongAnyway_isNotPassedOnByItsShortName() {
        assertThat(parse("-prof cpu -prof stack").measuring()).containsExactly("-prof", "stack");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-i 5", "-i=5", "-i5", "--i 5"})
    void everyFormThatJmhTakes_isTaken(String text) {
        assertThat(parse(text).measuring()).containsExactly("-i", "5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-f 2", "-f2", "-wf 1", "-rf json", "-rff a.json", "-o a.txt", "-foe true", "-l", "-lp", "-lprof"
            })
    void whatAnInterleavedRunDecides_isRefusedByName(String text) {
        assertThatThrownBy(() -> parse("Foo " + text))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(text.split("[ 2]")[0])
                .message()
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-nosuch", "-wi many", "-wi", "-p size", "-p", "-"})
    void whatJmhWouldNotUnderstand_isRefusedInOneLine(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(UsageException.class)
                .message()
                .hasLineCount(1);
    }

    private static JmhArguments parse(String text) {
        return JmhArguments.parse(Arrays.asList(text.split(" ")));
    }
}
