package org.reprise.stress.chaos;

import java.time.Duration;
import java.util.Objects;
import org.reprise.stress.fault.Fault;

/** Something that happens in a chaos run. */
public sealed interface Action {

    /** Something that happens to one session. */
    sealed interface OfSession extends Action {
        /** Which, from 0. */
        int session();
    }

    /** The user says the next thing, as soon as what was said before is answered. */
    record Say(int session) implements OfSession {}

    /** Something goes wrong on the session's way to the server. */
    record Inject(int session, Fault fault) implements OfSession {
        public Inject {
            Objects.requireNonNull(fault, "fault");
        }
    }

    /** The session's way is in order again. */
    record Heal(int session) implements OfSession {}

    /** The client goes, and comes back only when told. */
    record Leave(int session, Manner manner) implements OfSession {
        public Leave {
            Objects.requireNonNull(manner, "manner");
        }
    }

    /** How a client goes. */
    enum Manner {
        /** Its connection is reset. */
        RESET,
        /** It ends the WebSocket by the closing handshake. */
        CLOSE,
        /** It does nothing: the connection stays open, and nobody listens. */
        ABANDON
    }

    /** The client comes back, whether or not its old connection is gone. */
    record Return(int session) implements OfSession {}

    /** The client comes back twice at once. */
    record ReturnTwice(int session) implements OfSession {}

    /** A second client takes the session over, and the first takes it back as soon as it has it. */
    record TakeOver(int session) implements OfSession {}

    /** Somebody who may not tries to get the session. */
    record Intrude(int session, Intruder intruder) implements OfSession {
        public Intrude {
            Objects.requireNonNull(intruder, "intruder");
        }
    }

    /** Time passes for whoever is away, and what is due is parked and expired meanwhile. */
    record Pass(Duration time) implements Action {
        public Pass {
            Objects.requireNonNull(time, "time");
        }
    }

    /**
     * The server is stopped and started again, over the same store. Its clients are told before, or their connections are
     * reset first; either way it detaches their sessions while it stops.
     */
    record Restart(boolean told) implements Action {}

    /** Waits until the server has noticed that everybody is gone. */
    record AwaitAllGone() implements Action {}

    /** Waits until the server has stored all that was said and answered. */
    record AwaitAllStored() implements Action {}

    /** Every way is healed and everybody comes back; when all is at rest, the oracles judge. */
    record Settle() implements Action {}

    /** Everybody goes for good: the oracles judge what is left behind. */
    record Retire() implements Action {}
}
