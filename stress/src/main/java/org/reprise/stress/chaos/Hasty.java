package org.reprise.stress.chaos;

import java.time.Duration;
import org.reprise.resume.SessionTokens;
import org.reprise.stress.scenario.Parts;
import org.reprise.stress.server.ServerOptions;

/** Parts whose server notices sooner that a client is gone, so that a run in which many are lost does not last. */
final class Hasty implements Parts {

    private static final Duration HELLO_TIMEOUT = Duration.ofSeconds(2);
    /** Longer than three pings of a client that is as hasty. */
    private static final Duration SILENCE_TIMEOUT = Duration.ofMillis(2_500);

    @Override
    public ServerOptions server(ServerOptions usual, SessionTokens tokens) {
        return usual.withTimeouts(HELLO_TIMEOUT, SILENCE_TIMEOUT);
    }
}
