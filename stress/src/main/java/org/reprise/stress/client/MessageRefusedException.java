package org.reprise.stress.client;

/** Says that the server will not have a message, however often it is sent. */
public final class MessageRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String messageId;

    MessageRefusedException(String messageId, int code, String reason) {
        super("message '" + messageId + "' was refused: " + code + " " + reason);
        this.messageId = messageId;
    }

    /** The id of the message. */
    public String messageId() {
        return messageId;
    }
}
