package org.reprise.resume;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reprise.context.Contexts;
import org.reprise.context.Durability;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.context.Value;
import org.reprise.context.Variable;

/** What a session ought to hold, kept by the test itself. */
final class Ledger {

    private static final List<HistoryEntry> MANY_KINDS = Contexts.everything().history();

    final List<HistoryEntry> history = new ArrayList<>();
    SessionHead head;

    Ledger(SessionHead head) {
        this.head = head;
    }

    SessionContext context() {
        return new SessionContext(head, history);
    }

    /** The names of the variables that a medium outage drops, in their order. */
    String[] transientVariables() {
        return head.memory().entrySet().stream()
                .filter(variable -> variable.getValue().durability() == Durability.TRANSIENT)
                .map(Map.Entry::getKey)
                .toArray(String[]::new);
    }

    void dropTransientVariables() {
        head = withoutTransientVariables(head);
    }

    static SessionHead withoutTransientVariables(SessionHead head) {
        Map<String, Variable> kept = new LinkedHashMap<>(head.memory());
        kept.values().removeIf(variable -> variable.durability() == Durability.TRANSIENT);
        return head.withMemory(kept);
    }

    static SessionHead headWithScratch(SessionHead head, String name) {
        Map<String, Variable> memory = new LinkedHashMap<>(head.memory());
        memory.put(name, Variable.scratch(Value.of(name)));
        return head.withMemory(memory);
    }

    /** An entry that no other number has, of each kind by turns. */
    static HistoryEntry entry(long number) {
        return number % 3 == 0 ? MANY_KINDS.get((int) (number / 3 % MANY_KINDS.size())) : message(number);
    }

    static Message message(long number) {
        return Message.of("message " + number, Role.USER, "Where is order " + number + "?", Contexts.NOON);
    }
}
