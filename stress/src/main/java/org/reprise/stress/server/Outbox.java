package org.reprise.stress.server;

import org.reprise.wire.CloseCode;
import org.reprise.wire.WireMessage;

/** The way out to one client. No method blocks. */
public interface Outbox {

    /** Sends a message behind those sent before. Runs {@code sent} when the connection has taken it; never if that fails. */
    void send(WireMessage message, Runnable sent);

    /** Closes the connection, once what has been sent is out. */
    void close(CloseCode code, String reason);
}
