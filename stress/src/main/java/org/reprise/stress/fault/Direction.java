package org.reprise.stress.fault;

/** Which way bytes go. */
public enum Direction {
    /** From the client to the server. */
    TO_SERVER,
    /** From the server to the client. */
    TO_CLIENT,
    /** Either way. */
    BOTH;

    /** Whether {@code one}, which is not {@link #BOTH}, is this way or one of them. */
    boolean covers(Direction one) {
        return this == BOTH || this == one;
    }
}
