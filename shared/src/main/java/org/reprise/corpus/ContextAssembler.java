package org.reprise.corpus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.context.Value;
import org.reprise.context.Variable;
import org.reprise.context.Workflow;

/** Makes the context of one session of a corpus's conversations. */
final class ContextAssembler {

    private static final int IDENTITY = -1;
    private static final int ID_CHARACTERS = 20;

    private final Corpus corpus;
    private final long seed;

    /** {@code seed} decides the session's, the user's and the agent's id. */
    ContextAssembler(Corpus corpus, long seed) {
        this.corpus = corpus;
        this.seed = seed;
    }

    SessionContext context(int conversations) {
        if (conversations < 1) {
            throw new IllegalArgumentException("conversations is " + conversations + ", at least 1 is expected");
        }
        List<HistoryEntry> history = new ArrayList<>();
        Map<String, Value> state = new LinkedHashMap<>();
        Map<String, Variable> memory = new LinkedHashMap<>();
        Map<String, Value> preferences = new LinkedHashMap<>();
        Workflow workflow = Workflow.NONE;
        for (int i = 0; i < conversations; i++) {
            Conversation conversation = corpus.conversation(i);
            history.addAll(conversation.entries());
            workflow = conversation.workflow();
            state.putAll(workflow.state());
            memory.putAll(conversation.memory());
            preferences.putAll(conversation.preferences());
        }
        Draws ids = new Draws(seed, IDENTITY);
        SessionHead head = new SessionHead(
                ids.id("session_", ID_CHARACTERS),
                ids.id("user_", ID_CHARACTERS),
                ids.id("agent_", ID_CHARACTERS),
                times(history).findFirst().orElseThrow(),
                times(history).reduce((earlier, later) -> later).orElseThrow(),
                new Workflow(workflow.name(), workflow.step(), workflow.status(), state),
                memory,
                preferences);
        return new SessionContext(head, history);
    }

    private static Stream<Instant> times(List<HistoryEntry> history) {
        return history.stream()
                .filter(Message.class::isInstance)
                .map(Message.class::cast)
                .map(Message::at);
    }
}
