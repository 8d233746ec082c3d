package org.reprise.benchmarks.run;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.OverflowBehaviour;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.reprise.benchmarks.profile.CpuTimeProfiler;
import org.reprise.result.Hotspots;

/** What one benchmark costs, and where. */
record Explanation(RunResult result, Hotspots hotspots) {

    private static final int WIDEST_CELL = 70;

    void print(PrintWriter out) {
        BenchmarkParams params = result.getParams();
        out.println(params.getBenchmark() + "  ["
                + params.getParamsKeys().stream()
                        .map(key -> key + "=" + params.getParam(key))
                        .collect(Collectors.joining(", "))
                + "; " + (params.getForks() == 1 ? "1 fork" : params.getForks() + " forks") + " of "
                + params.getMeasurement().getCount()
                + " iterations, recorded]");
        out.println(table(costs(), words("what"), number("score"), number("\u00b1 99.9 %"), words("unit")));
        out.println("Hottest methods  [" + hotspots.samples() + " samples]");
        out.println(spots("method", hotspots.methods()));
        out.println("Largest allocation sites");
        out.println(spots("class", hotspots.allocations()));
    }

    private String[][] costs() {
        List<String[]> rows = new ArrayList<>();
        rows.add(row("time", result.getPrimaryResult()));
        add(rows, "CPU time", CpuTimeProfiler.METRIC);
        add(rows, "allocated", "gc.alloc.rate.norm");
        add(rows, "collections", "gc.count");
        add(rows, "time in collections", "gc.time");
        return rows.toArray(String[][]::new);
    }

    /** JMH leaves out what is zero. */
    private void add(List<String[]> rows, String what, String metric) {
        Result<?> secondary = result.getSecondaryResults().get(metric);
        rows.add(secondary == null ? new String[] {what, "-", "-", ""} : row(what, secondary));
    }

    private static String[] row(String what, Result<?> measured) {
        return new String[] {
            what, number(measured.getScore()), number(measured.getScoreError()), measured.getScoreUnit()
        };
    }

    private static String number(double value) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 3;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    private static String spots(String what, List<Hotspots.Spot> spots) {
        String[][] rows = spots.stream().map(Explanation::row).toArray(String[][]::new);
        return table(rows, number("share"), words(what), words("at"));
    }

    private static String[] row(Hotspots.Spot spot) {
        return new String[] {String.format(Locale.ROOT, "%.1f %%", 100 * spot.share()), spot.what(), spot.where()};
    }

    private static String table(String[][] rows, Column... columns) {
        return AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, columns, rows);
    }

    private static Column words(String header) {
        return column(header, HorizontalAlign.LEFT);
    }

    private static Column number(String header) {
        return column(header, HorizontalAlign.RIGHT);
    }

    private static Column column(String header, HorizontalAlign align) {
        return new Column().header(header).dataAlign(align).maxWidth(WIDEST_CELL, OverflowBehaviour.ELLIPSIS_LEFT);
    }
}
