package org.reprise.stress.chaos;

import java.time.Duration;
import org.reprise.resume.SessionTokens;
import org.reprise.store.ContextStore;
import org.reprise.stress.client.ClientNetwork;
import org.reprise.stress.client.ClientOptions;
import org.reprise.stress.scenario.Parts;
import org.reprise.stress.server.Agent;
import org.reprise.stress.server.ServerOptions;

/** Parts whose server notices sooner that a client is gone, so that a run in which many are lost does not last. */
record Hasty(Parts parts) implements Parts {

    private static final Duration HELLO_TIMEOUT = Duration.ofSeconds(2);
    /** Longer than three pings of a client that is as hasty. */
    private static final Duration SILENCE_TIMEOUT = Duration.ofMillis(2_500);

    @Override
    public ContextStore store(ContextStore usual) {
        return parts.store(usual);
    }

    @Override
    public Agent agent(Agent usual) {
        return parts.agent(usual);
    }

    @Override
    public ServerOptions server(ServerOptions usual, SessionTokens tokens) {
        return parts.server(usual.withTimeouts(HELLO_TIMEOUT, SILENCE_TIMEOUT), tokens);
    }

    @Override
    public ClientNetwork network(ClientNetwork usual) {
        return parts.network(usual);
    }

    @Override
    public ClientOptions client(ClientOptions usual) {
        return parts.client(usual);
    }
}
