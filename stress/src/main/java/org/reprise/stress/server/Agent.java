package org.reprise.stress.server;

import org.reprise.context.Message;

/** Answers what users say. Called for one session at a time; may append from any thread, at once or later. */
public interface Agent {

    /**
     * Begins a session whose client has just come for the first time. What is appended before this returns comes before
     * anything that the user says; the client waits meanwhile. If the client goes to another process before anything is
     * appended, the session begins there.
     */
    void begin(AgentSession session);

    /**
     * Answers a message of the user's that has just been stored.
     *
     * @param session the session that it is in
     * @param message what the user said
     */
    void answer(AgentSession session, Message message);
}
