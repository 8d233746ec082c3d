package org.reprise.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reprise.benchmarks.compare.Comparison;
import org.reprise.benchmarks.compare.JmhFile;
import org.reprise.benchmarks.compare.Row;
import org.reprise.benchmarks.compare.Status;
import org.reprise.benchmarks.report.Chart.Forest;
import org.reprise.benchmarks.report.Chart.Line;
import org.reprise.benchmarks.report.Chart.Lines;
import org.reprise.benchmarks.report.Chart.Links;
import org.reprise.benchmarks.report.Chart.Point;
import org.reprise.benchmarks.report.Chart.Scale;
import org.reprise.benchmarks.report.Chart.Sides;
import org.reprise.benchmarks.report.Chart.Strip;

class ReportTest {

    @TempDir
    private Path folder;

    @Test
    void comparison_givesItsVerdictAtTheTopAndTheWorstRowFirst() {
        Report report = report(saved().fileComparison("c.json"));

        Verdict verdict = report.verdicts().get(0);
        assertThat(verdict.headline()).isEqualTo("Regression in 2 metrics");
        assertThat(verdict.counts())
                .extracting(Verdict.Count::text)
                .containsExactly("2 regression", "1 inconclusive", "1 not judged", "1 same", "1 added");
        assertThat(verdict.remarks()).anyMatch(remark -> remark.contains("not interleaved"));
        Table table = report.sections().get(0).tables().get(0);
        assertThat(table.rows()).hasSize(6);
        assertThat(texts(table, 0))
                .startsWith("REGRESSION", "REGRESSION", "INCONCLUSIVE", "not judged: 2 forks, at least 5 are needed");
        assertThat(texts(table, 6)).contains("+8 B (+0.8 %)");
    }

    @Test
    void forest_hasTheRatioAndTheIntervalOfEachComparedRowWithinItsAxis() {
        Path file = saved().fileComparison("c.json");

        Forest forest = charts(report(file), Forest.class).get(0);

        Row row = Comparison.read(file).rows().stream()
                .filter(any -> any.key().shortName().equals("Codec.encode")
                        && any.metric().equals("time"))
                .findFirst()
                .orElseThrow();
        assertThat(forest.threshold()).isEqualTo(0.05);
        assertThat(forest.marks()).anySatisfy(mark -> {
            assertThat(mark.name()).isEqualTo("Codec.encode, time");
            assertThat(mark.ratio()).isEqualTo(row.ratio()).isEqualTo(1.5, within(0.05));
            assertThat(mark.low()).isEqualTo(row.low());
            assertThat(mark.high()).isEqualTo(row.high());
            assertThat(mark.status()).isEqualTo(Status.REGRESSION);
        });
        assertThat(forest.marks())
                .allSatisfy(mark -> assertThat(mark.ratio()).isBetween(forest.least(), forest.most()));
        assertThat(forest.least()).isLessThan(1 / 1.05);
        assertThat(forest.most()).isGreaterThan(1.5);
    }

    @Test
    void manyRows_areSpreadOverChartsThatFitAPage() {
        JmhFile many = new JmhFile();
        for (int i = 0; i < 70; i++) {
            many.time("Many.m", JmhFile.forks(i, 5, 10, 0.01)).param("i", Integer.toString(i));
        }
        Path file = many.write(folder.resolve("many.json"));
        Path comparison = saved().compare(file, file, "c.json");

        Report report = report(comparison);

        assertThat(charts(report, Forest.class))
                .extracting(forest -> forest.marks().size())
                .containsExactly(30, 30, 10);
        assertThat(charts(report, Sides.class)).hasSize(ComparisonSection.MOST_CARDS);
        assertThat(report.sections().get(0).notes()).contains("Forks are drawn of the 40 worst of 70 metrics.");
        assertThat(report.sections().get(0).tables().get(0).rows()).hasSize(70);
    }

