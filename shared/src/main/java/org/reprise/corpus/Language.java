package org.reprise.corpus;

import java.util.List;

/** What generated conversations are written in. Each has a vocabulary of its own name. */
enum Language {
    /** Nearly all of it Latin-1, as in the traffic that was measured. */
    ENGLISH(" "),
    /** Three bytes a character in UTF-8, no spaces. */
    CHINESE(""),
    /** English with emoji: surrogate pairs, skin tones, flags, sequences joined by zero-width joiners. */
    EMOJI(" "),
    /** Two bytes a character in UTF-8, from right to left. */
    ARABIC(" "),
    /** Accented, and all of it Latin-1: one byte a character in memory, one or two in UTF-8. */
    FRENCH(" "),
    /** Three bytes a character in UTF-8, with combining signs. */
    HINDI(" "),
    /** Two bytes a character in UTF-8. */
    RUSSIAN(" ");

    /** The languages of the multilingual corpus, in the order of its conversations. */
    static final List<Language> MULTILINGUAL = List.of(CHINESE, EMOJI, ARABIC, FRENCH, HINDI, RUSSIAN);

    private final String separator;

    Language(String separator) {
        this.separator = separator;
    }

    /** What stands between two sentences. */
    String separator() {
        return separator;
    }
}
