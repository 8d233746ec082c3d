package org.reprise.store;

import java.util.Objects;

/**
 * The entries of a session up to a sequence, in a form that only who parked them reads.
 *
 * @param upTo the sequence of the last entry in it
 * @param bytes the form; not to be changed
 */
public record ParkedEntries(long upTo, byte[] bytes) {
    public ParkedEntries {
        Objects.requireNonNull(bytes, "bytes");
    }
}
