package org.reprise.stress.agent;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.SessionHead;
import org.reprise.context.ToolCall;
import org.reprise.stress.server.Agent;
import org.reprise.stress.server.AgentSession;

/** Does what another agent does, but stops in each answer at the first tool call that has begun, until it is released. Thread-safe. */
public final class HoldingAgent implements Agent {

    private final Agent agent;
    private final Queue<Runnable> held = new ArrayDeque<>();
    private boolean holding;

    /** Holds {@code agent} back. */
    public HoldingAgent(Agent agent) {
        this.agent = agent;
    }

    @Override
    public void begin(AgentSession session) {
        agent.begin(session);
    }

    @Override
    public void answer(AgentSession session, Message message) {
        agent.answer(new HeldSession(session), message);
    }

    /** Whether a tool call is running. */
    public synchronized boolean isHolding() {
        return holding;
    }

    /** Lets the tools finish: what was held back is done now, in its order, before anything that the agent does meanwhile. */
    public void release() {
        for (Runnable next = next(); next != null; next = next()) {
            next.run();
        }
    }

    /** The next that was held back; null, and nothing is held any more, if there is none. */
    private synchronized @Nullable Runnable next() {
        Runnable next = held.poll();
        holding = next != null;
        return next;
    }

    private void doOrHold(Runnable action) {
        synchronized (this) {
            if (holding) {
                held.add(action);
                return;
            }
        }
        action.run();
    }

    private synchronized void hold() {
        holding = true;
    }

    private final class HeldSession implements AgentSession {
        private final AgentSession session;
        private boolean hasHeld;

        HeldSession(AgentSession session) {
            this.session = session;
        }

        @Override
        public String sessionId() {
            return session.sessionId();
        }

        @Override
        public void append(HistoryEntry entry) {
            doOrHold(() -> session.append(entry));
            if (!hasHeld && entry instanceof ToolCall call && call.status() == ToolCall.Status.RUNNING) {
                hasHeld = true;
                hold();
            }
        }

        @Override
        public void putHead(SessionHead head) {
            doOrHold(() -> session.putHead(head));
        }
    }
}
