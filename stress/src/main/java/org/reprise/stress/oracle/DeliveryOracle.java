package org.reprise.stress.oracle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;

/**
 * Delivery: what was acked is stored where the ack said, nothing is stored twice or out of its order, and what a client was
 * shown is what is stored.
 *
 * <p>An agent's answer may end early, as its process did. As far as it goes it stands behind its question, in order and once;
 * a client that has come back meanwhile may have said the next thing in between.
 */
public final class DeliveryOracle {

    private final List<String> lost = new ArrayList<>();
    private final List<String> misplaced = new ArrayList<>();
    private final List<String> shownOtherwise = new ArrayList<>();
    private long acked;
    private long entries;

    /**
     * Judges one session.
     *
     * @param said the user's messages, in the order in which they were said, all known to be stored
     * @param ackedAs the sequences that the client was told, by message id
     * @param opening what the agent begins with
     * @param answers what the agent answers, by message id
     * @param shown what the client has been shown
     * @param stored what the store holds
     */
    public void judge(
            String sessionId,
            List<String> said,
            Map<String, Long> ackedAs,
            List<HistoryEntry> opening,
            Map<String, List<HistoryEntry>> answers,
            List<HistoryEntry> shown,
            List<HistoryEntry> stored) {
        acked += ackedAs.size();
        entries += stored.size();
        ackedAs.forEach((id, sequence) -> {
            if (sequence < 1 || sequence > stored.size() || !isMessage(stored.get((int) (sequence - 1)), id)) {
                lost.add(sessionId + ": message " + id + ", acked as " + sequence + ", is not there");
            }
        });
        int at = inPlace(said, opening, answers, stored);
        if (at < stored.size()) {
            misplaced.add(sessionId + ": entry " + (at + 1) + " of " + stored.size() + " is doubled or out of place");
        }
        long messages = stored.stream()
                .filter(entry -> said.stream().anyMatch(id -> isMessage(entry, id)))
                .count();
        if (messages != said.size()) {
            misplaced.add(sessionId + ": " + said.size() + " messages were said, " + messages + " are stored");
        }
        if (shown.size() > stored.size() || !shown.equals(stored.subList(0, shown.size()))) {
            shownOtherwise.add(sessionId + ": the client has been shown " + shown.size()
                    + " entries that are not the first of the " + stored.size() + " stored");
        }
    }

    /** How many of {@code stored} are, one after another, the user's next message or what an agent had to write next. */
    private static int inPlace(
            List<String> said,
            List<HistoryEntry> opening,
            Map<String, List<HistoryEntry>> answers,
            List<HistoryEntry> stored) {
        List<Deque<HistoryEntry>> writing = new ArrayList<>(List.of(new ArrayDeque<>(opening)));
        int heard = 0;
        for (int at = 0; at < stored.size(); at++) {
            HistoryEntry entry = stored.get(at);
            if (heard < said.size() && isMessage(entry, said.get(heard))) {
                writing.add(new ArrayDeque<>(answers.getOrDefault(said.get(heard++), List.of())));
            } else if (!takeNext(writing, entry)) {
                return at;
            }
        }
        return stored.size();
    }

    private static boolean takeNext(List<Deque<HistoryEntry>> writing, HistoryEntry entry) {
        for (Deque<HistoryEntry> answer : writing) {
            if (entry.equals(answer.peek())) {
                answer.remove();
                return true;
            }
        }
        return false;
    }

    private static boolean isMessage(HistoryEntry entry, String id) {
        return entry instanceof Message message && message.id().equals(id);
    }

    /** The verdicts over all sessions that were judged. */
    public List<Verdict> verdicts(String scenario, String where) {
        return List.of(
                verdict(scenario, where + ": acked messages that are lost", lost, acked + " acked"),
                verdict(scenario, where + ": entries doubled or out of place", misplaced, entries + " stored"),
                verdict(
                        scenario,
                        where + ": clients that were shown something else",
                        shownOtherwise,
                        entries + " stored"));
    }

    /** Everything that is wrong. */
    public List<String> faults() {
        List<String> all = new ArrayList<>(lost);
        all.addAll(misplaced);
        all.addAll(shownOtherwise);
        return all;
    }

    private static Verdict verdict(String scenario, String objective, List<String> faults, String of) {
        String observed = faults.isEmpty() ? "none of " + of : faults.size() + ", " + of + ": " + faults.get(0);
        return Verdict.of(scenario, objective, "none", observed, faults.isEmpty());
    }
}
