package org.reprise.stress.client;

import org.reprise.context.HistoryEntry;
import org.reprise.context.SessionHead;
import org.reprise.resume.RefusalCode;

/** Is told what happens to a client. Called from the client's threads, one at a time; must not block. */
public interface ClientListener {

    /** Hears nothing. */
    ClientListener NONE = new ClientListener() {};

    /** The state has changed; {@code reason} tells why, where the state does not say it. */
    default void stateChanged(ConnectionState state, String reason) {}

    /** A connect or reconnect is complete: the replica is whole. */
    default void resumed(Resumed resumed) {}

    /** An entry has come and is in the replica. */
    default void entry(long sequence, HistoryEntry entry) {}

    /** A message that was said is stored: it has been acked, or its entry has come. */
    default void stored(String messageId, long sequence) {}

    /** A head has come and is in the replica. */
    default void head(SessionHead head) {}

    /** The server has refused the hello. */
    default void refused(RefusalCode code) {}

    /** The server has broken the protocol; the client drops the connection and comes back. */
    default void fault(String what) {}
}
