package org.reprise.corpus;

/** Writes texts of about a given length out of a vocabulary's phrases. Not thread-safe. */
final class TextGenerator {

    /** How many sentences are tried that would not overshoot, before a text ends as it is. */
    private static final int TRIES = 6;

    private static final String PARAGRAPH = "\n\n";

    private final Vocabulary vocabulary;
    private final String separator;
    private final Draws draws;

    TextGenerator(Vocabulary vocabulary, String separator, Draws draws) {
        this.vocabulary = vocabulary;
        this.separator = separator;
        this.draws = draws;
    }

    /** One phrase of {@code kind}, with everything in braces filled in. */
    String phrase(String kind) {
        return fill(draws.one(vocabulary.all(kind)));
    }

    /** Phrases of {@code kind}, at least one, up to about {@code characters} UTF-16 units. */
    String text(String kind, int characters) {
        StringBuilder text = new StringBuilder();
        appendTo(text, kind, characters, separator);
        return text.toString();
    }

    /** Lines that begin with a title, up to about {@code characters} UTF-16 units. */
    String document(String titleKind, String lineKind, int characters) {
        StringBuilder text = new StringBuilder(phrase(titleKind));
        appendTo(text, lineKind, characters, PARAGRAPH);
        return text.toString();
    }

    private void appendTo(StringBuilder text, String kind, int characters, String between) {
        if (text.isEmpty()) {
            text.append(shortest(text, kind, characters, between));
        }
        String next = shortest(text, kind, characters, between);
        while (text.length() + next.length() - characters < characters - text.length()) {
            text.append(next);
            next = shortest(text, kind, characters, between);
        }
    }

    /** The first of a few phrases that fits, or else the shortest of them. */
    private String shortest(StringBuilder text, String kind, int characters, String between) {
        String best = joined(text, phrase(kind), between);
        for (int i = 1; i < TRIES && text.length() + best.length() > characters; i++) {
            String other = joined(text, phrase(kind), between);
            best = other.length() < best.length() ? other : best;
        }
        return best;
    }

    private static String joined(StringBuilder text, String phrase, String between) {
        if (text.isEmpty()) {
            return phrase;
        }
        boolean list = phrase.indexOf('\n') >= 0 || text.lastIndexOf("\n") > text.lastIndexOf(PARAGRAPH) + 1;
        return (list ? PARAGRAPH : between) + phrase;
    }

    private String fill(String phrase) {
        int open = phrase.indexOf('{');
        if (open < 0) {
            return phrase;
        }
        StringBuilder filled = new StringBuilder();
        int from = 0;
        while (open >= 0) {
            int close = phrase.indexOf('}', open);
            filled.append(phrase, from, open).append(phrase(phrase.substring(open + 1, close)));
            from = close + 1;
            open = phrase.indexOf('{', from);
        }
        return filled.append(phrase, from, phrase.length()).toString();
    }
}
