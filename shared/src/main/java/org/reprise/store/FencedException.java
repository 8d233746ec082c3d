package org.reprise.store;

/** Says that an attachment may not act on its session any more: a newer one has come, or the session is gone. */
public final class FencedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** An exception about {@code attachment}, of which {@code reason} tells why it is fenced. */
    public FencedException(Attachment attachment, String reason) {
        super("attachment " + attachment.number() + " of epoch " + Long.toHexString(attachment.epoch()) + " is fenced: "
                + reason + "; resume the session to get a new attachment");
    }
}
