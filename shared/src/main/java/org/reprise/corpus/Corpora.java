package org.reprise.corpus;

import java.util.List;

/** Opens corpora by name. */
public final class Corpora {

    /** The default: generated English, measured against real traffic. */
    public static final String GENERATED = "generated";

    /** Generated as well; its conversations are in turn Chinese, emoji-rich, Arabic, French, Hindi and Russian. */
    public static final String MULTILINGUAL = "multilingual";

    private Corpora() {}

    /**
     * Opens the corpus that {@code spec} names. A file is read through once, so bad input is found here.
     *
     * @param spec {@value #GENERATED}, {@value #MULTILINGUAL}, or the path of a file of conversations in the OpenAI
     *     chat form, in JSON or JSON lines
     * @param seed decides what is generated; for a file, the ids and times that the form lacks
     * @throws CorpusException if the file cannot be read, or holds something else
     */
    public static Corpus open(String spec, long seed) {
        return switch (spec) {
            case GENERATED -> new GeneratedCorpus(spec, List.of(Language.ENGLISH), seed);
            case MULTILINGUAL -> new GeneratedCorpus(spec, Language.MULTILINGUAL, seed);
            default -> FileCorpus.open(spec, seed);
        };
    }
}
