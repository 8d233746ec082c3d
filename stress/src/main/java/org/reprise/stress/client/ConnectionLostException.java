package org.reprise.stress.client;

/** Says that a connection ended before what was waited for came. */
public final class ConnectionLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int closeCode;

    ConnectionLostException(int closeCode, String reason) {
        super("the connection was lost: " + closeCode + " " + reason);
        this.closeCode = closeCode;
    }

    /** The WebSocket close code; 1006 if there was none. */
    public int closeCode() {
        return closeCode;
    }
}
