package org.reprise.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawReaderTest {

    @TempDir
    private Path folder;

    @Test
    void iterationsScoreAndErrorAreRead_textsAreNoNumbers() throws Exception {
        Path file = Files.writeString(folder.resolve("r.json"), """
                [{"benchmark": "a.B.c", "primaryMetric": {"score": 2.5, "scoreError": "NaN", "scoreUnit": "us/op",
                  "scorePercentiles": {"50.0": 2.0, "100.0": "NaN"}, "rawData": [[1, "NaN"], [3, 4]]},
                  "secondaryMetrics": {"x": {"score": 1, "rawData": [[9]]}}}]
                """);

        RawResult raw = RawReader.read(file).get(0);

        assertThat(raw.forks())
                .containsExactly(new Trace(List.of(1.0, Double.NaN), 1, 2), new Trace(List.of(3.0, 4.0), 1, 2));
        assertThat(raw.score()).isEqualTo(2.5);
        assertThat(raw.error()).isNaN();
        assertThat(raw.values()).isEqualTo(4);
        assertThat(raw.percentiles()).containsExactly(entry(50.0, 2.0));
    }

    @Test
    void histogramsOfSampleMode_giveTheMedianOfEachIterationAndCountAllValues() {
        RawResult raw = RawReader.read(new Saved(folder).samples("s.json")).get(0);

        assertThat(raw.forks()).containsExactly(new Trace(List.of(1.0, 4.0), 1, 2), new Trace(List.of(1.0, 4.0), 1, 2));
        assertThat(raw.values()).isEqualTo(2_000);
        assertThat(raw.percentiles()).contains(entry(99.0, 4.0), entry(99.9, 30.0), entry(95.0, 2.0));
    }

    @Test
    void moreIterationsThanCanBeDrawn_areTakenTogetherByTheirMedian() {
        Trace trace = Trace.of(DoubleStream.iterate(1, value -> value + 1)
                .limit(3L * Trace.MOST_POINTS - 1)
                .toArray());

        assertThat(trace.step()).isEqualTo(3);
        assertThat(trace.iterations()).isEqualTo(3 * Trace.MOST_POINTS - 1);
        assertThat(trace.points())
                .hasSize(Trace.MOST_POINTS)
                .startsWith(2.0, 5.0)
                .endsWith(1_198.5);
    }
}
