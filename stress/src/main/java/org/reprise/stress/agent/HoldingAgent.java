package org.reprise.stress.agent;

import java.util.ArrayList;
import java.util.List;
import org.reprise.context.HistoryEntry;
import org.reprise.context.Message;
import org.reprise.context.SessionHead;
import org.reprise.context.ToolCall;
import org.reprise.stress.server.Agent;
import org.reprise.stress.server.AgentSession;

/** Does what another agent does, but stops at each tool call that has begun, until it is released. Thread-safe. */
public final class HoldingAgent implements Agent {

    private final Agent agent;
    private final List<Runnable> held = new ArrayList<>();
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

    /** Lets the tools finish: what was held back is done now. */
    public void release() {
        List<Runnable> released;
        synchronized (this) {
            released = new ArrayList<>(held);
            held.clear();
            holding = false;
        }
        released.forEach(Runnable::run);
    }

    private void doOrHold(Runnable action, boolean holdsAfter) {
        synchronized (this) {
            if (holding) {
                held.add(action);
                return;
            }
        }
        action.run();
        if (holdsAfter) {
            synchronized (this) {
                holding = true;
            }
        }
    }

    private final class HeldSession implements AgentSession {
        private final AgentSession session;

        HeldSession(AgentSession session) {
            this.session = session;
        }

        @Override
        public String sessionId() {
            return session.sessionId();
        }

        @Override
        public void append(HistoryEntry entry) {
            boolean begins = entry instanceof ToolCall call && call.status() == ToolCall.Status.RUNNING;
            doOrHold(() -> session.append(entry), begins);
        }

        @Override
        public void putHead(SessionHead head) {
            doOrHold(() -> session.putHead(head), false);
        }
    }
}
