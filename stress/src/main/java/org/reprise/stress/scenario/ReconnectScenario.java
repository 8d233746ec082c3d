package org.reprise.stress.scenario;

import java.util.ArrayList;
import java.util.List;
import org.reprise.stress.client.Resumed;
import org.reprise.wire.Frame;

/**
 * A person whose connection drops in mid-conversation finds all of it there on return, at once: nobody has to say anything
 * twice, which is what makes people give up a service.
 *
 * <p>Sessions are dropped by a reset, by a clean close, and right after a message was sent that may or may not have arrived.
 */
final class ReconnectScenario implements Scenario {

    private static final int SESSIONS = 20;
    private static final int ROUNDS = 6;

    @Override
    public String name() {
        return "reconnect";
    }

    @Override
    public String promise() {
        return "after a drop, the whole conversation is there again, at once";
    }

    @Override
    public Findings play(Settings settings, Progress progress) {
        Tally tally = new Tally(name());
        try (Stage stage = Stage.open(name(), settings, 2)) {
            List<Visitor> visitors = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                Visitor visitor = stage.visitor(i);
                visitor.connect();
                visitor.talk(2);
                visitors.add(visitor);
            }
            long done = 0;
            for (int round = 0; round < ROUNDS; round++) {
                for (Visitor visitor : visitors) {
                    drop(visitor, round);
                    Resumed resumed = visitor.connect();
                    visitor.settle();
                    List<String> faults = new ArrayList<>(visitor.faults());
                    if (resumed.outcome() != Frame.Outcome.RESTORED) {
                        faults.add(visitor.sessionId() + ": outcome " + resumed.outcome() + " after a brief outage");
                    }
                    tally.reconnected(visitor, resumed, faults);
                    progress.step(++done, (long) ROUNDS * SESSIONS);
                }
            }
            return tally.findings(settings.objectives());
        }
    }

    private static void drop(Visitor visitor, int round) {
        switch (round % 3) {
            case 0 -> visitor.client().reset();
            case 1 -> visitor.client().disconnect();
            default -> {
                if (visitor.hasMoreToSay()) {
                    visitor.sayNext();
                }
                visitor.client().reset();
            }
        }
    }
}
