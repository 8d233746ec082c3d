package org.reprise.corpus;

import java.util.List;
import org.reprise.context.SessionContext;

/** Conversations that a seed decides, each in one of several languages in turn. */
final class GeneratedCorpus implements Corpus {

    private static final int SYSTEM_PROMPT_CHARACTERS = 6_155;

    /** The series of draws with lower indices than those that conversations and contexts use. */
    private static final int FIRST_PROMPT_SERIES = -100;

    private final String name;
    private final List<Script> scripts;
    private final long seed;
    private final ContextAssembler assembler;

    /** What all conversations in one language share. */
    private record Script(Language language, Vocabulary words, String systemPrompt) {}

    GeneratedCorpus(String name, List<Language> languages, long seed) {
        this.name = name;
        this.scripts =
                languages.stream().map(language -> script(language, seed)).toList();
        this.seed = seed;
        this.assembler = new ContextAssembler(this, seed);
    }

    private static Script script(Language language, long seed) {
        Vocabulary words = Vocabulary.of(language);
        Draws draws = new Draws(seed, FIRST_PROMPT_SERIES - language.ordinal());
        Vocabulary facts = new CaseFacts(words, draws).vocabulary();
        TextGenerator texts = new TextGenerator(facts, language.separator(), draws);
        return new Script(language, words, texts.document("title", "policy", SYSTEM_PROMPT_CHARACTERS));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Conversation conversation(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("index is " + index + ", at least 0 is expected");
        }
        Script script = scripts.get(index % scripts.size());
        return new ConversationGenerator(script.words(), script.language(), new Draws(seed, index))
                .generate(script.systemPrompt(), index);
    }

    @Override
    public SessionContext context(int conversations) {
        return assembler.context(conversations);
    }
}
