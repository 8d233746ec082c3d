package org.reprise.resume;

import java.util.Objects;
import org.reprise.store.Attachment;

/**
 * What a client that has been accepted is to be sent before it goes live.
 *
 * @param attachment its attachment
 * @param from the entry after which the restore begins; 0 if the client must drop its replica, having none or one of
 *     another epoch
 * @param to the last entry of the restore
 * @param lastClientMessageId the highest client message id that is stored in the epoch: the client need not send up to it
 * @param head the encoded head; not to be changed
 */
public record Resumption(Attachment attachment, long from, long to, long lastClientMessageId, byte[] head) {
    public Resumption {
        Objects.requireNonNull(attachment, "attachment");
        Objects.requireNonNull(head, "head");
    }
}
