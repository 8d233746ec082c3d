package org.reprise.stress.scenario;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;
import org.reprise.corpus.Conversation;
import org.reprise.corpus.Corpus;
import org.reprise.stress.agent.Script;

/**
 * The scripts of a run's sessions: session {@code NAME-i} plays a few conversations of the corpus, beginning with the
 * {@code i}-th. Thread-safe.
 */
public final class Scripts {

    private final Corpus corpus;
    private final int conversations;
    private final ConcurrentMap<String, Script> scripts = new ConcurrentHashMap<>();

    /** Scripts of {@code conversations} conversations each. */
    public Scripts(Corpus corpus, int conversations) {
        this.corpus = corpus;
        this.conversations = conversations;
    }

    /** The id of the user whose session {@code sessionId} is. */
    public static String userOf(String sessionId) {
        return "user-of-" + sessionId;
    }

    /**
     * The script of a session.
     *
     * @throws IllegalArgumentException if the id does not end in a hyphen and a number
     */
    public Script of(String sessionId) {
        return scripts.computeIfAbsent(sessionId, this::make);
    }

    private Script make(String sessionId) {
        String digits = sessionId.substring(sessionId.lastIndexOf('-') + 1);
        if (!digits.matches("\\d{1,8}")) {
            throw new IllegalArgumentException(
                    "session id '" + sessionId + "' must end in a hyphen and the number of a conversation");
        }
        int first = Integer.parseInt(digits) * conversations;
        List<Conversation> played = IntStream.range(first, first + conversations)
                .mapToObj(corpus::conversation)
                .toList();
        return Script.of(played, sessionId, userOf(sessionId));
    }
}
