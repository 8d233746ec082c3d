package org.reprise.resume;

import java.util.List;
import java.util.Objects;
import org.reprise.store.Attachment;
import org.reprise.store.EntryBlock;

/**
 * What a client that has been accepted is to be sent before it goes live.
 *
 * @param attachment its attachment
 * @param from the entry after which the restore begins; 0 if the client must drop its replica, having none or one of
 *     another epoch
 * @param to the last entry of the restore
 * @param lastClientMessageId the highest client message id that is stored in the epoch: the client need not send up to it
 * @param head the encoded head; not to be changed
 * @param readAhead the first of the encoded entries after {@code from}, if the store has read some already; the first
 *     block may begin with earlier ones
 */
public record Resumption(
        Attachment attachment, long from, long to, long lastClientMessageId, byte[] head, List<EntryBlock> readAhead) {
    public Resumption {
        Objects.requireNonNull(attachment, "attachment");
        Objects.requireNonNull(head, "head");
        readAhead = List.copyOf(readAhead);
    }
}
