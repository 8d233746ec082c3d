package org.reprise.stress.oracle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.context.SessionContext;

/**
 * Sequence: in each direction nothing is missing, doubled or out of order.
 *
 * <p>Towards the client it counts what comes, by itself and not by the client's replica; towards the server it compares the
 * user's messages in the store with what the user said. Thread-safe.
 */
public final class SequenceOracle {

    private final List<String> faults = new ArrayList<>();
    private long last;

    /** A new epoch has begun: sequences begin anew. */
    public synchronized void begin() {
        last = 0;
    }

    /** An entry has come to the client. */
    public synchronized void came(long sequence) {
        if (sequence != last + 1) {
            faults.add("entry " + sequence + " came, expected " + (last + 1));
        }
        last = Math.max(last, sequence);
    }

    /** Judges what the server stored of what was said, in the order in which it was said. */
    public synchronized void judge(List<String> said, SessionContext stored) {
        List<String> kept = new ArrayList<>();
        for (HistoryEntry entry : stored.history()) {
            if (entry instanceof Message message && message.role() == Role.USER) {
                kept.add(message.id());
            }
        }
        if (!kept.equals(said)) {
            Set<String> doubled = new HashSet<>(kept);
            faults.add("the user said " + said.size() + " messages, " + kept.size() + " are stored"
                    + (doubled.size() < kept.size() ? ", some twice" : ", in another order or others"));
        }
    }

    /** The server has broken the protocol. */
    public synchronized void fault(String what) {
        faults.add(what);
    }

    /** What was found; empty if all is well. */
    public synchronized List<String> faults() {
        return List.copyOf(faults);
    }
}
