package org.reprise.stress.server;

import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionHead;

/** What an agent can do to the session that it serves, whether or not a client is connected. */
public interface AgentSession {

    /** The session. */
    String sessionId();

    /**
     * Appends an entry, which the client is sent now or when it comes back.
     *
     * @throws org.reprise.store.FencedException if the session has ended, or the client has come back since
     *     and another process serves it
     */
    void append(HistoryEntry entry);

    /**
     * Replaces the head, likewise.
     *
     * @throws org.reprise.store.FencedException if the session has ended, or the client has come back since
     *     and another process serves it
     */
    void putHead(SessionHead head);
}
