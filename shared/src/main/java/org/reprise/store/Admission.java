package org.reprise.store;

import java.util.List;
import java.util.Objects;

/** What became of a client that came back to a session. */
public sealed interface Admission {

    /**
     * It is attached.
     *
     * @param readAhead the first of the entries that it lacks, without a gap; empty if none were read. The first block may
     *     begin with entries that it has
     */
    record Admitted(Attached attached, List<EntryBlock> readAhead) implements Admission {
        public Admitted {
            Objects.requireNonNull(attached, "attached");
            readAhead = List.copyOf(readAhead);
        }
    }

    /**
     * The session does not fit the claim; nothing was changed.
     *
     * @param session the session as it is
     */
    record Declined(SessionState session) implements Admission {
        public Declined {
            Objects.requireNonNull(session, "session");
        }
    }
}
