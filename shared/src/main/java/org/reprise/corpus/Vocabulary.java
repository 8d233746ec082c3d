package org.reprise.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Phrases by the name of their kind; one that is given several times is drawn as much more often. A phrase may hold the
 * names of other kinds in braces, each standing for one phrase of that kind.
 *
 * <p>Its file has a line {@code [kind]} before the phrases of a kind, one a line with {@code \n} for a line's end, and
 * comments that begin with a semicolon.
 */
record Vocabulary(Map<String, List<String>> phrases) {

    Vocabulary {
        phrases = Map.copyOf(phrases);
    }

    static Vocabulary of(Language language) {
        String file = language.name().toLowerCase(Locale.ROOT) + ".txt";
        try (InputStream in = Objects.requireNonNull(Vocabulary.class.getResourceAsStream(file), file);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, UTF_8))) {
            return parse(reader.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Vocabulary parse(List<String> lines) {
        Map<String, List<String>> phrases = new HashMap<>();
        List<String> kind = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("[")) {
                kind = new ArrayList<>();
                phrases.put(line.substring(1, line.indexOf(']')), kind);
            } else if (!line.isBlank() && !line.startsWith(";")) {
                kind.add(line.replace("\\n", "\n"));
            }
        }
        return new Vocabulary(phrases);
    }

    /** This vocabulary and {@code more}, which takes the place of phrases of the same kind. */
    Vocabulary with(Map<String, List<String>> more) {
        Map<String, List<String>> all = new HashMap<>(phrases);
        all.putAll(more);
        return new Vocabulary(all);
    }

    boolean has(String kind) {
        return phrases.containsKey(kind);
    }

    /** The phrases of {@code kind}, at least one. */
    List<String> all(String kind) {
        return Objects.requireNonNull(phrases.get(kind), () -> "no phrases of kind " + kind);
    }
}
