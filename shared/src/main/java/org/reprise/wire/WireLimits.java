package org.reprise.wire;

import java.time.Duration;

/** The bounds of the protocol. */
public final class WireLimits {

    /** The largest first message of a client, in bytes: a connection costs no more before its token has been verified. */
    public static final int HELLO_BYTES = 4 << 10;

    /** The largest message in either direction, in bytes. */
    public static final int MESSAGE_BYTES = 1 << 20;

    /** A server puts entries into one message up to this many bytes; a larger entry comes alone. */
    public static final int BATCH_BYTES = 256 << 10;

    /** The largest encoded entry, in bytes: it fits a message with room for the frame around it. */
    public static final int ENTRY_BYTES = MESSAGE_BYTES - (16 << 10);

    /** How long a server waits for the hello. */
    public static final Duration HELLO_TIMEOUT = Duration.ofSeconds(5);

    /** How often a client pings. */
    public static final Duration PING_INTERVAL = Duration.ofSeconds(10);

    /** After how long without any message either side takes the other for gone. */
    public static final Duration SILENCE_TIMEOUT = Duration.ofSeconds(25);

    /** How many messages a client may have sent that are not acked. */
    public static final int UNACKED_MESSAGES = 256;

    private WireLimits() {}
}
