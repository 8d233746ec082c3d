package org.reprise.stress.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.reprise.stress.server.Hello.JSON;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.resume.ResumeService;
import org.reprise.stress.client.ClientListener;
import org.reprise.stress.client.ClientOptions;
import org.reprise.stress.client.ReconnectingClient;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.scenario.Stage;
import org.reprise.stress.scenario.TestServices;
import org.reprise.wire.CloseCode;
import org.reprise.wire.WireLimits;
import org.reprise.wire.WireMessage;

/** A client that does not read holds up no more than a batch, is detached, and gets the rest when it comes back. */
@Timeout(120)
@Tag("websocket-resilience")
@ExtendWith(RepriseExtension.class)
class SlowReaderTest {

    /** More than all buffers on the way together. */
    private static final int ENTRIES = 200;

    private static final String CONTENT = "x".repeat(100_000);

    @Test
    void clientThatDoesNotRead_holdsUpABatchAtMost_isDetached_andTheRestComesOnResume(Stage stage) throws Exception {
        ResumeService service = TestServices.service(stage);
        Queued queued = new Queued();
        Writing agent = new Writing();
        String session = stage.sessionId(0);
        try (RepriseServer server =
                        start(service, agent, queued, ServerLimits.DEFAULT.withUnreadFor(Duration.ofMillis(500)));
                RawSocket client = RawSocket.open(server.uri(), JSON)) {
            client.send(Hello.with(stage.token(session)));
            await().until(() -> !agent.begun.isEmpty());

            // Of the agent's, what is written after the client is gone waits in the store.
            agent.write(ENTRIES);

            await().atMost(Duration.ofSeconds(30)).until(() -> server.openConnections() == 0);
            assertThat(queued.most.get()).isLessThan(WireLimits.BATCH_BYTES + (64 << 10));
        }

        try (RepriseServer server = start(service, agent, new Queued(), ServerLimits.DEFAULT)) {
            ReconnectingClient back = stage.closing(new ReconnectingClient(
                    stage.network(),
                    ClientOptions.of(
                                    server.uri(),
                                    () -> stage.token(session),
                                    stage.settings().service().format(),
                                    new Random(1))
                            .manual(),
                    ClientListener.NONE));
            back.connect().get(60, TimeUnit.SECONDS);

            assertThat(back.context().orElseThrow().history())
                    .extracting(entry -> ((Message) entry).id())
                    .containsExactlyElementsOf(ids());
        }
    }

    @Test
    void clientThatAsksAndNeverReadsTheAnswers_isDropped(Stage stage) throws Exception {
        ResumeService service = TestServices.service(stage);
        Queued queued = new Queued();
        Writing agent = new Writing();
        try (RepriseServer server = start(service, agent, queued, ServerLimits.DEFAULT);
                RawSocket client = RawSocket.open(server.uri(), JSON)) {
            client.send(Hello.with(stage.token(stage.sessionId(0))));
            await().until(() -> !agent.begun.isEmpty());
            agent.write(ENTRIES);

            boolean dropped = false;
            for (int i = 0; i < 1_000_000 && !dropped; i++) {
                try {
                    client.send("{\"type\":\"ping\",\"nonce\":" + i + "}");
                } catch (IOException e) {
                    dropped = true;
                }
            }

            assertThat(dropped).isTrue();
            await().until(() -> server.openConnections() == 0);
            assertThat(queued.most.get()).isLessThan(WireLimits.BATCH_BYTES + (64 << 10));
        }
    }

    private static List<String> ids() {
        return IntStream.range(0, ENTRIES).mapToObj(i -> "entry-" + i).toList();
    }

    private static RepriseServer start(ResumeService service, Agent agent, Queued queued, ServerLimits limits) {
        return RepriseServer.start(
                service,
                agent,
                ServerOptions.DEFAULT.withoutSweep().withOutboxes(queued::over).withLimits(limits));
    }

    /** An agent that says much, at any time. */
    private static final class Writing implements Agent {
        private final Queue<AgentSession> begun = new ConcurrentLinkedQueue<>();

        @Override
        public void begin(AgentSession session) {
            begun.add(session);
        }

        @Override
        public void answer(AgentSession session, Message message) {}

        void write(int entries) {
            AgentSession session = begun.element();
            for (int i = 0; i < entries; i++) {
                session.append(Message.of("entry-" + i, Role.ASSISTANT, CONTENT, Instant.EPOCH));
            }
        }
    }

    /** Counts the bytes that were given to a connection and not taken by it. */
    private static final class Queued {
        private final AtomicLong now = new AtomicLong();
        private final AtomicLong most = new AtomicLong();

        Outbox over(Outbox outbox) {
            return new Outbox() {
                @Override
                public void send(WireMessage message, Runnable sent) {
                    long queued = now.addAndGet(message.length());
                    most.accumulateAndGet(queued, Math::max);
                    outbox.send(message, () -> {
                        now.addAndGet(-message.length());
                        sent.run();
                    });
                }

                @Override
                public void close(CloseCode code, String reason) {
                    outbox.close(code, reason);
                }
            };
        }
    }
}
