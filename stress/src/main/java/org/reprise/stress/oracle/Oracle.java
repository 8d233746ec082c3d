package org.reprise.stress.oracle;

/** What judges a run, in the order in which it is reported. */
public enum Oracle {
    /** In each direction nothing is missing, doubled or out of order. */
    SEQUENCE("sequence: entries missing, doubled or out of order"),
    /** Replica, server and ledger hold the same. */
    DIGEST("digest: replicas and servers that differ from the ledger"),
    /** Nothing of what is over is kept. */
    HEAP("heap: what is left of sessions and connections that are over"),
    /** Who may come back is let in, and nobody else. */
    ACCESS("access: false refusals and admissions"),
    /** Who comes back is back soon, and does not storm the door. */
    TIMING("timing: late returns, and attempts without back-off"),
    /** What the server claimed is what happened. */
    VERDICT("verdict: outcomes that were claimed and did not happen");

    private final String objective;

    Oracle(String objective) {
        this.objective = objective;
    }

    /** What it judges, in a few words. */
    public String objective() {
        return objective;
    }
}
