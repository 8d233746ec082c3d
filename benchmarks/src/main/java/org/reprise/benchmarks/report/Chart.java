package org.reprise.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reprise.benchmarks.compare.Status;

/** What the page's script draws: data, no looks. No number in it is NaN or infinite. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Chart.Forest.class, name = "forest"),
    @JsonSubTypes.Type(value = Chart.Sides.class, name = "sides"),
    @JsonSubTypes.Type(value = Chart.Strip.class, name = "strip"),
    @JsonSubTypes.Type(value = Chart.Lines.class, name = "lines")
})
sealed interface Chart {

    /** What it shows, for those who do not see it. */
    String label();

    /**
     * Ratios with their intervals and the band of the threshold.
     *
     * @param threshold as a share
     * @param least the smallest ratio on the axis, alike for charts that belong together
     * @param most the largest
     */
    record Forest(String label, double threshold, double least, double most, List<Mark> marks) implements Chart {}

    /** A row of a forest; a bound is null where there is none. */
    record Mark(
            String name,
            double ratio,
            @Nullable Double low,
            @Nullable Double high,
            Status status,
            String text) {}

    /**
     * The forks of both sides.
     *
     * @param links whether forks at the same place are a pair
     */
    record Sides(String label, String unit, Links links, List<Group> sides) implements Chart {}

    /** Whether forks are joined. */
    enum Links {
        PAIRS,
        NONE
    }

    /** The forks of each category, side by side for each group, such as a file. */
    record Strip(String label, String unit, Scale scale, List<String> categories, List<Groups> groups)
            implements Chart {}

    /** Forks, and what is typical of them. */
    record Group(String name, List<Double> forks, @Nullable Double median) {}

    /**
     * A group of each category.
     *
     * @param place groups of the same place are drawn in the same colour and with the same symbol
     */
    record Groups(String name, int place, List<Group> groups) {}

    /** Values along something. */
    record Lines(String label, Axis x, Axis y, List<Line> lines) implements Chart {}

    /** An axis with its name, unit included. */
    record Axis(String name, Scale scale) {}

    /** How an axis is divided. */
    enum Scale {
        LINEAR,
        FROM_ZERO,
        LOG,
        /** Whole numbers only. */
        COUNT,
        /** Values are {@code -log10(1 - p)} for the quantile p. */
        PERCENTILE
    }

    /**
     * A line.
     *
     * @param group lines of the same group are drawn in the same colour and with the same symbol
     */
    record Line(String name, int group, Draw draw, List<Point> points) {}

    /** How a line is drawn. */
    enum Draw {
        LINE,
        DOTS,
        /** What is typical of a stretch. */
        LEVEL
    }

    /** A point; a gap in the line where y is null. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Point(double x, @Nullable Double y) {}
}
