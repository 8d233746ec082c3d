package org.reprise.benchmarks.plot;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler;
import org.reprise.benchmarks.ExitCode;
import org.reprise.benchmarks.UsageException;
import org.reprise.benchmarks.codec.ContextSize;
import org.reprise.benchmarks.codec.SerializationBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code plot}: a bar chart of serialization results. */
@Command(
        name = "plot",
        mixinStandardHelpOptions = true,
        description = "Draws the results of SerializationBenchmark as a PNG picture, a chart for each size.",
        footer = {
            "",
            "Example:",
            "  java -jar benchmarks.jar SerializationBenchmark -rf json -rff results.json",
            "  java -jar benchmarks.jar plot results.json -o serialization.png"
        })
public final class PlotCommand implements Callable<Integer> {

    private static final int WIDTH = 1000;
    private static final int HEIGHT = 280;
    /** Told apart whatever one's eyes or printer: Okabe and Ito, "Color Universal Design". */
    private static final Color BLUE = new Color(0x56B4E9);

    private static final Color ORANGE = new Color(0xE69F00);

    private static final List<String> METHODS = List.of("encode", "decode");

    @Parameters(paramLabel = "FILE", description = "Results as JMH's JSON.")
    private Path results;

    @Option(names = "-o", paramLabel = "FILE", required = true, description = "The picture to write.")
    private Path picture;

    @Override
    public Integer call() {
        System.setProperty("java.awt.headless", "true");
        List<CategoryChart> charts = new ArrayList<>();
        JsonNode all = read();
        for (ContextSize size : ContextSize.values()) {
            Map<String, Map<String, Double>> scores = scores(all, size);
            if (!scores.isEmpty()) {
                charts.add(chart(size, scores));
            }
        }
        if (charts.isEmpty()) {
            throw new UsageException(results + " holds no result of SerializationBenchmark in us/op");
        }
        try (OutputStream out = Files.newOutputStream(picture)) {
            BitmapEncoder.saveBitmap(charts, charts.size(), 1, out, BitmapEncoder.BitmapFormat.PNG);
        } catch (IOException e) {
            throw new UsageException(
                    picture + " cannot be written: " + e + "; -o needs a file in a folder that exists");
        }
        System.out.println("written: " + picture);
        return ExitCode.OK;
    }

    private JsonNode read() {
        try {
            return JsonMapper.shared().readTree(results);
        } catch (JacksonException e) {
            throw new UsageException(results + " cannot be read as JMH's JSON: " + e.getOriginalMessage());
        }
    }

    /** Scores by method and codec; of a run that failed there is none, and a logarithm is of what is positive. */
    private static Map<String, Map<String, Double>> scores(JsonNode all, ContextSize size) {
        Map<String, Map<String, Double>> scores = new LinkedHashMap<>();
        for (JsonNode result : all) {
            String benchmark = result.path("benchmark").asString("");
            JsonNode metric = result.path("primaryMetric");
            for (String method : METHODS) {
                if (benchmark.equals(SerializationBenchmark.class.getName() + "." + method)
                        && result.at("/params/size").asString("").equals(size.name())
                        && metric.path("scoreUnit").asString("").equals("us/op")
                        && metric.path("score").asDouble(Double.NaN) > 0) {
                    scores.computeIfAbsent(method, key -> new LinkedHashMap<>())
                            .put(
                                    result.at("/params/codec").asString(),
                                    metric.path("score").asDouble());
                }
            }
        }
        return scores;
    }

    private static CategoryChart chart(ContextSize size, Map<String, Map<String, Double>> scores) {
        Set<String> codecs = new LinkedHashSet<>();
        scores.values().forEach(byCodec -> codecs.addAll(byCodec.keySet()));
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(size + " context: time to serialize (shorter is better)")
                .yAxisTitle("us, logarithmic")
                .build();
        CategoryStyler style = chart.getStyler();
        style.setSeriesColors(new Color[] {BLUE, ORANGE});
        style.setChartBackgroundColor(Color.WHITE);
        style.setLegendPosition(Styler.LegendPosition.OutsideE);
        style.setYAxisLogarithmic(true);
        style.setYAxisMin(powerOfTenBelow(scores));
        style.setPlotGridVerticalLinesVisible(false);
        style.setLabelsVisible(true);
        style.setLabelsRotation(0);
        style.setYAxisDecimalPattern("#,##0.#");
        for (String method : METHODS) {
            Map<String, Double> byCodec = scores.getOrDefault(method, Map.of());
            if (!byCodec.isEmpty()) {
                chart.addSeries(
                        method,
                        List.copyOf(codecs),
                        codecs.stream().map(byCodec::get).toList());
            }
        }
        return chart;
    }

    private static double powerOfTenBelow(Map<String, Map<String, Double>> scores) {
        double least = scores.values().stream()
                .flatMap(byCodec -> byCodec.values().stream())
                .min(Double::compare)
                .orElseThrow();
        return Math.pow(10, Math.floor(Math.log10(least)));
    }
}
