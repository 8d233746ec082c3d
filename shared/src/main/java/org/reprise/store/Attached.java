package org.reprise.store;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a store knows of a session at the moment of an attach.
 *
 * @param attachment the new attachment
 * @param state the session as it is now
 * @param detachedAt when the attachment before was detached; null if it was not
 * @param parked the parked part of the history, if there is one: it has to be given back by
 *     {@link ContextStore#unpark} before entries are read
 */
public record Attached(
        Attachment attachment,
        SessionState state,
        @Nullable Instant detachedAt,
        @Nullable ParkedEntries parked) {
    public Attached {
        Objects.requireNonNull(attachment, "attachment");
        Objects.requireNonNull(state, "state");
    }
}
