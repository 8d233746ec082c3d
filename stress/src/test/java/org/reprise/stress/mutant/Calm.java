package org.reprise.stress.mutant;

import java.time.Duration;
import org.reprise.resume.SessionTokens;
import org.reprise.stress.client.ClientOptions;
import org.reprise.stress.scenario.Parts;
import org.reprise.stress.server.ServerOptions;

/**
 * Parts that take nobody for gone because the machine stood still: whoever goes in a run is sent away by its script, and what
 * the script left open stays open.
 */
final class Calm implements Parts {

    private static final Duration LONG = Duration.ofMinutes(2);

    @Override
    public ServerOptions server(ServerOptions usual, SessionTokens tokens) {
        return usual.withTimeouts(LONG, LONG);
    }

    @Override
    public ClientOptions client(ClientOptions usual) {
        return new ClientOptions(
                usual.endpoint(),
                usual.token(),
                usual.format(),
                usual.headers(),
                usual.backoff(),
                LONG,
                LONG,
                usual.clock(),
                usual.random());
    }
}
