package org.reprise.stress.fault;

import java.util.Objects;

/** What can go wrong on the way. Those that say nothing else befall the connections that are open. */
public sealed interface Fault {

    /** Both ends are reset, and what was on the way is lost. */
    record Reset() implements Fault {}

    /** Both ends find the stream at its end, without a closing handshake. */
    record Close() implements Fault {}

    /**
     * What goes that way is swallowed from now on, the end of the stream included: the connection is half-open, or, in both
     * directions, dead without a sign. It stays so until both ends have let go of it.
     */
    record BlackHole(Direction direction) implements Fault {
        public BlackHole {
            Objects.requireNonNull(direction, "direction");
        }
    }

    /** Nothing comes through that way, and nothing is lost, until it is thawed. */
    record Freeze(Direction direction) implements Fault {
        public Freeze {
            Objects.requireNonNull(direction, "direction");
        }
    }

    /** What was frozen moves on. */
    record Thaw() implements Fault {}

    /**
     * The stream ends in the middle of what is being sent: as {@link Close}, once {@code bytes} more have gone that way.
     *
     * @param direction one of the two
     * @param bytes at least 0
     */
    record Cut(Direction direction, long bytes) implements Fault {
        public Cut {
            requireCut(direction, bytes);
        }
    }

    /**
     * The next connection is cut after so many bytes: in its handshake, if they are few.
     *
     * @param direction one of the two
     * @param bytes at least 0
     */
    record CutNext(Direction direction, long bytes) implements Fault {
        public CutNext {
            requireCut(direction, bytes);
        }
    }

    /** Connections are refused from now on. */
    record Refuse() implements Fault {}

    /** Connections are accepted again. */
    record Accept() implements Fault {}

    /** The way has this quality from now on, for connections to come too. */
    record Degrade(Quality quality) implements Fault {
        public Degrade {
            Objects.requireNonNull(quality, "quality");
        }
    }

    private static void requireCut(Direction direction, long bytes) {
        if (direction == Direction.BOTH || bytes < 0) {
            throw new IllegalArgumentException(
                    "a cut " + direction + " after " + bytes + " bytes: one direction and at least 0 bytes are needed");
        }
    }
}
