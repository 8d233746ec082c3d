package org.reprise.wire;

/** Why a server closes a connection: the WebSocket close codes that the protocol adds. */
public enum CloseCode {
    /** A frame was malformed, of unknown type, or not allowed at that point. Reconnecting with the same frame fails again. */
    BAD_FRAME(4000),
    /** The hello was refused; a refused frame with the reason came before. */
    REFUSED(4001),
    /** No hello came in time. */
    HELLO_TIMEOUT(4002),
    /** A newer connection has resumed the session. Do not reconnect by yourself. */
    SUPERSEDED(4003),
    /** The session has ended. Reconnecting begins a new epoch. */
    SESSION_ENDED(4004),
    /** A client message id was not the next one, or stands for another message. Reconnect, and number anew. */
    MESSAGE_NUMBER(4005),
    /** Nothing was heard for too long. */
    SILENT(4006),
    /** What was sent was not read in time. What is missing comes with the next resume. */
    UNREAD(4007),
    /** A message was larger than allowed (RFC 6455). */
    TOO_LARGE(1009),
    /** The server is going away (RFC 6455). Reconnect. */
    GOING_AWAY(1001),
    /** The server failed at something that it did not expect (RFC 6455). What was acked is stored. Reconnect. */
    FAILED(1011),
    /** The server has too much to do, or cannot reach its store. Reconnect after the number of milliseconds in the reason. */
    TRY_AGAIN_LATER(1013);

    private final int code;

    CloseCode(int code) {
        this.code = code;
    }

    /** The number in the close frame. */
    public int code() {
        return code;
    }
}
