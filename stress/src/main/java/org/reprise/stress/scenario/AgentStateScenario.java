package org.reprise.stress.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reprise.context.ContextComparison;
import org.reprise.context.SessionContext;
import org.reprise.context.ToolCall;
import org.reprise.stress.agent.HoldingAgent;
import org.reprise.stress.client.Resumed;

/**
 * What the agent knows outlives the connection: a booking that is half made goes on where it was, and a tool that was at
 * work when the line dropped has not worked for nothing.
 *
 * <p>The line drops while a tool call is running. Once the client returns before the tool has finished, and once after.
 */
final class AgentStateScenario implements Scenario {

    private static final int SESSIONS = 12;
    private static final String RUNNING = "drops while a tool call was running";

    @Override
    public String name() {
        return "agent-state";
    }

    @Override
    public String promise() {
        return "memory, workflow, tool calls and preferences are as they were, also when a tool was at work";
    }

    @Override
    public Findings play(Settings settings, Progress progress) {
        Tally tally = new Tally(name());
        HoldingAgent[] holding = new HoldingAgent[1];
        int withRunningCall = 0;
        int withCalls = 0;
        long items = 0;
        long equal = 0;
        try (Stage stage = Stage.open(name(), settings, 1, agent -> holding[0] = new HoldingAgent(agent))) {
            if (stage.server().isEmpty()) {
                tally.notApplicable("agent state, a tool call running at the drop", "all equal");
                return tally.elsewhere();
            }
            HoldingAgent agent = holding[0];
            for (int i = 0; i < SESSIONS; i++) {
                Visitor visitor = stage.visitor(i);
                visitor.connect();
                withCalls += visitor.hasToolCalls() ? 1 : 0;
                boolean held = talkUntilHeld(visitor, agent);
                withRunningCall += held ? 1 : 0;
                SessionContext before = requireStored(stage, visitor);
                visitor.client().reset();
                boolean finishesWhileAway = i % 2 == 0;
                if (finishesWhileAway) {
                    agent.release();
                }
                Resumed resumed = visitor.connect();
                List<String> faults = new ArrayList<>();
                if (!finishesWhileAway && held) {
                    faults.addAll(differences(before, visitor.client().context()));
                    agent.release();
                }
                agent.release();
                visitor.settle();
                faults.addAll(visitor.faults());
                SessionContext replica = visitor.client().context().orElseThrow();
                ContextComparison compared = ContextComparison.between(visitor.ledger(), replica);
                items += compared.items();
                equal += compared.items() - compared.differences().size();
                tally.reconnected(visitor, resumed, faults);
                progress.step(i + 1L, SESSIONS);
            }
            if (withCalls == 0) {
                tally.notApplicable(RUNNING, ">= 1", "no conversation that was played has a tool call");
            } else {
                tally.judge(RUNNING, ">= 1", Integer.toString(withRunningCall), withRunningCall >= 1);
            }
            tally.judge(
                    "items compared one by one",
                    "all equal",
                    equal + " of " + items + " equal",
                    items > 0 && equal == items);
            return tally.findings(settings.objectives());
        }
    }

    /** Talks until a tool call is running, or the script is at its end. */
    private static boolean talkUntilHeld(Visitor visitor, HoldingAgent agent) {
        while (visitor.hasMoreToSay()) {
            visitor.sayNext();
            visitor.settleOr(agent::isHolding);
            if (agent.isHolding()) {
                return true;
            }
        }
        return false;
    }

    private static SessionContext requireStored(Stage stage, Visitor visitor) {
        return stage.stored(visitor.sessionId())
                .orElseThrow(() -> new StageException("session " + visitor.sessionId() + " is not stored"));
    }

    private static List<String> differences(SessionContext before, Optional<SessionContext> replica) {
        List<String> differences = new ArrayList<>();
        if (replica.isEmpty()) {
            return List.of("there is no replica");
        }
        if (!running(before).equals(running(replica.get()))) {
            differences.add("running calls were " + running(before) + ", are " + running(replica.get()));
        }
        ContextComparison.between(before, replica.get())
                .differences()
                .forEach(difference -> differences.add(difference.toString()));
        return differences;
    }

    private static List<String> running(SessionContext context) {
        List<String> running = new ArrayList<>();
        for (ToolCall call : context.toolCalls()) {
            if (call.status() == ToolCall.Status.RUNNING) {
                running.add(call.id());
            }
        }
        return running;
    }
}
