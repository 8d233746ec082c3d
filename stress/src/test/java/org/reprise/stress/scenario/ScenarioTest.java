package org.reprise.stress.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reprise.stress.oracle.Verdict;

/**
 * The scenarios of the stress run, small, over both frame formats. Times are judged in the stress run, not here, where other
 * tests may run beside.
 */
@Tag("websocket-resilience")
@Tag("reconnection")
@Tag("context-preservation")
class ScenarioTest {

    private static final List<String> TIMED = List.of(
            "time to connect, mean",
            "time to restore, longest",
            "restore from elsewhere, ratio to the same place",
            "restore time, slope over the cycles");

    private static Stream<Arguments> scenarios() {
        return Stream.of(TestSettings.small(), TestSettings.smallBinary())
                .flatMap(settings -> Scenario.all().stream()
                        .map(scenario ->
                                Arguments.of(scenario.name(), settings.format().subprotocol(), scenario, settings)));
    }

    @ParameterizedTest(name = "{0} over {1}")
    @MethodSource("scenarios")
    void everyScenario_preservesEveryContext(String name, String subprotocol, Scenario scenario, Settings settings) {
        Scenario.Findings found = scenario.play(settings, (done, all) -> {});

        assertThat(found.verdicts())
                .filteredOn(verdict -> !TIMED.contains(verdict.objective()))
                .hasSizeGreaterThan(0)
                .allSatisfy(verdict ->
                        assertThat(verdict.status()).as(verdict.toString()).isEqualTo(Verdict.Status.PASS));
        assertThat(found.attempted()).isPositive();
        assertThat(found.restored()).isEqualTo(found.attempted());
    }
}
