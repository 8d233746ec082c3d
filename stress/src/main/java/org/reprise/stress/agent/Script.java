package org.reprise.stress.agent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.context.ToolCall;
import org.reprise.context.Value;
import org.reprise.context.Variable;
import org.reprise.context.Workflow;
import org.reprise.corpus.Conversation;

/**
 * A conversation as it is played in one session: what the agent begins with, and the turns.
 *
 * <p>It is the ledger too: {@link #contextAfter} tells what the session must hold after so many turns.
 *
 * @param head the head that the session begins with
 * @param opening what the agent writes before the user says anything
 * @param turns the turns, at least one
 */
public record Script(SessionHead head, List<HistoryEntry> opening, List<Turn> turns) {

    /** The memory variable that counts the turns. */
    public static final String TURNS = "reprise.turns";

    /** The transient memory variable, what the agent would say next. */
    public static final String DRAFT = "reprise.draft";

    public Script {
        opening = List.copyOf(opening);
        turns = List.copyOf(turns);
        if (turns.isEmpty()) {
            throw new IllegalArgumentException(
                    "the conversation of session '" + head.sessionId() + "' has no message of a user");
        }
    }

    /** The script that plays {@code conversations}, one after another, in session {@code sessionId} of {@code userId}. */
    public static Script of(List<Conversation> conversations, String sessionId, String userId) {
        List<HistoryEntry> opening = new ArrayList<>();
        List<Turn> turns = new ArrayList<>();
        List<HistoryEntry> answer = opening;
        Message said = null;
        for (Conversation conversation : conversations) {
            for (HistoryEntry entry : conversation.entries()) {
                if (entry instanceof Message message && message.role() == Role.USER && message.content() != null) {
                    if (said != null) {
                        turns.add(new Turn(said, answer));
                    }
                    said = message;
                    answer = new ArrayList<>();
                } else {
                    if (entry instanceof ToolCall call) {
                        answer.add(running(call));
                    }
                    answer.add(entry);
                }
            }
        }
        if (said != null) {
            turns.add(new Turn(said, answer));
        }
        return new Script(head(conversations, sessionId, userId), opening, turns);
    }

    private static SessionHead head(List<Conversation> conversations, String sessionId, String userId) {
        Conversation last = conversations.get(conversations.size() - 1);
        Instant began = time(conversations.get(0));
        return new SessionHead(
                sessionId, userId, "replay", began, began, last.workflow(), last.memory(), last.preferences());
    }

    private static Instant time(Conversation conversation) {
        return conversation.entries().stream()
                .filter(Message.class::isInstance)
                .map(entry -> ((Message) entry).at())
                .findFirst()
                .orElse(Instant.EPOCH);
    }

    private static ToolCall running(ToolCall call) {
        return new ToolCall(call.id(), call.name(), call.arguments(), null, ToolCall.Status.RUNNING, null);
    }

    /** What the session must hold when {@code turns} turns have been played. */
    public SessionContext contextAfter(int turns) {
        List<HistoryEntry> history = new ArrayList<>(opening);
        for (Turn turn : this.turns.subList(0, turns)) {
            history.add(turn.said());
            history.addAll(turn.answer());
        }
        return new SessionContext(headAfter(turns), history);
    }

    /** The sequence of the last entry when {@code turns} turns have been played. */
    public long sequenceAfter(int turns) {
        return opening.size()
                + this.turns.subList(0, turns).stream()
                        .mapToLong(turn -> 1 + turn.answer().size())
                        .sum();
    }

    /** The head when {@code turns} turns have been played: the agent writes one at the end of each. */
    public SessionHead headAfter(int turns) {
        if (turns == 0) {
            return head;
        }
        Turn last = this.turns.get(turns - 1);
        Map<String, Variable> memory = new LinkedHashMap<>(head.memory());
        memory.put(TURNS, Variable.durable(Value.of(turns)));
        memory.put(DRAFT, Variable.scratch(Value.of("about " + last.said().content())));
        Workflow workflow = new Workflow(
                head.workflow().name(),
                step(last),
                Workflow.Status.WAITING,
                head.workflow().state());
        return new SessionHead(
                head.sessionId(),
                head.userId(),
                head.agentId(),
                head.createdAt(),
                last.said().at(),
                workflow,
                memory,
                head.preferences());
    }

    private static String step(Turn turn) {
        String step = "answered";
        for (HistoryEntry entry : turn.answer()) {
            if (entry instanceof ToolCall call) {
                step = call.name();
            }
        }
        return step;
    }

    /** The number of the turn, from 0, in which the user says the message with this id; -1 if there is none. */
    public int turnOf(String messageId) {
        for (int i = 0; i < turns.size(); i++) {
            if (turns.get(i).said().id().equals(messageId)) {
                return i;
            }
        }
        return -1;
    }
}
