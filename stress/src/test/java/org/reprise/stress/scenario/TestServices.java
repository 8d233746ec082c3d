package org.reprise.stress.scenario;

import java.util.Random;
import java.util.function.Consumer;
import org.reprise.codec.BinaryCodec;
import org.reprise.context.Message;
import org.reprise.resume.ResumeService;
import org.reprise.store.memory.MemoryStore;
import org.reprise.stress.client.ClientOptions;
import org.reprise.stress.server.Agent;
import org.reprise.stress.server.AgentSession;
import org.reprise.stress.server.RepriseServer;

/** What tests put in place of a stage's own. */
public final class TestServices {

    private TestServices() {}

    /** A service of its own, with the stage's tokens. */
    public static ResumeService service(Stage stage) {
        return Stage.service(new MemoryStore(), new BinaryCodec(), stage.tokens(), stage.scripts(), stage.clock());
    }

    /** How the client of the stage's first session reaches a server. */
    public static ClientOptions options(Stage stage, RepriseServer server) {
        return ClientOptions.of(
                server.uri(),
                () -> stage.token(stage.sessionId(0)),
                stage.settings().service().format(),
                new Random(1));
    }

    /** An agent that says nothing. */
    public static Agent silentAgent() {
        return agentThatTells(session -> {});
    }

    /** An agent that says nothing, and tells which sessions have begun. */
    public static Agent agentThatTells(Consumer<AgentSession> begun) {
        return new Agent() {
            @Override
            public void begin(AgentSession session) {
                begun.accept(session);
            }

            @Override
            public void answer(AgentSession session, Message message) {}
        };
    }
}
