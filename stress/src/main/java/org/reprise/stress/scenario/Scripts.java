package org.reprise.stress.scenario;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.reprise.corpus.Conversation;
import org.reprise.corpus.Corpus;
import org.reprise.corpus.CorpusException;
import org.reprise.stress.agent.Script;

/**
 * The scripts of sessions. Both ends find a session's script by its id: {@code NAME-C-I} plays {@code C} conversations of the
 * corpus, from the one at {@code C * I} on; any other id plays four that its hash chooses. Thread-safe.
 */
public final class Scripts {

    /** The most that a session can play by its id. */
    public static final int MOST_CONVERSATIONS = 999;

    private static final Pattern NUMBERED = Pattern.compile(".*-(\\d{1,3})-(\\d{1,6})");
    private static final int CONVERSATIONS = 4;
    private static final int CHOICES = 100_000;

    private final Corpus corpus;
    private final ConcurrentMap<String, Script> scripts = new ConcurrentHashMap<>();

    /** Scripts from a corpus. */
    public Scripts(Corpus corpus) {
        this.corpus = corpus;
    }

    /** The id of a session that plays {@code conversations} conversations, the {@code index}-th of its kind. */
    static String sessionId(String name, int conversations, int index) {
        if (conversations < 1 || conversations > MOST_CONVERSATIONS) {
            throw new IllegalArgumentException(
                    conversations + " conversations of a session, 1 to " + MOST_CONVERSATIONS + " are possible");
        }
        return name + "-" + conversations + "-" + index;
    }

    /** The id of the user whose session {@code sessionId} is. */
    public static String userOf(String sessionId) {
        return "user-of-" + sessionId;
    }

    /**
     * The script of a session.
     *
     * @throws CorpusException if nobody says anything in its conversations
     */
    public Script of(String sessionId) {
        return scripts.computeIfAbsent(sessionId, this::make);
    }

    private Script make(String sessionId) {
        Matcher numbers = NUMBERED.matcher(sessionId);
        boolean numbered = numbers.matches() && !numbers.group(1).equals("0");
        int conversations = numbered ? Integer.parseInt(numbers.group(1)) : CONVERSATIONS;
        int index = numbered ? Integer.parseInt(numbers.group(2)) : Math.floorMod(sessionId.hashCode(), CHOICES);
        int first = index * conversations;
        List<Conversation> played = IntStream.range(first, first + conversations)
                .mapToObj(corpus::conversation)
                .toList();
        try {
            return Script.of(played, sessionId, userOf(sessionId));
        } catch (IllegalArgumentException e) {
            throw new CorpusException("corpus '" + corpus.name() + "': " + e.getMessage() + ", at least one is needed");
        }
    }
}
