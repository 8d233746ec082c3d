package org.reprise.wire;

/** Says why a message is not a frame, and with which code the connection is to be closed. */
public final class FrameException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final CloseCode closeCode;

    /** An exception with a reason of at most 123 bytes in UTF-8, as a close frame holds it; a longer one is cut. */
    public FrameException(CloseCode closeCode, String reason) {
        super(reason);
        this.closeCode = closeCode;
    }

    /** The code to close with. */
    public CloseCode closeCode() {
        return closeCode;
    }
}
