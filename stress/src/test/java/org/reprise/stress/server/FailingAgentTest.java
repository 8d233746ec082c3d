package org.reprise.stress.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.stress.client.ClientListener;
import org.reprise.stress.client.ConnectionState;
import org.reprise.stress.client.ReconnectingClient;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.scenario.Stage;
import org.reprise.stress.scenario.TestServices;
import org.reprise.wire.CloseCode;

/** What becomes of a session whose agent fails. */
@Tag("websocket-resilience")
@Timeout(60)
@ExtendWith(RepriseExtension.class)
class FailingAgentTest {

    private static final String SECRET = "what nobody else is to know";

    private final Queue<String> states = new ConcurrentLinkedQueue<>();

    @Test
    void agentThatThrowsInMidAnswer_closesTheConnectionAndLosesNothing(Stage stage) throws Exception {
        RepriseServer server =
                stage.closing(RepriseServer.start(TestServices.service(stage), new Failing(), ServerOptions.DEFAULT));
        ReconnectingClient client = client(stage, server);
        client.connect().get(30, TimeUnit.SECONDS);

        client.say("question", "Do you fail?").get(30, TimeUnit.SECONDS);
        await().until(() -> client.state() == ConnectionState.OFFLINE);
        client.connect().get(30, TimeUnit.SECONDS);

        assertThat(states).contains(CloseCode.FAILED.code() + " " + ServerConnection.FAILED);
        assertThat(states).noneMatch(reason -> reason.contains(SECRET));
        assertThat(client.context().orElseThrow().history())
                .extracting(entry -> ((Message) entry).id())
                .isEqualTo(List.of("question", "begun"));
        client.say("another", "Again?").get(30, TimeUnit.SECONDS);
    }

    @Test
    void agentThatFailsToBegin_beginsWhenTheClientReturns(Stage stage) throws Exception {
        AtomicBoolean fails = new AtomicBoolean(true);
        Agent agent = TestServices.agentThatTells(session -> {
            if (fails.getAndSet(false)) {
                throw new IllegalStateException(SECRET);
            }
            session.append(Message.of("opening", Role.SYSTEM, "Be kind.", Instant.EPOCH));
        });
        RepriseServer server =
                stage.closing(RepriseServer.start(TestServices.service(stage), agent, ServerOptions.DEFAULT));
        ReconnectingClient client = client(stage, server);
        client.connect();
        await().until(() -> client.state() == ConnectionState.OFFLINE);

        client.connect().get(30, TimeUnit.SECONDS);

        await().until(() -> client.position().lastSequence() == 1);
        assertThat(server.liveSessions()).isEqualTo(1);
    }

    private ReconnectingClient client(Stage stage, RepriseServer server) {
        ClientListener listener = new ClientListener() {
            @Override
            public void stateChanged(ConnectionState state, String reason) {
                states.add(reason);
            }
        };
        return stage.closing(new ReconnectingClient(
                stage.network(), TestServices.options(stage, server).manual(), listener));
    }

    /** Says a word, and fails with what it was told. */
    private static final class Failing implements Agent {
        @Override
        public void begin(AgentSession session) {}

        @Override
        public void answer(AgentSession session, Message message) {
            if (message.id().equals("question")) {
                session.append(Message.of("begun", Role.ASSISTANT, "I", Instant.EPOCH));
                throw new IllegalStateException(SECRET);
            }
        }
    }
}
