package org.reprise.benchmarks.codec;

import java.util.List;
import java.util.stream.IntStream;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionContext;
import org.reprise.corpus.Corpora;
import org.reprise.corpus.Corpus;

/** How much a measured context holds. */
public enum ContextSize {
    /** One conversation, about 16 KB as JSON. */
    SMALL(1),
    /** Ten conversations. */
    MEDIUM(10),
    /** A hundred conversations. */
    LARGE(100);

    /** Every benchmark draws its generated conversations from this seed, so that runs compare. */
    public static final long SEED = 42;

    private final int conversations;

    ContextSize(int conversations) {
        this.conversations = conversations;
    }

    /**
     * The context of this size.
     *
     * @param corpus {@code generated}, {@code multilingual}, or a file's path
     * @throws org.reprise.corpus.CorpusException if the corpus cannot be read
     */
    public SessionContext of(String corpus) {
        return Corpora.open(corpus, SEED).context(conversations);
    }

    /**
     * The histories of {@code count} conversations of the corpus which are not in the context of this size, but for those
     * that a file has to repeat.
     *
     * @throws org.reprise.corpus.CorpusException if the corpus cannot be read
     */
    public List<List<HistoryEntry>> others(String corpus, int count) {
        Corpus source = Corpora.open(corpus, SEED);
        return IntStream.range(conversations, conversations + count)
                .mapToObj(i -> source.conversation(i).entries())
                .toList();
    }
}
