package org.reprise.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricTest {

    @Test
    void values_areThoseOfAllForksInOrder() {
        assertThat(new Metric("B", List.of(List.of(3.0, 1.0), List.of(2.0))).values())
                .containsExactly(3.0, 1.0, 2.0);
    }

    @Test
    void exactValue_isOneForkOfOneValue() {
        assertThat(Metric.exact(5, "B")).isEqualTo(new Metric("B", List.of(List.of(5.0))));
    }

    @Test
    void metricOfNoFork_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Metric("us/op", List.of()))
                .withMessageContaining("us/op");
    }

    @Test
    void metricWithAForkOfNoValue_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Metric("us/op", List.of(List.of())));
        assertThatIllegalArgumentException().isThrownBy(() -> new Metric("us/op", List.of(List.of(1.0), List.of())));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void valueThatIsNotFinite_isRefusedByName(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Metric("us/op", List.of(List.of(1.0, 2.0), List.of(3.0, value))))
                .withMessageContainingAll("us/op", Double.toString(value));
    }

    @Test
    void listsThatTheCallerChanges_stayAsTheyWere() {
        List<Double> fork = new ArrayList<>(List.of(1.0));
        Metric metric = new Metric("B", List.of(fork));

        fork.add(Double.NaN);

        assertThat(metric.values()).containsExactly(1.0);
    }
}
