package org.reprise.benchmarks.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.reprise.result.JunitXml;
import picocli.CommandLine.Help.Ansi;

/** What a comparison is written as. */
public enum Format {
    /** A table for people. */
    TEXT {
        @Override
        String render(Comparison comparison, Ansi ansi) {
            return TextReport.of(comparison, ansi);
        }
    },
    /** For the summary page of a CI step. */
    MARKDOWN {
        @Override
        String render(Comparison comparison, Ansi ansi) {
            return MarkdownReport.of(comparison);
        }
    },
    /** All there is, read back by {@link Comparison#read}. */
    JSON {
        @Override
        String render(Comparison comparison, Ansi ansi) {
            return comparison.toJson() + System.lineSeparator();
        }
    },
    /** JUnit XML: a failure for each regression, a skip for each metric that could not be told. */
    JUNIT {
        @Override
        String render(Comparison comparison, Ansi ansi) {
            try {
                Path file = Files.createTempFile("comparison", ".xml");
                try {
                    JunitXml.write("comparison", Judgements.of(comparison), file);
                    return Files.readString(file) + System.lineSeparator();
                } finally {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    /** The whole text; {@code ansi} tells whether it is shown in colours. */
    abstract String render(Comparison comparison, Ansi ansi);
}
