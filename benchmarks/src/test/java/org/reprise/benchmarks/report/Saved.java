package org.reprise.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.reprise.benchmarks.compare.Comparison;
import org.reprise.benchmarks.compare.FileComparison;
import org.reprise.benchmarks.compare.ForkPair;
import org.reprise.benchmarks.compare.JmhFile;
import org.reprise.benchmarks.compare.JmhReader;
import org.reprise.benchmarks.compare.JmhResult;
import org.reprise.benchmarks.compare.PairedComparison;
import org.reprise.benchmarks.compare.PairedRun;
import org.reprise.benchmarks.compare.Settings;
import org.reprise.benchmarks.statistics.BlockedOrders;
import org.reprise.benchmarks.statistics.Looks;
import org.reprise.benchmarks.statistics.Order;
import org.reprise.result.JmhJson;
import org.reprise.result.Measurement;
import org.reprise.result.Metric;

/** Files such as the commands leave behind. */
final class Saved {

    /** A name that would do harm if it became markup anywhere. */
    static final String HOSTILE = "<script>alert(1)</script></script><img src=x onerror=alert(2)>{{{x}}}&amp;'\"";

    private static final long SEED = 42;

    private static final String SAMPLES = """
            [{"benchmark": "com.example.Store.append", "mode": "sample", "threads": 1, "forks": 2,
              "primaryMetric": {"score": 1.5, "scoreError": "NaN", "scoreUnit": "us/op",
                "scorePercentiles": {"0.0": 1.0, "50.0": 1.0, "90.0": 2.0, "99.0": 4.0, "99.9": 30.0, "99.99": 90.0, "100.0": 90.0},
                "rawDataHistogram": [
                  [[[1.0, 800], [2.0, 150]], [[4.0, 49], [90.0, 1]]],
                  [[[1.0, 800], [2.0, 150]], [[4.0, 49], [30.0, 1]]]]},
              "secondaryMetrics": {}}]
            """;

    private final Path folder;

    Saved(Path folder) {
        this.folder = folder;
    }

    /** Results of two benchmarks, five forks each. */
    Path results(String name) {
        return new JmhFile()
                .time("Codec.encode", JmhFile.forks(1, 5, 12, 0.02))
                .param("size", "SMALL")
                .secondary("gc.alloc.rate.norm", "B/op", JmhFile.exactly(5, 1_024))
                .time("Codec.encode", JmhFile.forks(2, 5, 130, 0.02))
                .param("size", "LARGE")
                .result("Store.append", "thrpt", "ops/s", JmhFile.forks(3, 5, 250_000, 0.02))
                .write(folder.resolve(name));
    }

    /** A comparison of two files: the candidate is slower, allocates more, and has a benchmark with a harmful name. */
    Path fileComparison(String name) {
        Path baseline = new JmhFile()
                .time("Codec.encode", JmhFile.forks(1, 8, 12, 0.01))
                .secondary("gc.alloc.rate.norm", "B/op", JmhFile.exactly(8, 1_024))
                .time("Codec.decode", JmhFile.forks(2, 8, 20, 0.01))
                .time(HOSTILE, JmhFile.forks(3, 8, 20, 0.5))
                .param(HOSTILE, HOSTILE)
                .time("Codec.few", 1, 2)
                .write(folder.resolve("baseline.json"));
        Path candidate = new JmhFile()
                .time("Codec.encode", JmhFile.forks(4, 8, 18, 0.01))
                .secondary("gc.alloc.rate.norm", "B/op", JmhFile.exactly(8, 1_032))
                .time("Codec.decode", JmhFile.forks(5, 8, 20, 0.01))
                .time(HOSTILE, JmhFile.forks(6, 8, 21, 0.5))
                .param(HOSTILE, HOSTILE)
                .time("Codec.few", 1, 2)
                .time("Codec.fresh", 3, 4)
                .write(folder.resolve("candidate.json"));
        return compare(baseline, candidate, name);
    }

    /** The comparison of two files. */
    Path compare(Path baseline, Path candidate, String name) {
        return save(name, FileComparison.of(baseline, candidate, Settings.DEFAULT));
    }

    /** A comparison of 20 pairs of forks of a benchmark that became 15 % slower and of one that did not. */
    Path pairedComparison(String name) {
        List<ForkPair> pairs = new ArrayList<>();
        Random random = new Random(SEED);
        for (Order order : BlockedOrders.DEFAULT.draw(SEED, 20)) {
            double machine = Math.exp(0.05 * random.nextGaussian());
            List<JmhResult> before = fork(10 * machine * noise(random), 80 * machine * noise(random));
            List<JmhResult> after = fork(11.5 * machine * noise(random), 80 * machine * noise(random));
            for (int i = 0; i < before.size(); i++) {
                pairs.add(new ForkPair(order, before.get(i), after.get(i)));
            }
        }
        PairedRun run = new PairedRun(
                "old.jar", "new.jar", SEED, BlockedOrders.DEFAULT, Looks.upTo(20), pairs, List.of(), List.of());
        return save(name, PairedComparison.last(run, Settings.DEFAULT));
    }

    /** Results as stress writes them. */
    Path stress(String name) {
        Random random = new Random(SEED);
        Path file = folder.resolve(name);
        JmhJson.write(
                List.of(
                        stress("cycles.cycle-median", "ms/op", random.doubles(10, 20, 30)),
                        stress("cycles.footprint", "B", random.doubles(10, 11_139, 11_140)),
                        stress("cycles.restore", "ms/op", random.doubles(1_000, 5, 80)),
                        stress("reconnect.restore", "ms/op", random.doubles(120, 3, 40))),
                file);
        return file;
    }

    private static Measurement stress(String name, String unit, DoubleStream values) {
        return new Measurement(
                "org.reprise.stress." + name,
                "ss",
                1,
                Map.of("corpus", "generated"),
                new Metric(unit, List.of(values.boxed().toList())),
                Map.of());
    }

    private List<JmhResult> fork(double encode, double decode) {
        return JmhReader.read(new JmhFile()
                .time("Codec.encode", encode)
                .time("Codec.decode", decode)
                .write(folder.resolve("fork.json")));
    }

    /** Sample mode: two forks, 1,000 values in each. */
    Path samples(String name) {
        try {
            return Files.writeString(folder.resolve(name), SAMPLES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An environment, as the commands write it beside their results. */
    Path environment(String name, int cores) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, """
                    {"jdk": "17.0.15 Debian", "os": "Linux 6.1 amd64", "cores": %d, "maxHeapBytes": 6320816128,
                     "flags": ["-Xmx1g", "-XX:+UseSerialGC"], "at": "2026-01-01T00:00:%02dZ"}
                    """.formatted(cores, cores));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double noise(Random random) {
        return Math.exp(0.02 * random.nextGaussian());
    }

    private Path save(String name, Comparison comparison) {
        try {
            return Files.writeString(folder.resolve(name), comparison.toJson());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
