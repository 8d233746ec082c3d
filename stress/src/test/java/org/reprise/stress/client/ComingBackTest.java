package org.reprise.stress.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reprise.stress.fault.Direction;
import org.reprise.stress.fault.Fault;
import org.reprise.stress.fault.FaultProxy;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.scenario.Stage;
import org.reprise.stress.scenario.TestServices;
import org.reprise.stress.server.Outbox;
import org.reprise.stress.server.RepriseServer;
import org.reprise.stress.server.ServerOptions;
import org.reprise.wire.CloseCode;
import org.reprise.wire.WireMessage;

/** A client comes back whatever keeps it from doing so, and lets go of what it is done with. */
@Tag("once")
@Timeout(60)
@ExtendWith(RepriseExtension.class)
class ComingBackTest {

    private static final Backoff SHORT = new Backoff(Duration.ofMillis(1), Duration.ofMillis(20));
    private static final Backoff LONG = new Backoff(Duration.ofHours(1), Duration.ofHours(2));
    private static final Duration NEVER = Duration.ofMinutes(10);
    private static final URI NOWHERE = URI.create("ws://127.0.0.1:1" + RepriseServer.PATH);

    @Test
    void tokenThatCannotBeHadNow_isAskedForAgain(Stage stage) {
        AtomicInteger asked = new AtomicInteger();
        Supplier<String> token = () -> {
            if (asked.getAndIncrement() < 3) {
                throw new IllegalStateException("whoever issues tokens is away");
            }
            return stage.token(stage.sessionId(0));
        };
        AtomicBoolean away = new AtomicBoolean(true);
        ReconnectingClient client = client(
                stage,
                stage.network(),
                options(() -> away.getAndSet(false) ? NOWHERE : stage.uri(), token, stage, SHORT, NEVER));
        assertThatIllegalStateException().isThrownBy(client::connect);
        assertThat(client.state()).isEqualTo(ConnectionState.OFFLINE);
        asked.set(3);
        client.connect();
        asked.set(0);

        await().until(() -> client.state() == ConnectionState.LIVE);
    }

    @Test
    void clientThatIsClosedWhileItWaits_isHeldByNothing(Stage stage) {
        try (ClientNetwork network = ClientNetwork.from("127.0.0.93")) {
            ReconnectingClient client = client(
                    stage, network, options(() -> NOWHERE, () -> stage.token(stage.sessionId(0)), stage, LONG, NEVER));
            client.connect();
            await().until(() -> client.state() == ConnectionState.WAITING);
            assertThat(((ScheduledThreadPoolExecutor) network.timer()).getQueue())
                    .hasSize(1);

            client.close();

            assertThat(((ScheduledThreadPoolExecutor) network.timer()).getQueue())
                    .isEmpty();
        }
    }

    @Test
    void connectionThatIsClosedBeforeItsWelcome_refusesNoMessageOfTheOneBefore(Stage stage) throws Exception {
        AtomicBoolean mute = new AtomicBoolean();
        AtomicInteger unsaid = new AtomicInteger();
        AtomicBoolean refuses = new AtomicBoolean();
        RepriseServer server = server(stage, outbox -> new Outbox() {
            @Override
            public void send(WireMessage message, Runnable sent) {
                if (refuses.getAndSet(false)) {
                    outbox.close(CloseCode.TOO_LARGE, "a hello may have 4096 bytes");
                } else if (mute.get()) {
                    unsaid.incrementAndGet();
                } else {
                    outbox.send(message, sent);
                }
            }

            @Override
            public void close(CloseCode code, String reason) {
                outbox.close(code, reason);
            }
        });
        ReconnectingClient client = client(
                stage, stage.network(), TestServices.options(stage, server).manual());
        client.connect().get(30, TimeUnit.SECONDS);
        mute.set(true);
        CompletableFuture<Long> said = client.say("m1", "hello?");
        // It is stored: its ack and its entry would have been said.
        await().until(() -> unsaid.get() == 2);
        client.reset();
        await().until(() -> server.openConnections() == 0);
        mute.set(false);
        refuses.set(true);
        client.connect();
        await().until(() -> client.state() == ConnectionState.OFFLINE);

        client.connect().get(30, TimeUnit.SECONDS);

        assertThat(said.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void refusalThatNoCloseFollows_endsTheConnection(Stage stage) {
        RepriseServer server = server(stage, outbox -> new Outbox() {
            @Override
            public void send(WireMessage message, Runnable sent) {
                outbox.send(message, sent);
            }

            @Override
            public void close(CloseCode code, String reason) {}
        });
        ReconnectingClient client = client(
                stage, stage.network(), options(server::uri, () -> "no token", stage, SHORT, Duration.ofMillis(200)));

        client.connect();

        await().until(() -> client.state() == ConnectionState.ENDED);
        await().until(() -> server.openConnections() == 0);
    }

    @Test
    void closingHandshakeThatIsNotAnswered_isGivenUp(Stage stage) throws Exception {
        RepriseServer server = stage.closing(RepriseServer.start(
                TestServices.service(stage),
                TestServices.silentAgent(),
                ServerOptions.DEFAULT.withoutSweep().withTimeouts(NEVER, Duration.ofMillis(600))));
        InetSocketAddress target =
                new InetSocketAddress(server.uri().getHost(), server.uri().getPort());
        try (FaultProxy proxy = FaultProxy.start(() -> target, "127.0.0.94", new Random(1))) {
            URI uri = URI.create("ws://127.0.0.94:" + proxy.address().getPort() + RepriseServer.PATH);
            ReconnectingClient client = client(
                    stage,
                    stage.network(),
                    options(() -> uri, () -> stage.token(stage.sessionId(0)), stage, SHORT, Duration.ofMillis(600)));
            client.connect().get(30, TimeUnit.SECONDS);
            proxy.inject(new Fault.BlackHole(Direction.BOTH));

            client.disconnect();

            // Both ends have let go of it.
            await().until(() -> proxy.connections() == 0);
        }
    }

    private static RepriseServer server(Stage stage, UnaryOperator<Outbox> outboxes) {
        return stage.closing(RepriseServer.start(
                TestServices.service(stage),
                TestServices.silentAgent(),
                ServerOptions.DEFAULT.withoutSweep().withTimeouts(NEVER, NEVER).withOutboxes(outboxes)));
    }

    private static ReconnectingClient client(Stage stage, ClientNetwork network, ClientOptions options) {
        return stage.closing(new ReconnectingClient(network, options, ClientListener.NONE));
    }

    private static ClientOptions options(
            Supplier<URI> endpoint, Supplier<String> token, Stage stage, Backoff backoff, Duration silence) {
        return new ClientOptions(
                endpoint,
                token,
                stage.settings().service().format(),
                Map.of(),
                backoff,
                Duration.ofSeconds(15),
                silence,
                InstantSource.system(),
                new Random(1));
    }
}
