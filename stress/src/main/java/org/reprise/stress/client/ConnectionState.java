package org.reprise.stress.client;

/** Where a client stands. */
public enum ConnectionState {
    /** No connection, and none is being made. */
    OFFLINE,
    /** A connection is being made, or the hello is on its way. */
    CONNECTING,
    /** The server has accepted the hello; the client is being sent what it lacks. */
    RESTORING,
    /** The replica is whole; what is new comes as it happens. */
    LIVE,
    /** The connection was lost; the client waits before it tries again. */
    WAITING,
    /** The client was refused, superseded or closed, and does not come back. */
    ENDED
}
