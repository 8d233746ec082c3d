package org.reprise.wire;

import java.time.Duration;
import org.reprise.resume.ResumeService;

/** The bounds of the protocol. */
public final class WireLimits {

    /** The largest first message of a client, in bytes: a connection costs no more before its token has been verified. */
    public static final int HELLO_BYTES = 4 << 10;

    /** The largest message of a client after the hello, in bytes. */
    public static final int CLIENT_MESSAGE_BYTES = 1 << 20;

    /** The largest message of a server, in bytes: an entry of {@link ResumeService#MOST_PART_BYTES} in any form. */
    public static final int SERVER_MESSAGE_BYTES = 8 << 20;

    /** A server puts entries into one message up to this many bytes; a larger entry comes alone. */
    public static final int BATCH_BYTES = 256 << 10;

    /** How long a server waits for the hello. */
    public static final Duration HELLO_TIMEOUT = Duration.ofSeconds(5);

    /** How often a client pings. */
    public static final Duration PING_INTERVAL = Duration.ofSeconds(10);

    /** After how long without any message either side takes the other for gone. */
    public static final Duration SILENCE_TIMEOUT = Duration.ofSeconds(25);

    /** How many messages a client may have sent that are not acked. */
    public static final int UNACKED_MESSAGES = 256;

    /** How long a restored connection has to last before a client begins its back-off anew. */
    public static final Duration STABLE_AFTER = Duration.ofSeconds(10);

    private WireLimits() {}
}
