package org.reprise.stress.mutant;

import java.time.Duration;
import org.reprise.resume.SessionTokens;
import org.reprise.store.ContextStore;
import org.reprise.stress.client.ClientNetwork;
import org.reprise.stress.client.ClientOptions;
import org.reprise.stress.scenario.Parts;
import org.reprise.stress.server.Agent;
import org.reprise.stress.server.ServerOptions;

/**
 * Parts that take nobody for gone because the machine stood still: whoever goes in a run is sent away by its script, and what
 * the script left open stays open.
 */
record Calm(Parts parts) implements Parts {

    private static final Duration LONG = Duration.ofMinutes(2);

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
        return parts.server(usual.withTimeouts(LONG, LONG), tokens);
    }

    @Override
    public ClientNetwork network(ClientNetwork usual) {
        return parts.network(usual);
    }

    @Override
    public ClientOptions client(ClientOptions usual) {
        return parts.client(new ClientOptions(
                usual.endpoint(),
                usual.token(),
                usual.format(),
                usual.headers(),
                usual.backoff(),
                LONG,
                LONG,
                usual.clock(),
                usual.random()));
    }
}
