package org.reprise.stress.agent;

import java.util.List;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;

/**
 * What the user says, and what the agent does about it.
 *
 * @param said the user's message
 * @param answer the agent's entries, in order
 */
public record Turn(Message said, List<HistoryEntry> answer) {
    public Turn {
        answer = List.copyOf(answer);
    }
}
