package org.reprise.stress.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.resume.ResumeService;
import org.reprise.store.FencedException;
import org.reprise.stress.client.ClientListener;
import org.reprise.stress.client.ReconnectingClient;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.scenario.Stage;
import org.reprise.stress.scenario.SteppedClock;
import org.reprise.stress.scenario.TestServices;

/** What an agent still says to a session that has ended does not reach the one that has begun in its place. */
@ExtendWith(RepriseExtension.class)
class EndedSessionTest {

    @Test
    void answerToASessionThatHasExpired_isNotWrittenIntoTheNextEpoch(Stage stage) throws Exception {
        List<AgentSession> served = new CopyOnWriteArrayList<>();
        Agent keeping = TestServices.agentThatTells(served::add);
        ResumeService service = TestServices.service(stage);
        RepriseServer server =
                stage.closing(RepriseServer.start(service, keeping, ServerOptions.DEFAULT.withoutSweep()));
        ReconnectingClient client = stage.closing(new ReconnectingClient(
                stage.network(), TestServices.options(stage, server).manual(), ClientListener.NONE));
        client.connect().get(30, TimeUnit.SECONDS);
        client.disconnect();
        await().until(() -> {
            // Until the session is let go, no time is long enough.
            ((SteppedClock) stage.clock()).advance(Duration.ofMinutes(6));
            server.sweep();
            return server.liveSessions() == 0;
        });
        client.connect().get(30, TimeUnit.SECONDS);
        await().until(() -> served.size() == 2);

        assertThatThrownBy(() -> served.get(0).append(Message.of("late", Role.ASSISTANT, "late", Instant.EPOCH)))
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("has ended");

        served.get(1).append(Message.of("new", Role.ASSISTANT, "new", Instant.EPOCH));
        await().until(() -> client.position().lastSequence() == 1);
        assertThat(client.context().orElseThrow().history())
                .extracting(entry -> ((Message) entry).id())
                .containsExactly("new");
    }
}
