package org.reprise.stress.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionContext;
import org.reprise.context.SessionHead;
import org.reprise.resume.Position;

/** A client's copy of its session. Not thread-safe. */
final class Replica {

    private long epoch;
    private @Nullable SessionHead head;
    private final List<HistoryEntry> history = new ArrayList<>();

    Position position() {
        return epoch == 0 ? Position.NONE : new Position(epoch, history.size());
    }

    long epoch() {
        return epoch;
    }

    long lastSequence() {
        return history.size();
    }

    /** Makes this the replica of {@code epoch}: what it has of another is dropped. */
    void begin(long epoch) {
        if (this.epoch != epoch) {
            this.epoch = epoch;
            head = null;
            history.clear();
        }
    }

    void replaceHead(SessionHead head) {
        this.head = head;
    }

    void append(List<HistoryEntry> entries) {
        history.addAll(entries);
    }

    /** The session as far as it is known; empty before the first head. */
    Optional<SessionContext> context() {
        return Optional.ofNullable(head).map(known -> new SessionContext(known, history));
    }
}
