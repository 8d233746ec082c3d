package org.reprise.benchmarks.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reprise.benchmarks.ExitCode;
import org.reprise.benchmarks.UsageException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A baseline and a candidate, compared: what every rendering is made of, and what {@code --format json} holds.
 *
 * @param design how both were measured
 * @param settings what they were judged by
 * @param rows all metrics, in the order of the baseline, then what is removed, then what is added
 * @param warnings what speaks against trusting the verdicts
 * @param ruler what the ruler showed, null where there was none
 */
public record Comparison(
        Design design,
        Settings settings,
        List<Row> rows,
        List<String> warnings,
        @Nullable Ruler ruler) {

    /** What tells the JSON of a comparison from other JSON, in its field {@code format}. */
    public static final String FORMAT = "reprise-comparison-1";

    private static final String FORMAT_FIELD = "format";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public Comparison {
        rows = List.copyOf(rows);
        warnings = List.copyOf(warnings);
    }

    /** The rows of a status. */
    public List<Row> with(Status status) {
        return rows.stream().filter(row -> row.status() == status).toList();
    }

    /** The benchmarks that only the candidate has. */
    public List<BenchmarkKey> added() {
        return with(Status.ADDED).stream().map(Row::key).toList();
    }

    /** The benchmarks that only the baseline has. */
    public List<BenchmarkKey> removed() {
        return with(Status.REMOVED).stream().map(Row::key).toList();
    }

    /** Whether more pairs would decide nothing more: each metric has its verdict, or is not likely to get one. */
    public boolean settled() {
        return rows.stream().noneMatch(Row::open);
    }

    /** What a command that ends with this exits with, see {@link ExitCode}. */
    public int exitCode() {
        if (!with(Status.REGRESSION).isEmpty()) {
            return ExitCode.FAILED;
        }
        boolean inconclusive =
                !with(Status.INCONCLUSIVE).isEmpty() || !with(Status.NOT_JUDGED).isEmpty();
        return inconclusive && settings.strict() ? ExitCode.INCONCLUSIVE : ExitCode.OK;
    }

    /** This, of which what is inconclusive fails. */
    Comparison strictly() {
        return new Comparison(design, settings.strictly(), rows, warnings, ruler);
    }

    /**
     * This, told what the ruler showed: where it moved, no verdict on time stands. Results are never divided by it.
     */
    public Comparison withRuler(Ruler measured) {
        if (!measured.moved()) {
            return new Comparison(design, settings, rows, warnings, measured);
        }
        String why = String.format(
                Locale.ROOT,
                "the ruler, the same code on both sides, changed by %+.1f %%, more than %.1f %%: the machine was not the same",
                100 * (measured.ratio() - 1),
                100 * measured.bound());
        List<Row> doubted = rows.stream()
                .map(row ->
                        row.gate() == Gate.TIMING && row.ratio() != null ? row.inconclusive("the ruler moved") : row)
                .toList();
        List<String> more = new ArrayList<>(warnings);
        more.add(why);
        return new Comparison(design, settings, doubted, more, measured);
    }

    /** As JSON, which {@link #read} reads. Infinity is written as a string. */
    public String toJson() {
        ObjectNode node = JSON.createObjectNode().put(FORMAT_FIELD, FORMAT);
        node.setAll((ObjectNode) JSON.valueToTree(this));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    }

    /**
     * What {@link #toJson} wrote to a file.
     *
     * @throws UsageException if the file holds no comparison
     */
    public static Comparison read(Path file) {
        if (!Files.isReadable(file)) {
            throw new UsageException(file + " cannot be read: no such file");
        }
        try {
            JsonNode node = JSON.readTree(file);
            if (!node.path(FORMAT_FIELD).asString("").equals(FORMAT)) {
                throw new UsageException(file + " holds no comparison (its field 'format' is not '" + FORMAT
                        + "'): give the results of both sides, or a file written by --format json");
            }
            Comparison comparison = JSON.treeToValue(node, Comparison.class);
            if (!isWhole(comparison)) {
                throw new UsageException(file + " is a comparison of which parts are missing: compare again");
            }
            return comparison;
        } catch (JacksonException e) {
            throw new UsageException(file + " cannot be read as a comparison: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }

    /** Jackson leaves null what a file lacks. */
    private static boolean isWhole(Comparison comparison) {
        return Stream.of(comparison.design(), comparison.settings()).allMatch(Objects::nonNull)
                && comparison.rows().stream()
                        .flatMap(row ->
                                Stream.of(row.key(), row.metric(), row.unit(), row.gate(), row.status(), row.note()))
                        .allMatch(Objects::nonNull);
    }
}
