package org.reprise.stress.scenario;

import org.reprise.resume.SessionTokens;
import org.reprise.store.ContextStore;
import org.reprise.stress.client.ClientNetwork;
import org.reprise.stress.client.ClientOptions;
import org.reprise.stress.server.Agent;
import org.reprise.stress.server.ServerOptions;

/** What {@code first} gives is the usual for {@code next}. */
record PartsInTurn(Parts first, Parts next) implements Parts {

    @Override
    public ContextStore store(ContextStore usual) {
        return next.store(first.store(usual));
    }

    @Override
    public Agent agent(Agent usual) {
        return next.agent(first.agent(usual));
    }

    @Override
    public ServerOptions server(ServerOptions usual, SessionTokens tokens) {
        return next.server(first.server(usual, tokens), tokens);
    }

    @Override
    public ClientNetwork network(ClientNetwork usual) {
        return next.network(first.network(usual));
    }

    @Override
    public ClientOptions client(ClientOptions usual) {
        return next.client(first.client(usual));
    }
}
