package org.reprise.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reprise.benchmarks.compare.JmhFile.exactly;
import static org.reprise.benchmarks.compare.JmhFile.forks;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reprise.result.Judgement;
import picocli.CommandLine.Help.Ansi;

class RenderingTest {

    @TempDir
    private Path folder;

    @Test
    void text_showsFailuresFirstVaryingParamsTheMeanOfMatchedRowsAndFootnotes() {
        String text = Format.TEXT.render(mixed(), Ansi.OFF);

        assertThat(text.lines().skip(1).findFirst())
                .hasValue(
                        "REGRESSION: 1 regression, 1 inconclusive, 1 not judged, 1 same, 1 added (threshold 5%, alpha 5%)");
        assertThat(text)
                .containsPattern("(?s)regression.*REGRESSION.*INCONCLUSIVE.*not judged \\[1\\].*same.*added")
                .containsPattern(
                        "\\| A\\.a +\\| size=2 +\\| time +\\| 9\\.\\d+ us/op \\| 12\\.\\d+ us/op \\| "
                                + "\\+\\d+\\.\\d% \\[\\+\\d+\\.\\d%, \\+\\d+\\.\\d%\\] \\| <0\\.0001 \\| +10 \\| +\\+\\d+\\.\\d% \\| REGRESSION")
                .contains("geometric mean of time: +", " over 3 compared rows", "[1] 3 forks, at least 5 are needed")
                .contains("Saved files, not interleaved")
                .doesNotContain("fixed=", "\u001b", "com.example");
    }

    @Test
    void headline_countsInWords() {
        JmhFile small = new JmhFile().result("F.a", "ss", "B", 1).result("F.b", "ss", "B", 1);
        JmhFile large = new JmhFile().result("F.a", "ss", "B", 2).result("F.b", "ss", "B", 2);

        assertThat(Summary.of(compare(small, large)).headline())
                .isEqualTo("REGRESSION: 2 regressions (threshold 5%, alpha 5%)");
        assertThat(Summary.of(compare(large, small)).headline())
                .isEqualTo("No regression: 2 improvements (threshold 5%, alpha 5%)");
    }

    @Test
    void colours_areShownWhereTheyAreWanted() {
        assertThat(Format.TEXT.render(mixed(), Ansi.ON)).contains("\u001b[31m");
    }

    @Test
    void bytes_areShownAsADifference() {
        Comparison comparison = compare(
                new JmhFile().time("A.a", exactly(5, 1)).secondary("gc.alloc.rate.norm", "B/op", exactly(5, 16)),
                new JmhFile().time("A.a", exactly(5, 1)).secondary("gc.alloc.rate.norm", "B/op", exactly(5, 24)));

        assertThat(Format.TEXT.render(comparison, Ansi.OFF)).contains(" +8 B (+50.0%) |", "16 B/op", "24 B/op");
    }

    @Test
    void namesThatAreAlikeButForTheirPackage_areShownInFull() {
        Comparison comparison = compare(
                new JmhFile().time("one.A.a", 1).time("two.A.a", 1),
                new JmhFile().time("one.A.a", 1).time("two.A.a", 1));

        assertThat(Format.TEXT.render(comparison, Ansi.OFF)).contains("com.example.one.A.a", "com.example.two.A.a");
    }

    @Test
    void markdown_isATableInWhichNoNameBecomesMarkup() {
        JmhFile file =
                new JmhFile().time("A.a", 1).param("x", "a|b").time("A.a", 1).param("x", "<b>_*`\n#");

        String markdown = Format.MARKDOWN.render(compare(file, file), Ansi.OFF);

        assertThat(markdown)
                .startsWith("### INCONCLUSIVE, no regression found: 2 not judged (threshold 5%, alpha 5%)\n")
                .contains("| --- | --- | --- | ---: |", "x=a\\|b", "x=&lt;b&gt;\\_\\*\\` \\#");
        assertThat(markdown.lines().filter(line -> line.startsWith("|")))
                .hasSize(4)
                .allSatisfy(line -> assertThat(line.replace("\\|", "").chars().filter(c -> c == '|'))
                        .hasSize(11));
    }

    @Test
    void junit_hasAFailureForARegressionAndASkipForWhatCouldNotBeTold() {
        Comparison comparison = mixed();

        assertThat(Judgements.of(comparison))
                .extracting(Judgement::status)
                .containsExactlyInAnyOrderElementsOf(List.of(
                        Judgement.Status.PASSED,
                        Judgement.Status.FAILED,
                        Judgement.Status.SKIPPED,
                        Judgement.Status.SKIPPED,
                        Judgement.Status.SKIPPED));
        assertThat(Format.JUNIT.render(comparison, Ansi.OFF))
                .contains("tests=\"5\" failures=\"1\" errors=\"0\" skipped=\"3\"", "<failure message=\"REGRESSION: 9.")
                .contains("name=\"time fixed=1 size=2 mode=avgt threads=1\"");
    }

    private Comparison mixed() {
        double noise = 0.005;
        JmhFile baseline = new JmhFile()
                .time("A.a", forks(1, 10, 10, noise))
                .param("size", "1")
                .param("fixed", "1")
                .time("A.a", forks(3, 10, 10, noise))
                .param("size", "2")
                .param("fixed", "1")
                .time("A.a", forks(5, 10, 10, 0.2))
                .param("size", "3")
                .param("fixed", "1")
                .time("A.few", 1, 2, 3)
                .param("size", "1")
                .param("fixed", "1");
        JmhFile candidate = new JmhFile()
                .time("A.a", forks(2, 10, 10, noise))
                .param("size", "1")
                .param("fixed", "1")
                .time("A.a", forks(4, 10, 12, noise))
                .param("size", "2")
                .param("fixed", "1")
                .time("A.a", forks(6, 10, 10, 0.2))
                .param("size", "3")
                .param("fixed", "1")
                .time("A.few", 1, 2, 3)
                .param("size", "1")
                .param("fixed", "1")
                .time("A.new", 1, 2, 3)
                .param("size", "1")
                .param("fixed", "1");
        return compare(baseline, candidate);
    }

    private Comparison compare(JmhFile baseline, JmhFile candidate) {
        return FileComparison.of(
                baseline.write(folder.resolve("b.json")), candidate.write(folder.resolve("c.json")), Settings.DEFAULT);
    }
}
