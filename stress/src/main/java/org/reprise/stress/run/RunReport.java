package org.reprise.stress.run;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.OverflowBehaviour;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.reprise.result.Environment;
import org.reprise.result.JmhJson;
import org.reprise.result.Judgement;
import org.reprise.result.JunitXml;
import org.reprise.result.Measurement;
import org.reprise.result.Metric;
import org.reprise.stress.oracle.Continuity;
import org.reprise.stress.oracle.Verdict;
import org.reprise.stress.scenario.Scenario;
import org.reprise.stress.scenario.Settings;

/**
 * What a run found.
 *
 * @param verdicts all verdicts, in order
 * @param series all measured values
 * @param notes what else there is to say
 * @param settings what the run was made with
 * @param command the command line that makes the same run again
 */
record RunReport(
        List<Verdict> verdicts, List<Scenario.Series> series, List<String> notes, Settings settings, String command) {

    private static final int WIDEST_CELL = 60;

    static RunReport of(List<Scenario.Findings> findings, Settings settings, String command) {
        List<Verdict> verdicts = new ArrayList<>();
        List<Scenario.Series> series = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        long attempted = 0;
        long restored = 0;
        for (Scenario.Findings found : findings) {
            verdicts.addAll(found.verdicts());
            series.addAll(found.series());
            notes.addAll(found.notes());
            attempted += found.attempted();
            restored += found.restored();
        }
        if (attempted > 0) {
            verdicts.add(continuity(
                    new Continuity(attempted, restored), settings.objectives().continuity()));
        }
        return new RunReport(verdicts, series, notes, settings, command);
    }

    private static Verdict continuity(Continuity continuity, double least) {
        String observed = String.format(
                Locale.ROOT,
                "%,d of %,d, >= %.3f %% at %.0f %% confidence",
                continuity.restored(),
                continuity.attempted(),
                100 * continuity.lowerBound(),
                100 * Continuity.CONFIDENCE);
        Verdict.Status status = continuity.restored() < continuity.attempted()
                ? Verdict.Status.FAIL
                : continuity.lowerBound() >= least ? Verdict.Status.PASS : Verdict.Status.INCONCLUSIVE;
        return new Verdict(
                "all",
                "continuity: reconnects that restored all that was due",
                String.format(Locale.ROOT, "all, >= %.1f %% claimed", 100 * least),
                observed,
                status);
    }

    boolean failed() {
        return verdicts.stream().anyMatch(verdict -> verdict.status() == Verdict.Status.FAIL);
    }

    /** Whether no objective could be judged: such a run says nothing. */
    boolean judgedNothing() {
        return verdicts.stream().allMatch(verdict -> verdict.status() == Verdict.Status.NOT_APPLICABLE);
    }

    void print(PrintStream out) {
        String[][] rows = verdicts.stream()
                .map(verdict -> new String[] {
                    verdict.scenario(),
                    verdict.objective(),
                    verdict.expected(),
                    verdict.observed(),
                    verdict.status().toString().replace('_', ' ')
                })
                .toArray(String[][]::new);
        Column[] columns = {
            column("scenario"), column("objective"), column("expected"), column("observed"), column("verdict")
        };
        out.println();
        out.println(AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, columns, rows));
        notes.forEach(out::println);
        out.println(conclusion());
    }

    private String conclusion() {
        if (failed()) {
            return "FAILED, with seed " + settings.workload().seed() + ". The same run again: " + command;
        }
        if (judgedNothing()) {
            return "Nothing was judged: what was to be played needs what this run does not have.";
        }
        long open = verdicts.stream()
                .filter(verdict -> verdict.status() == Verdict.Status.INCONCLUSIVE)
                .count();
        return open == 0
                ? "Sessions survived: every objective that could be judged holds."
                : "Nothing failed, but this run could not tell in " + open + " of " + verdicts.size()
                        + " objectives: more --sessions or --cycles, or a quieter machine.";
    }

    private static Column column(String header) {
        return new Column()
                .header(header)
                .dataAlign(HorizontalAlign.LEFT)
                .maxWidth(WIDEST_CELL, OverflowBehaviour.NEWLINE);
    }

    /** Writes {@code results.json}, {@code environment.json} and {@code junit.xml} into {@code folder}. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Measurement> measurements = series.stream()
                .map(RunReport::measured)
                .filter(measured -> !measured.values().isEmpty())
                .map(this::measurement)
                .toList();
        JmhJson.write(measurements, folder.resolve("results.json"));
        Environment.ofThisProcess(Instant.now()).write(folder.resolve("environment.json"));
        JunitXml.write("stress", verdicts.stream().map(RunReport::judgement).toList(), folder.resolve("junit.xml"));
    }

    /** Without what came to no end: a run that was too short, or in which all failed, has verdicts all the same. */
    private static Scenario.Series measured(Scenario.Series series) {
        return new Scenario.Series(
                series.name(),
                series.unit(),
                series.values().stream().filter(Double::isFinite).toList());
    }

    private Measurement measurement(Scenario.Series measured) {
        return new Measurement(
                "org.reprise.stress." + measured.name(),
                measured.unit().equals(Scenario.Series.RATE) ? "thrpt" : "ss",
                1,
                Map.of(
                        "corpus",
                        settings.workload().corpus(),
                        "seed",
                        Long.toString(settings.workload().seed())),
                new Metric(measured.unit().equals("ms") ? "ms/op" : measured.unit(), List.of(measured.values())),
                Map.of());
    }

    private static Judgement judgement(Verdict verdict) {
        Judgement.Status status = switch (verdict.status()) {
            case PASS -> Judgement.Status.PASSED;
            case FAIL -> Judgement.Status.FAILED;
            case INCONCLUSIVE, NOT_APPLICABLE -> Judgement.Status.SKIPPED;
        };
        return new Judgement(
                verdict.scenario(),
                verdict.objective(),
                status,
                "expected " + verdict.expected() + ", observed " + verdict.observed());
    }
}
