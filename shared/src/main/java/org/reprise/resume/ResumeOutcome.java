package org.reprise.resume;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** What a client that comes back is told. */
public sealed interface ResumeOutcome {

    /** An outcome with which the client is attached. */
    sealed interface Accepted extends ResumeOutcome {
        /** What the client is to be sent. */
        Resumption resumption();
    }

    /** All of the session is there. */
    record Restored(Resumption resumption) implements Accepted {
        public Restored {
            Objects.requireNonNull(resumption, "resumption");
        }
    }

    /**
     * The durable part of the session is there; transient items have been dropped.
     *
     * @param dropped the names of the dropped memory variables, in the memory's order
     */
    record Degraded(Resumption resumption, List<String> dropped) implements Accepted {
        public Degraded {
            Objects.requireNonNull(resumption, "resumption");
            dropped = List.copyOf(dropped);
        }
    }

    /** The session has expired or never was: a new epoch has begun, with an empty history. */
    record Clean(Resumption resumption) implements Accepted {
        public Clean {
            Objects.requireNonNull(resumption, "resumption");
        }
    }

    /**
     * The client is not attached, and the session is as it was.
     *
     * @param code why
     * @param retryAfter how long it has to wait before it is accepted; zero if waiting does not help
     */
    record Refused(RefusalCode code, Duration retryAfter) implements ResumeOutcome {
        public Refused {
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(retryAfter, "retryAfter");
        }

        /** A refusal that waiting does not help. */
        public Refused(RefusalCode code) {
            this(code, Duration.ZERO);
        }
    }
}
