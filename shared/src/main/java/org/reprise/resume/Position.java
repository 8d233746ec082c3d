package org.reprise.resume;

import java.util.HexFormat;

/**
 * How much of which stream a client has.
 *
 * @param epoch the incarnation of the session that the client's replica is of; 0 if it has none
 * @param lastSequence the last entry of that epoch that it has; 0 if it has none
 */
public record Position(long epoch, long lastSequence) {

    /** The position of a client that has nothing. */
    public static final Position NONE = new Position(0, 0);

    /** With the epoch as frames have it. */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(epoch) + ":" + lastSequence;
    }
}
