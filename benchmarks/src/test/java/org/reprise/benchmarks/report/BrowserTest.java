package org.reprise.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a real browser. The pictures stay in {@code target/report}, to be looked at. */
@Tag("once")
class BrowserTest {

    private static final Path PICTURES = Path.of("target", "report");
    private static final Path PROFILES = Path.of("target", "chromium").toAbsolutePath();
    private static final String WITHOUT =
            "SKIPPED: no Chromium or Chrome on the PATH, so the report page is not looked at; install chromium";
    private static final int DESKTOP = 1280;
    private static final int PHONE = 390;

    @TempDir
    private Path folder;

    private Chromium chromium;
    private Saved saved;

    @BeforeEach
    void open() throws IOException {
        Optional<Path> binary = Chromium.onPath();
        if (binary.isEmpty()) {
            System.out.println(WITHOUT);
        }
        assumeTrue(binary.isPresent(), WITHOUT);
        // Not in the test's folder, which is deleted: processes of a browser that has ended may still write there.
        Files.createDirectories(PROFILES);
        chromium = new Chromium(binary.get(), Files.createTempDirectory(PROFILES, "profile"));
        saved = new Saved(folder);
    }

    @ParameterizedTest
    @ValueSource(ints = {DESKTOP, PHONE})
    void everyChartIsDrawn_andTheConsoleStaysEmpty(int width) throws IOException {
        Path page = page(everything());

        Chromium.Visit visit = chromium.visit(page, width);

        assertThat(visit.console()).isEmpty();
        Document dom = Jsoup.parse(visit.dom());
        assertThat(dom.select(".chart")).hasSizeGreaterThan(15).allSatisfy(chart -> {
            assertThat(chart.select("svg")).as(chart.attr("aria-label")).hasSize(1);
            assertThat(marks(chart)).as("marks of " + chart.attr("aria-label")).isGreaterThanOrEqualTo(2);
            assertThat(chart.select("svg text"))
                    .as("labels of " + chart.attr("aria-label"))
                    .hasSizeGreaterThan(2);
        });
        Files.createDirectories(PICTURES);
        Path picture = PICTURES.resolve("report-" + width + ".png");
        chromium.photograph(page, width, 4000, picture);
        assertThat(ImageIO.read(picture.toFile()).getWidth()).isEqualTo(width);
    }

    @Test
    void forest_hasAMarkAndAnIntervalForEachRowInTheColourOfItsVerdict() throws IOException {
        Document dom = Jsoup.parse(
                chromium.visit(page(saved.fileComparison("c.json")), DESKTOP).dom());

        Element forest = dom.select(".chart").first();
        assertThat(forest.select("path[fill=#d55e00]"))
                .as("time and bytes regress")
                .hasSize(2);
        assertThat(forest.select("path[fill=#009e73]")).as("one is the same").hasSize(1);
        assertThat(forest.select("path[stroke=#d55e00], polyline[stroke=#d55e00]"))
                .as("the interval of time, with its ends, and the edges of the marks")
                .hasSizeGreaterThanOrEqualTo(3);
        assertThat(forest.select("text").eachText()).contains("Codec.encode, time", "threshold \u00b15 %");
    }

    @Test
    void namesThatLookLikeMarkup_areShownAndDoNothing() throws IOException {
        Chromium.Visit visit = chromium.visit(page(saved.fileComparison("c.json")), DESKTOP);

        Document dom = Jsoup.parse(visit.dom());
        assertThat(visit.console()).isEmpty();
        assertThat(dom.select("script")).hasSize(3);
        assertThat(dom.select("img, [onerror]")).isEmpty();
        assertThat(dom.select("svg text").eachText()).anyMatch(text -> text.contains("<script>alert(1)"));
    }

    @Test
    void whatAPageMustNotDo_wouldBeSeenInTheConsole() throws IOException {
        Path page = page(saved.results("a.json"));
        String html = Files.readString(page);

        for (String forbidden : List.of(
                "<img src='http://192.0.2.1/x.png'>",
                "<link rel=stylesheet href='http://192.0.2.1/x.css'>",
                "<script>alert(1)</script>")) {
            Files.writeString(page, html.replace("</main>", forbidden + "</main>"));

            assertThat(chromium.visit(page, DESKTOP).console())
                    .as(forbidden)
                    .anyMatch(line -> line.contains("Content Security Policy"));
        }
    }

    @Test
    void page_printsAllOfItsSections() throws IOException {
        Path pdf = Files.createDirectories(PICTURES).resolve("report.pdf");

        chromium.print(page(everything()), pdf);

        assertThat(Files.readAllBytes(pdf)).startsWith("%PDF".getBytes()).hasSizeGreaterThan(20_000);
    }

    private Path[] everything() {
        return new Path[] {
            saved.fileComparison("c.json"),
            saved.pairedComparison("p.json"),
            saved.results("a.json"),
            saved.results("b.json"),
            saved.samples("s.json"),
            saved.stress("stress.json"),
            saved.environment("environment.json", 2)
        };
    }

    private Path page(Path... files) throws IOException {
        return Files.writeString(
                folder.resolve("report.html"), Html.of(Report.of(Inputs.read(List.of(files)), folder)));
    }

    /** Shapes in a colour that only data have. */
    private static long marks(Element chart) {
        return chart.select("path, polyline, circle, rect, polygon").stream()
                .filter(shape -> List.of(shape.attr("fill"), shape.attr("stroke")).stream()
                        .anyMatch(List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#8a5a00")::contains))
                .count();
    }
}