    @Test
    void pairs_areJoinedAndStandInTheOrderInWhichTheyRan() {
        Path file = saved().pairedComparison("p.json");
        Row row = Comparison.read(file).rows().get(0);

        Report report = report(file);

        assertThat(report.verdicts().get(0).remarks()).anyMatch(remark -> remark.contains("seed 42"));
        Sides sides = charts(report, Sides.class).get(0);
        assertThat(sides.links()).isEqualTo(Links.PAIRS);
        assertThat(sides.sides().get(0).forks()).isEqualTo(row.baseline());
        assertThat(sides.sides().get(1).forks()).isEqualTo(row.candidate());
        List<Line> lines = charts(report, Lines.class).get(0).lines();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < row.orders().size(); i++) {
            boolean baselineFirst = row.orders().get(i).name().equals("BASELINE_FIRST");
            assertThat(lines.get(0).points().get(i))
                    .isEqualTo(new Point(
                            2 * i + (baselineFirst ? 1 : 2), row.baseline().get(i)));
            assertThat(lines.get(1).points().get(i))
                    .isEqualTo(new Point(
                            2 * i + (baselineFirst ? 2 : 1), row.candidate().get(i)));
            places.add((int) lines.get(0).points().get(i).x() % 2);
        }
        assertThat(places).as("both orders occur").contains(0, 1);
    }

    @Test
    void savedFiles_standSideBySideAndAreNotJoined() {
        Report report = report(saved().fileComparison("c.json"));

        assertThat(charts(report, Sides.class))
                .allSatisfy(sides -> assertThat(sides.links()).isEqualTo(Links.NONE));
    }

    @Test
    void bytesThatAreAlikeInAllForks_areDrawnOnlyWhereTheyRegress() {
        Path results = new JmhFile()
                .time("A.a", JmhFile.forks(1, 5, 10, 0.01))
                .secondary("gc.alloc.rate.norm", "B/op", JmhFile.exactly(5, 16))
                .write(folder.resolve("same.json"));

        assertThat(charts(report(saved().compare(results, results, "same-c.json")), Sides.class))
                .hasSize(1);
        assertThat(charts(report(saved().fileComparison("c.json")), Sides.class))
                .extracting(Sides::unit)
                .contains("B/op");
    }

    @Test
    void resultsAlone_sayWhatWasMeasuredAndThatThereIsNoVerdict() {
        Report report = report(saved().results("a.json"));

        Verdict verdict = report.verdicts().get(0);
        assertThat(verdict.headline()).isEqualTo("Measured, not compared: there is no verdict");
        assertThat(verdict.counts())
                .extracting(Verdict.Count::text)
                .containsExactly("1 file", "2 benchmarks", "3 results", "15 forks");
        Table scores = report.sections().get(0).tables().get(0);
        assertThat(texts(scores, 4)).containsExactly("\u00b5s/op", "\u00b5s/op", "ops/s");
        assertThat(texts(report.sections().get(0).folded().get(0).table(), 3)).containsExactly("1,024");
    }

    @Test
    void forksOfSeveralFiles_standSideBySideOnAnAxisForEachUnit() {
        Report report = report(saved().results("a.json"), saved().results("b.json"));

        List<Strip> strips = charts(report, Strip.class);
        assertThat(strips).extracting(Strip::unit).containsExactly("\u00b5s/op", "ops/s");
        assertThat(strips.get(0).categories()).containsExactly("size=SMALL", "size=LARGE");
        assertThat(strips.get(0).groups()).extracting(Chart.Groups::name).containsExactly("a.json", "b.json");
        assertThat(strips.get(0).groups().get(1).groups().get(0).forks())
                .containsExactlyElementsOf(box(JmhFile.forks(1, 5, 12, 0.02)));
    }

    @Test
    void sameBenchmarkInAnotherUnit_hasAnAxisOfItsOwn() {
        Path micros = new JmhFile().result("A.a", "avgt", "us/op", 2, 2, 2).write(folder.resolve("us.json"));
        Path nanos = new JmhFile()
                .result("A.a", "avgt", "ns/op", 2_000, 2_000, 2_000)
                .write(folder.resolve("ns.json"));

        Report report = report(micros, nanos);

        assertThat(charts(report, Strip.class)).extracting(Strip::unit).containsExactly("\u00b5s/op", "ns/op");
        assertThat(charts(report, Lines.class))
                .extracting(lines -> lines.y().name())
                .containsExactly("\u00b5s/op", "ns/op");
    }

    @Test
    void iterations_standWithinTheirForksInRunOrder() {
        Lines trace = charts(report(saved().samples("s.json")), Lines.class).stream()
                .filter(lines -> lines.label().contains("iterations in run order"))
                .findFirst()
                .orElseThrow();

        assertThat(trace.lines().get(0).points())
                .containsExactly(
                        new Point(0.625, 1.0),
                        new Point(1.375, 4.0),
                        new Point(1.375, null),
                        new Point(1.625, 1.0),
                        new Point(2.375, 4.0),
                        new Point(2.375, null));
        assertThat(trace.lines().get(1).draw()).isEqualTo(Chart.Draw.LEVEL);
        assertThat(trace.lines().get(1).points()).startsWith(new Point(0.625, 1.0), new Point(1.375, 1.0));
    }

    @Test
    void percentiles_endWhereTheValuesDoNotSupportThem() {
        Lines percentiles = charts(report(saved().samples("s.json")), Lines.class).stream()
                .filter(lines -> lines.x().scale() == Scale.PERCENTILE)
                .findFirst()
                .orElseThrow();

        Map<Double, Double> places = new TreeMap<>();
        percentiles.lines().get(0).points().forEach(point -> places.put(point.x(), point.y()));
        assertThat(places).containsEntry(0.0, 1.0).hasSize(7);
        assertThat(places.get(Math.log10(2_000))).as("the longest of 2,000").isEqualTo(90.0);
        assertThat(percentiles.y().scale()).isEqualTo(Scale.LOG);
    }

    @Test
    void stress_showsFootprintAndLatencyPerCycleAndEachRestore() {
        Report report = report(saved().stress("stress.json"));

        Section stress = report.sections().get(0);
        assertThat(stress.id()).isEqualTo("stress");
        assertThat(stress.figures())
                .extracting(Figure::title)
                .containsExactly(
                        "Latency per reconnect cycle",
                        "Footprint per session per reconnect cycle",
                        "Latency of each restore, cycles",
                        "Latency of each restore, reconnect",
                        "Latency percentiles of restores");
        Lines footprint = (Lines) stress.figures().get(1).charts().get(0);
        assertThat(footprint.y()).isEqualTo(new Chart.Axis("B", Scale.FROM_ZERO));
        assertThat(footprint.lines().get(0).points())
                .hasSize(10)
                .allSatisfy(point -> assertThat(point.y()).isBetween(11_139.0, 11_140.0));
        assertThat(stress.figures().get(2).note()).contains("median of up to 3");
        assertThat(report.sections().get(1).figures()).isEmpty();
    }

    @Test
    void stressOfOtherParametersOrFiles_keepsALineOfItsOwn() {
        Report report = report(saved().stress("one.json"), saved().stress("two.json"));

        Lines percentiles =
                (Lines) report.sections().get(0).figures().get(4).charts().get(0);
        assertThat(percentiles.lines())
                .extracting(Line::name)
                .containsExactlyInAnyOrder(
                        "cycles, one.json", "cycles, two.json", "reconnect, one.json", "reconnect, two.json");
        assertThat(percentiles.lines()).extracting(Line::group).containsExactly(0, 1, 2, 3);
    }

    @Test
    void environments_areFoundBesideFilesAndTheirDifferencesMarked() {
        Saved saved = saved();
        Path one = saved.environment("one/environment.json", 2).resolveSibling("a.json");
        Path other = saved.environment("other/environment.json", 4).resolveSibling("b.json");

        Report report = report(saved.results(one.toString()), saved.results(other.toString()));

        Section section = report.sections().get(report.sections().size() - 1);
        assertThat(section.notes()).containsExactly("\u2260 marks the 1 line in which the files differ.");
        Table table = section.tables().get(0);
        assertThat(texts(table, 0)).containsExactly("jdk", "os", "\u2260 cores", "maxHeapBytes", "flags", "at");
        assertThat(texts(table, 2)).contains("4", "6,320,816,128", "-Xmx1g -XX:+UseSerialGC");
    }

    @Test
    void resultsWithoutRawDataOrNumbers_areShownInTheTableAlone() {
        Path file = new JmhFile()
                .time("A.score", 1, 2)
                .withoutRawData()
                .time("A.nan", Double.NaN)
                .write(folder.resolve("a.json"));

        Report report = report(file);

        assertThat(report.sections().get(0).tables().get(0).rows()).hasSize(2);
        Strip strip = charts(report, Strip.class).get(0);
        assertThat(strip.groups().get(0).groups())
                .extracting(Chart.Group::median)
                .containsExactly(1.5, null);
        assertThat(charts(report, Lines.class)).isEmpty();
    }

    @Test
    void everyChart_hasItsFiguresInATable() {
        Saved saved = saved();
        Report report = report(
                saved.fileComparison("c.json"),
                saved.pairedComparison("p.json"),
                saved.results("a.json"),
                saved.samples("s.json"),
                saved.stress("stress.json"));

        assertThat(report.charts()).hasSizeGreaterThan(15);
        assertThat(report.sections().stream().flatMap(section -> section.figures().stream()))
                .allSatisfy(figure -> {
                    assertThat(figure.charts()).isNotEmpty();
                    assertThat(figure.table().rows()).isNotEmpty();
                    assertThat(figure.table().rows())
                            .allSatisfy(row ->
                                    assertThat(row).hasSameSizeAs(figure.table().head()));
                });
    }

    private Saved saved() {
        return new Saved(folder);
    }

    @Test
    void profilesBesideResults_areLinkedFromThePage() throws IOException {
        Path results = new JmhFile()
                .time("A.a", 1, 2, 3)
                .write(Files.createDirectories(folder.resolve("sub")).resolve("a.json"));
        Path trial = Files.createDirectories(folder.resolve("sub/a-profiles/A.a-AverageTime-corpus-x%2Fy"));
        Files.writeString(trial.resolve("flame-cpu-forward.html"), "");

        Section section = report(results).sections().stream()
                .filter(any -> any.id().equals("profiles"))
                .findFirst()
                .orElseThrow();

        assertThat(section.tables().get(0).rows().get(0).get(1).link())
                .isEqualTo("./sub/a-profiles/A.a-AverageTime-corpus-x%252Fy/flame-cpu-forward.html");
        assertThat(Html.of(report(results)))
                .contains("<a href=\"./sub/a-profiles/A.a-AverageTime-corpus-x%252Fy/flame-cpu-forward.html\">");
    }

    private Report report(Path... files) {
        return Report.of(Inputs.read(List.of(files)), folder);
    }

    private static <T extends Chart> List<T> charts(Report report, Class<T> kind) {
        return report.charts().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static List<String> texts(Table table, int column) {
        return table.rows().stream().map(row -> row.get(column).text()).toList();
    }

    private static List<Double> box(double[] values) {
        List<Double> boxed = new ArrayList<>();
        for (double value : values) {
            boxed.add(value);
        }
        return Collections.unmodifiableList(boxed);
    }
}
