package org.reprise.stress.scenario;

import java.util.ArrayList;
import java.util.List;
import org.reprise.codec.ContextCodec;
import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionContext;
import org.reprise.store.Attachment;
import org.reprise.store.ContextStore;
import org.reprise.store.FencedException;
import org.reprise.store.SessionState;

/** Reads what a store holds of a session that is not parked. */
final class StoredContext {

    private StoredContext() {}

    /**
     * The whole of it.
     *
     * @param state of the session, as it was told of {@code attachment}
     * @throws FencedException if a newer attachment has come
     */
    static SessionContext read(ContextStore store, Attachment attachment, SessionState state, ContextCodec codec) {
        List<HistoryEntry> history = new ArrayList<>();
        store.read(
                attachment,
                0,
                state.lastSequence(),
                Integer.MAX_VALUE,
                (first, count, bytes, offset, length) -> history.addAll(codec.decodeEntries(bytes, offset, length)));
        byte[] head = state.head();
        return new SessionContext(codec.decodeHead(head, 0, head.length), history);
    }
}
