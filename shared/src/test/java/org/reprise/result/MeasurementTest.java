package org.reprise.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementTest {

    @ParameterizedTest
    @ValueSource(strings = {"thrpt", "avgt", "ss"})
    void modeWhoseResultsAreNumbers_isTaken(String mode) {
        assertThat(measurement(mode, Map.of()).mode()).isEqualTo(mode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample", "AverageTime", ""})
    void otherMode_isRefusedByName(String mode) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> measurement(mode, Map.of()))
                .withMessageContainingAll("'" + mode + "'", "avgt, ss, thrpt");
    }

    @Test
    void parametersThatTheCallerChanges_stayAsTheyWere() {
        Map<String, String> params = new HashMap<>(Map.of("size", "SMALL"));
        Measurement measurement = measurement("ss", params);

        params.put("size", "LARGE");

        assertThat(measurement.params()).isEqualTo(Map.of("size", "SMALL"));
    }

    private static Measurement measurement(String mode, Map<String, String> params) {
        return new Measurement("a.B.c", mode, 1, params, Metric.exact(1, "B"), Map.of());
    }
}
