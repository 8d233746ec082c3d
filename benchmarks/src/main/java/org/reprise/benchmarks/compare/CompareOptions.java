package org.reprise.benchmarks.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.reprise.benchmarks.UsageException;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of every command that ends with a comparison, to be mixed in, and its end. */
public final class CompareOptions {

    private static final double PERCENT = 100;

    @Option(
            names = "--format",
            defaultValue = "text",
            description = "What to write: text, markdown, json or junit. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.TEXT;

    @Option(names = "--out", paramLabel = "FILE", description = "Write to this file, not to the terminal.")
    private @Nullable Path out;

    @Option(
            names = "--threshold",
            defaultValue = "5%",
            converter = ShareConverter.class,
            description = "How much more time per operation is no regression yet. Default: ${DEFAULT-VALUE}.")
    private double threshold;

    @Option(
            names = "--alpha",
            defaultValue = "0.05",
            converter = ShareConverter.class,
            description = "The most chance of any false alarm in the whole comparison. Default: ${DEFAULT-VALUE}.")
    private double alpha;

    @Option(
            names = "--bytes-tolerance",
            paramLabel = "BYTES|SHARE",
            defaultValue = "0",
            converter = ToleranceConverter.class,
            description = "By how much bytes may grow, such as 16 or 1%%. Default: ${DEFAULT-VALUE}.")
    private BytesTolerance bytesTolerance = BytesTolerance.NONE;

    @Option(names = "--strict", description = "Exit with 3 if a metric is inconclusive or not judged.")
    private boolean strict;

    @Option(names = "--allow-removed", description = "The candidate may lack benchmarks of the baseline.")
    private boolean allowRemoved;

    @Option(
            names = "--allow-incomparable",
            description = "Compare, with a warning, what was measured under different conditions.")
    private boolean allowIncomparable;

    /**
     * What to judge by.
     *
     * @throws UsageException if an option is out of its bounds
     */
    public Settings settings() {
        try {
            return new Settings(threshold, alpha, bytesTolerance, allowRemoved, allowIncomparable, strict);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    /**
     * Writes a comparison as asked for.
     *
     * @param given the comparison
     * @param terminal where it goes without a file
     * @return the exit code
     * @throws UsageException if the file cannot be written
     */
    public int finish(Comparison given, PrintWriter terminal) {
        // One that was saved may have been made without.
        Comparison comparison = strict ? given.strictly() : given;
        if (out == null) {
            terminal.print(format.render(comparison, Ansi.AUTO));
            terminal.flush();
            return comparison.exitCode();
        }
        try {
            Files.writeString(out, format.render(comparison, Ansi.OFF));
        } catch (IOException e) {
            throw new UsageException(out + " cannot be written: " + e + "; --out needs a file in a folder that exists");
        }
        return comparison.exitCode();
    }

    /** A share, as 5% or as 0.05. */
    static final class ShareConverter implements ITypeConverter<Double> {

        @Override
        public Double convert(String text) {
            double share = number(text.endsWith("%") ? text.substring(0, text.length() - 1) : text, text);
            double value = text.endsWith("%") ? share / PERCENT : share;
            if (!text.endsWith("%") && value >= 1) {
                throw new TypeConversionException("'" + text + "' is a share of 1 or more, write 5% or 0.05");
            }
            return value;
        }

        private static double number(String digits, String text) {
            try {
                return Double.parseDouble(digits);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is no share, write 5% or 0.05");
            }
        }
    }

    /** Bytes, or a share with its percent sign. */
    static final class ToleranceConverter implements ITypeConverter<BytesTolerance> {

        @Override
        public BytesTolerance convert(String text) {
            try {
                return text.endsWith("%")
                        ? new BytesTolerance(0, Double.parseDouble(text.substring(0, text.length() - 1)) / PERCENT)
                        : new BytesTolerance(Double.parseDouble(text), 0);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + text + "' is no tolerance, write 16 or 1%");
            }
        }
    }
}
