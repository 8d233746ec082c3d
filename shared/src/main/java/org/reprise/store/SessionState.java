package org.reprise.store;

import java.util.Objects;

/**
 * Where a session stands.
 *
 * @param owner whose session it is, as given when it was opened
 * @param epoch the incarnation of the session
 * @param lastSequence the sequence of the last entry; 0 if there is none
 * @param lastClientMessageId the highest client message id that was stored; 0 if there is none
 * @param headVersion 1 for the head that the session was opened with, one more for each that replaced it
 * @param head the encoded head; the store's own array, not to be changed
 */
public record SessionState(
        String owner, long epoch, long lastSequence, long lastClientMessageId, long headVersion, byte[] head) {
    public SessionState {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(head, "head");
    }
}
