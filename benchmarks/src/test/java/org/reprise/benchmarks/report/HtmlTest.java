package org.reprise.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HtmlTest {

    @TempDir
    private Path folder;

    @Test
    void namesThatLookLikeMarkup_stayText() {
        Document page = page(new Saved(folder).fileComparison("c.json"));

        assertThat(page.select("td").eachText()).anyMatch(text -> text.contains(Saved.HOSTILE));
        assertThat(page.select("script")).as("data, library, drawing").hasSize(3);
        assertThat(page.select("img")).isEmpty();
        JsonNode data =
                JsonMapper.shared().readTree(page.select("#charts").first().data());
        assertThat(data.get(0)
                        .get("marks")
                        .valueStream()
                        .map(mark -> mark.get("name").asString()))
                .anyMatch(name -> name.contains(Saved.HOSTILE));
        assertThat(page.select("#charts").first().data()).doesNotContain("<");
    }

    @Test
    void pageLoadsNothing() {
        Document page = page(new Saved(folder).fileComparison("c.json"), new Saved(folder).stress("s.json"));

        assertThat(page.select("link, img, iframe, object, embed, form, base, [src], [srcset], [style]"))
                .isEmpty();
        assertThat(page.select("[href]"))
                .isNotEmpty()
                .allSatisfy(
                        link -> assertThat(page.getElementById(link.attr("href").substring(1)))
                                .isNotNull());
        assertThat(page.select("style").first().data()).doesNotContain("url(", "@import");
        Element policy = page.select("meta[http-equiv=Content-Security-Policy]").first();
        assertThat(policy.attr("content"))
                .startsWith("default-src 'none'; script-src 'sha256-")
                .doesNotContain("http", "*", "unsafe-eval");
    }

    @Test
    void licenceOfTheChartLibrary_staysInThePage() {
        Document page = page(new Saved(folder).results("a.json"));

        assertThat(page.html()).contains("Licensed to the Apache Software Foundation (ASF) under one");
        assertThat(page.select("footer").text()).contains("Apache ECharts 5.5.0", "Apache License 2.0", "BSD");
    }

    @Test
    void withoutScripts_theFiguresOfEachChartAreThere() {
        Document page = page(new Saved(folder).fileComparison("c.json"));

        assertThat(page.select("figure")).isNotEmpty().allSatisfy(figure -> {
            assertThat(figure.select("figcaption").text()).isNotBlank();
            assertThat(figure.select("details td").eachText()).isNotEmpty();
            assertThat(figure.select(".chart[role=img]").eachAttr("aria-label"))
                    .isNotEmpty()
                    .doesNotContain("");
        });
        assertThat(page.title()).isEqualTo("Regression in 2 metrics - Reprise report");
        assertThat(page.select(".verdict h2").text()).isEqualTo("Regression in 2 metrics");
    }

    private Document page(Path... files) {
        return Jsoup.parse(Html.of(Report.of(Inputs.read(List.of(files)), folder)));
    }
}
