package org.reprise.stress.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.resume.ResumeService;
import org.reprise.store.FencedException;
import org.reprise.stress.client.ClientListener;
import org.reprise.stress.client.ReconnectingClient;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.scenario.Stage;
import org.reprise.stress.scenario.TestServices;

/** A conversation begins with what its agent has to say, however its first connection fares. */
@Timeout(60)
@Tag("context-preservation")
@ExtendWith(RepriseExtension.class)
class BeginningTest {

    /** In which a message that may overtake the agent would do so. */
    private static final Duration CHANCE = Duration.ofMillis(300);

    @Test
    void clientThatReturnsWhileTheAgentBegins_speaksAfterIt(Stage stage) throws InterruptedException {
        SlowBeginner agent = new SlowBeginner();
        RepriseServer server = server(stage, TestServices.service(stage), agent);
        client(stage, server).connect();
        agent.beginning.await();

        ReconnectingClient second = client(stage, server);
        second.connect();
        second.say("m1", "hello?");
        try {
            await().atMost(CHANCE).until(() -> second.unacked() == 0);
        } catch (ConditionTimeoutException e) {
            // As it should be.
        }
        agent.mayGoOn.countDown();

        await().until(() -> second.unacked() == 0
                && second.context().orElseThrow().history().size() == 2);
        assertThat(second.context().orElseThrow().history())
                .extracting(entry -> ((Message) entry).id())
                .containsExactly("opening", "m1");
    }

    @Test
    void clientThatGoesToAnotherProcessWhileTheAgentBegins_isAnsweredByTheAgentThere(Stage stage)
            throws InterruptedException {
        ResumeService store = TestServices.service(stage);
        SlowBeginner slow = new SlowBeginner();
        client(stage, server(stage, store, slow)).connect();
        slow.beginning.await();
        SlowBeginner prompt = new SlowBeginner();
        prompt.mayGoOn.countDown();

        ReconnectingClient second = client(stage, server(stage, store, prompt));
        second.connect();
        second.say("m1", "hello?");
        await().until(() -> second.unacked() == 0);
        slow.mayGoOn.countDown();
        slow.fenced.await();

        await().until(() -> second.context().orElseThrow().history().size() == 2);
        assertThat(second.context().orElseThrow().history())
                .extracting(entry -> ((Message) entry).id())
                .containsExactly("opening", "m1");
    }

    private static RepriseServer server(Stage stage, ResumeService service, Agent agent) {
        return stage.closing(RepriseServer.start(service, agent, ServerOptions.DEFAULT.withoutSweep()));
    }

    private static ReconnectingClient client(Stage stage, RepriseServer server) {
        return stage.closing(
                new ReconnectingClient(stage.network(), TestServices.options(stage, server), ClientListener.NONE));
    }

    /** Takes its time before it says the first word, and answers nothing. */
    private static final class SlowBeginner implements Agent {
        private final CountDownLatch beginning = new CountDownLatch(1);
        private final CountDownLatch mayGoOn = new CountDownLatch(1);
        private final CountDownLatch fenced = new CountDownLatch(1);

        @Override
        public void begin(AgentSession session) {
            beginning.countDown();
            try {
                mayGoOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            try {
                session.append(Message.of("opening", Role.SYSTEM, "Be kind.", Instant.EPOCH));
            } catch (FencedException e) {
                fenced.countDown();
                throw e;
            }
        }

        @Override
        public void answer(AgentSession session, Message message) {}
    }
}
