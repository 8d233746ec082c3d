package org.reprise.stress.agent;

import java.util.function.Function;
import org.reprise.context.Message;
import org.reprise.stress.server.Agent;
import org.reprise.stress.server.AgentSession;

/** Plays the agent's part of each session's script, at once and in full. */
public final class ReplayAgent implements Agent {

    private final Function<String, Script> scripts;

    /** An agent that finds a session's script by its id. */
    public ReplayAgent(Function<String, Script> scripts) {
        this.scripts = scripts;
    }

    @Override
    public void begin(AgentSession session) {
        scripts.apply(session.sessionId()).opening().forEach(session::append);
    }

    @Override
    public void answer(AgentSession session, Message message) {
        Script script = scripts.apply(session.sessionId());
        int turn = script.turnOf(message.id());
        if (turn >= 0) {
            script.turns().get(turn).answer().forEach(session::append);
            session.putHead(script.headAfter(turn + 1));
        }
    }
}
