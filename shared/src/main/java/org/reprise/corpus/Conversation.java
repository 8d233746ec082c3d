package org.reprise.corpus;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Value;
import org.reprise.context.Variable;
import org.reprise.context.Workflow;

/**
 * One conversation, and what a session's head holds after it.
 *
 * @param entries its messages and tool calls in order, at least one message
 * @param workflow where the agent stands at its end
 * @param memory the variables that it sets, by name
 * @param preferences the preferences that it tells, by name
 */
public record Conversation(
        List<HistoryEntry> entries, Workflow workflow, Map<String, Variable> memory, Map<String, Value> preferences) {

    public Conversation {
        entries = List.copyOf(entries);
        memory = Collections.unmodifiableMap(new LinkedHashMap<>(memory));
        preferences = Collections.unmodifiableMap(new LinkedHashMap<>(preferences));
    }
}
