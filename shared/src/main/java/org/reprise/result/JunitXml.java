package org.reprise.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes judgements as JUnit XML, which every CI server shows: one test case each, a failure or skip with its detail. */
public final class JunitXml {

    private JunitXml() {}

    /**
     * Writes {@code judgements} as the test suite {@code suite} to {@code file}, over what was there.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void write(String suite, List<Judgement> judgements, Path file) {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", clean(suite));
            xml.writeAttribute("tests", Integer.toString(judgements.size()));
            xml.writeAttribute("failures", count(judgements, Judgement.Status.FAILED));
            xml.writeAttribute("errors", "0");
            xml.writeAttribute("skipped", count(judgements, Judgement.Status.SKIPPED));
            for (Judgement judgement : judgements) {
                xml.writeStartElement("testcase");
                xml.writeAttribute("classname", clean(suite + "." + judgement.group()));
                xml.writeAttribute("name", clean(judgement.name()));
                if (judgement.status() != Judgement.Status.PASSED) {
                    xml.writeEmptyElement(judgement.status() == Judgement.Status.FAILED ? "failure" : "skipped");
                    xml.writeAttribute("message", clean(judgement.detail()));
                }
                xml.writeEndElement();
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (XMLStreamException e) {
            throw new UncheckedIOException(new IOException(file + " cannot be written: " + e.getMessage(), e));
        }
    }

    private static String count(List<Judgement> judgements, Judgement.Status status) {
        return Long.toString(judgements.stream()
                .filter(judgement -> judgement.status() == status)
                .count());
    }

    /** Without the characters that XML 1.0 cannot hold (section 2.2). */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == '\t' || c == '\n' || c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c > 0xFFFF
                        ? c
                        : 0xFFFD)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
