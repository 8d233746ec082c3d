package org.reprise.benchmarks.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.reprise.benchmarks.ExitCode;
import org.reprise.benchmarks.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code report}: saved files as a page to look at. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Draws saved files as one HTML page that needs no network: any mix of JMH results (ours, those of stress, any"
                    + " project's), comparisons and environments.",
            "An environment.json beside a file is shown, and its profiles are linked, without being named."
        },
        footer = {
            "",
            "Examples:",
            "  java -jar benchmarks.jar compare baseline.json candidate.json --format json --out comparison.json",
            "  java -jar benchmarks.jar report comparison.json baseline.json candidate.json -o report.html",
            "  java -jar benchmarks.jar report stress-results/results.json -o stress.html",
            "",
            "Exit codes: 0 the page is written, whatever the verdict on it; 2 usage or an unreadable file, nothing is"
                    + " written."
        })
public final class ReportCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Results as JMH's JSON, a comparison saved by --format json, or an environment.json.")
    private List<Path> files;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            defaultValue = "report.html",
            description = "The page to write. Default: ${DEFAULT-VALUE}.")
    private Path page;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        String html =
                Html.of(Report.of(Inputs.read(files), page.toAbsolutePath().getParent()));
        try {
            Files.writeString(page, html);
        } catch (IOException e) {
            throw new UsageException(page + " cannot be written: " + e + "; -o needs a file in a folder that exists");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("written: " + page);
        return ExitCode.OK;
    }
}
