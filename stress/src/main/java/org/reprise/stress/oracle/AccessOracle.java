package org.reprise.stress.oracle;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reprise.resume.RefusalCode;

/** Access: who may come back is let in, who may not is refused, with the right code. Thread-safe. */
public final class AccessOracle {

    private final List<String> faults = new ArrayList<>();
    private int allowed;
    private int refused;

    /**
     * A legitimate client has tried.
     *
     * @param refusal why it was not let in; null if it was
     */
    public synchronized void legitimate(String who, @Nullable String refusal) {
        allowed++;
        if (refusal != null) {
            faults.add("false positive: " + who + " was not let in: " + refusal);
        }
    }

    /**
     * An illegitimate client has tried.
     *
     * @param expected the code that it deserves
     * @param actual the code that it got; null if it was let in
     */
    public synchronized void illegitimate(String who, RefusalCode expected, @Nullable RefusalCode actual) {
        refused++;
        if (actual == null) {
            faults.add("false negative: " + who + " was let in");
        } else if (actual != expected) {
            faults.add(who + " was refused as " + actual + ", expected " + expected);
        }
    }

    /** Judges all that tried. */
    public synchronized List<Verdict> judge(String scenario) {
        String observed = faults.isEmpty() ? "none in " : faults.size() + " in ";
        return List.of(Verdict.of(
                scenario,
                "access: false refusals and admissions",
                "none",
                observed + (allowed + refused) + " tries" + (faults.isEmpty() ? "" : ": " + faults.get(0)),
                faults.isEmpty()));
    }
}
