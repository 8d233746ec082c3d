package org.reprise.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.reprise.benchmarks.UsageException;
import org.reprise.benchmarks.compare.JmhReader;
import org.reprise.benchmarks.compare.JmhResult;

/**
 * What is made of a file of results that anybody may have written: what it says, or one line that tells what is wrong with
 * it, never another exception.
 *
 * <p>In a build each method is given the saved inputs of its folder. With {@code JAZZER_FUZZ=1} in the environment, and
 * {@code -Dtest=ResultReadersFuzzTest#…}, Jazzer looks for further ones, guided by coverage.
 */
class ResultReadersFuzzTest {

    /** Results of JMH, which are read twice: for what is compared, and for what is drawn. */
    @FuzzTest(maxDuration = "10m")
    void results(byte[] bytes) throws IOException {
        fromFile(bytes, file -> {
            List<JmhResult> results = JmhReader.read(file);
            results.forEach(JmhResult::forks);
            assertThat(RawReader.read(file)).hasSameSizeAs(results);
        });
    }

    /** Whatever a report takes: results, a comparison or an environment. */
    @FuzzTest(maxDuration = "10m")
    void input(byte[] bytes) throws IOException {
        fromFile(bytes, file -> Inputs.read(List.of(file)));
    }

    private interface Reading {
        void from(Path file);
    }

    private static void fromFile(byte[] bytes, Reading reading) throws IOException {
        Path folder = Files.createTempDirectory("fuzz");
        Path file = Files.write(folder.resolve("input.json"), bytes);
        try {
            reading.from(file);
        } catch (UsageException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("\n").contains(file.toString());
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }
}
