package org.reprise.stress.storm;

import java.util.ArrayList;
import java.util.List;
import org.reprise.codec.BinaryCodec;
import org.reprise.codec.EncodeBuffer;
import org.reprise.context.ContextDigest;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionContext;
import org.reprise.corpus.Corpora;
import org.reprise.corpus.Corpus;
import org.reprise.resume.SessionTokens;
import org.reprise.stress.agent.Script;
import org.reprise.stress.scenario.Scripts;
import org.reprise.stress.scenario.Stage;
import org.reprise.stress.scenario.StageException;
import org.reprise.wire.Payload;

/** The contexts of a storm's sessions: both ends make the same ones. Thread-safe. */
final class StormContexts {

    /** A context has so many entries that its head and they come nearest to these. */
    static final int BYTES = 16 << 10;

    private final Corpus corpus;
    private final String run;
    private final BinaryCodec codec = new BinaryCodec();

    /**
     * Contexts from a corpus.
     *
     * @param run begins the ids of the sessions, so that a store may know those of an earlier run
     */
    StormContexts(String corpus, long seed, String run) {
        this.corpus = Corpora.open(corpus, seed);
        this.run = run;
    }

    String sessionId(int index) {
        return sessionId(run, index);
    }

    /** The id of session number {@code index} of the storm whose ids begin with {@code run}. */
    static String sessionId(String run, int index) {
        return run + "-" + index;
    }

    /** The context of session number {@code index}: conversations of the corpus, from one of its own on. */
    SessionContext context(int index) {
        String sessionId = sessionId(index);
        Script first = Script.of(List.of(corpus.conversation(index)), sessionId, Scripts.userOf(sessionId));
        int bytes = codec.encodeHead(first.head()).length;
        List<HistoryEntry> history = new ArrayList<>();
        EncodeBuffer buffer = new EncodeBuffer();
        for (int next = index; bytes < BYTES; next++) {
            for (HistoryEntry entry : corpus.conversation(next).entries()) {
                buffer.clear();
                codec.encodeEntry(entry, buffer);
                if (bytes + buffer.size() - BYTES > BYTES - bytes) {
                    return new SessionContext(first.head(), history);
                }
                bytes += buffer.size();
                history.add(entry);
            }
        }
        return new SessionContext(first.head(), history);
    }

    /**
     * What has to come back of session number {@code index}. Whoever has the same bytes has the same context: they are
     * decoded here, and what they say is found to be it.
     *
     * @throws StageException if they say something else
     */
    Holding holding(int index, SessionTokens tokens) {
        SessionContext context = context(index);
        byte[] head = codec.encodeHead(context.head());
        EncodeBuffer buffer = new EncodeBuffer(2 * BYTES);
        context.history().forEach(entry -> codec.encodeEntry(entry, buffer));
        byte[] entries = buffer.toByteArray();
        SessionContext decoded = new SessionContext(
                codec.decodeHead(head, 0, head.length), codec.decodeEntries(entries, 0, entries.length));
        if (!ContextDigest.of(decoded).equals(ContextDigest.of(context))) {
            throw new StageException("the context of session " + sessionId(index) + " is not what its bytes say");
        }
        String sessionId = sessionId(index);
        return new Holding(
                sessionId,
                tokens.issue(sessionId, Scripts.userOf(sessionId), Stage.TOKEN_LIFETIME),
                head,
                Payload.of(head).sha256(),
                entries,
                context.history().size());
    }
}
