package org.reprise.stress.scenario;

import org.reprise.resume.SessionTokens;
import org.reprise.store.ContextStore;
import org.reprise.stress.client.ClientNetwork;
import org.reprise.stress.client.ClientOptions;
import org.reprise.stress.server.Agent;
import org.reprise.stress.server.ServerOptions;

/** What a stage is put together from: whoever tries parts of their own puts each in the place of the usual one. */
public interface Parts {

    /** The usual parts. */
    Parts USUAL = new Parts() {};

    /** The store that sessions are kept in; closed with the stage. */
    default ContextStore store(ContextStore usual) {
        return usual;
    }

    /** The agent that answers. */
    default Agent agent(Agent usual) {
        return usual;
    }

    /**
     * How the server is set up.
     *
     * @param tokens the tokens that it verifies
     */
    default ServerOptions server(ServerOptions usual, SessionTokens tokens) {
        return usual;
    }

    /** The network that clients are in at first; closed with the stage. */
    default ClientNetwork network(ClientNetwork usual) {
        return usual;
    }

    /** How each client is set up. */
    default ClientOptions client(ClientOptions usual) {
        return usual;
    }

    /** These parts, and in the place of what they give that of {@code next}. */
    default Parts then(Parts next) {
        return new PartsInTurn(this, next);
    }
}
