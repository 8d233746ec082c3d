package org.reprise.benchmarks.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/**
 * Notes which benchmarks began and gave no result: JMH itself says so in passing and exits with 0.
 *
 * <p>Passes everything on to JMH's own output.
 */
final class RunWatch implements OutputFormat {

    private final OutputFormat output;
    private final List<String> failures = new ArrayList<>();
    private @Nullable BenchmarkParams running;

    RunWatch(OutputFormat output) {
        this.output = output;
    }

    /** The benchmarks, with their parameters, that gave no result or one that is not a number. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void startBenchmark(BenchmarkParams params) {
        noteIfStillRunning();
        running = params;
        output.startBenchmark(params);
    }

    @Override
    public void endBenchmark(BenchmarkResult result) {
        if (result != null && Double.isFinite(result.getPrimaryResult().getScore())) {
            running = null;
        }
        output.endBenchmark(result);
    }

    @Override
    public void endRun(Collection<RunResult> results) {
        noteIfStillRunning();
        output.endRun(results);
    }

    private void noteIfStillRunning() {
        BenchmarkParams unended = running;
        if (unended != null) {
            List<String> params = unended.getParamsKeys().stream()
                    .map(key -> key + "=" + unended.getParam(key))
                    .toList();
            failures.add(unended.getBenchmark() + " " + params);
            running = null;
        }
    }

    @Override
    public void iteration(BenchmarkParams benchmark, IterationParams params, int iteration) {
        output.iteration(benchmark, params, iteration);
    }

    @Override
    public void iterationResult(
            BenchmarkParams benchmark, IterationParams params, int iteration, IterationResult result) {
        output.iterationResult(benchmark, params, iteration, result);
    }

    @Override
    public void startRun() {
        output.startRun();
    }

    @Override
    public void print(String text) {
        output.print(text);
    }

    @Override
    public void println(String text) {
        output.println(text);
    }

    @Override
    public void flush() {
        output.flush();
    }

    @Override
    public void close() {
        output.close();
    }

    @Override
    public void verbosePrintln(String text) {
        output.verbosePrintln(text);
    }

    @Override
    public void write(int b) {
        output.write(b);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        output.write(bytes);
    }
}
