package org.reprise.stress.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {

    @Test
    void straightLine_hasItsSlopeWithoutDoubt() {
        double[] line = IntStream.range(0, 21).mapToDouble(i -> 100 + 2 * i).toArray();

        Trend trend = Trend.of(line);

        assertThat(trend.slope()).isCloseTo(2 / 120.0, within(1e-12));
        assertThat(trend.low()).isEqualTo(trend.slope());
        assertThat(trend.high()).isEqualTo(trend.slope());
    }

    @Test
    void oneWildValue_doesNotMoveTheSlope() {
        double[] values = IntStream.range(0, 21).mapToDouble(i -> 100).toArray();
        values[20] = 100_000;

        assertThat(Trend.of(values).slope()).isZero();
    }

    @Test
    void seriesPlayedBackwards_hasTheSameIntervalOnTheOtherSide() {
        double[] values = new Random(1).doubles(20, 100, 200).toArray();
        double[] backwards =
                IntStream.range(0, 20).mapToDouble(i -> values[19 - i]).toArray();

        Trend trend = Trend.of(values);
        Trend mirrored = Trend.of(backwards);

        assertThat(mirrored.low()).isCloseTo(-trend.high(), within(1e-12));
        assertThat(mirrored.high()).isCloseTo(-trend.low(), within(1e-12));
    }

    @Test
    void fewValues_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trend.of(new double[] {1, 2, 3, 4}))
                .withMessageContaining("4 values");
    }
}
