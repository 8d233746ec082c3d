package org.reprise.stress.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reprise.codec.BinaryCodec;
import org.reprise.codec.ContextCodec;
import org.reprise.codec.JsonCodec;
import org.reprise.store.ContextStore;
import org.reprise.stress.agent.ReplayAgent;
import org.reprise.stress.client.Backoff;
import org.reprise.stress.client.ClientListener;
import org.reprise.stress.client.ClientOptions;
import org.reprise.stress.client.ConnectionState;
import org.reprise.stress.client.ReconnectingClient;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.server.RepriseServer;
import org.reprise.stress.server.ServerOptions;

/** Two servers share a store: a session is served by one of them, and the other lets go of it. */
@Tag("failover")
@ExtendWith(RepriseExtension.class)
class TwoServersTest {

    private static final String SESSION = "two-2-0";

    private Stage stage;
    private RepriseServer one;
    private RepriseServer other;

    @BeforeEach
    void startTheOther(Stage stage, RepriseServer server) {
        this.stage = stage;
        this.one = server;
        this.other = server(stage.store().orElseThrow());
    }

    @Test
    void sessionThatMoved_isForgottenByTheServerBeforeWhenItsConnectionThereEnds() {
        ReconnectingClient client = client(endpoints(one.uri(), other.uri()), Duration.ofSeconds(15));
        Waiting.of(client.connect(), "the first connect");
        assertThat(one.liveSessions()).isEqualTo(1);
        client.reset();

        Waiting.of(client.connect(), "the connect elsewhere");
        client.say("here", "I am here now");

        Waiting.until(() -> client.unacked() == 0, "the ack");
        Waiting.until(() -> one.openConnections() == 0, "the end of the connection before");
        stage.pass(Duration.ofMinutes(5));
        assertThat(one.liveSessions()).isZero();
        assertThat(other.liveSessions()).isEqualTo(1);
    }

    @Test
    void connectionLeftHalfOpen_isFencedOnceItWritesAndForgottenWhenItsTimeIsOver() {
        ReconnectingClient left = client(endpoints(one.uri()), Duration.ofSeconds(15));
        Waiting.of(left.connect(), "the first connect");
        ReconnectingClient newer = client(endpoints(other.uri()), Duration.ofSeconds(15));
        Waiting.of(newer.connect(), "the connect elsewhere");

        left.say("late", "what was on its way");

        Waiting.until(() -> left.state() == ConnectionState.ENDED, "the end of the connection before");
        newer.say("in-time", "what counts");
        Waiting.until(() -> newer.unacked() == 0, "the ack");
        Waiting.until(
                () -> {
                    stage.pass(Duration.ofMinutes(5));
                    return one.liveSessions() == 0;
                },
                "the end of its session there");
        assertThat(newer.context().orElseThrow().history().toString()).doesNotContain("what was on its way");
    }

    @Test
    void sessionThatExpiredElsewhere_isForgottenByTheServerWhereItWaited() {
        ReconnectingClient client = client(endpoints(one.uri()), Duration.ofSeconds(15));
        Waiting.of(client.connect(), "the connect");
        client.reset();
        Waiting.until(() -> one.openConnections() == 0, "the end of the connection");
        Waiting.until(
                () -> !stage.store()
                        .orElseThrow()
                        .detachedSince(stage.clock().instant(), 1)
                        .isEmpty(),
                "the detach");

        stage.store().orElseThrow().expire(stage.clock().instant().plus(Duration.ofMinutes(5)));
        assertThat(one.liveSessions()).isEqualTo(1);
        stage.pass(Duration.ofMinutes(5));

        assertThat(one.liveSessions()).isZero();
    }

    @Test
    void clientThatASlowServerOvertakesWithItsOwnOldHello_comesBack() {
        CountDownLatch released = new CountDownLatch(1);
        RepriseServer slow = server(waitingFor(released, stage.store().orElseThrow()));
        ReconnectingClient client = client(endpoints(slow.uri(), other.uri()), Duration.ofSeconds(2));
        client.connect();
        Waiting.until(() -> client.state() == ConnectionState.LIVE, "the connect elsewhere, after the slow one");

        released.countDown();
        Waiting.until(() -> slow.liveSessions() == 1, "the hello that was given up");
        client.say("one", "does it get through?");

        Waiting.until(() -> client.unacked() == 0, "the ack");
        assertThat(client.state()).isNotEqualTo(ConnectionState.ENDED);
    }

    private RepriseServer server(ContextStore store) {
        ContextCodec codec =
                stage.settings().service().format().codec() instanceof JsonCodec ? new JsonCodec() : new BinaryCodec();
        return stage.closing(RepriseServer.start(
                Stage.service(store, codec, stage.tokens(), stage.scripts(), stage.clock()),
                new ReplayAgent(stage.scripts()::of),
                ServerOptions.DEFAULT.withoutSweep()));
    }

    /** A store whose attaches wait. */
    private static ContextStore waitingFor(CountDownLatch released, ContextStore store) {
        return (ContextStore) Proxy.newProxyInstance(
                ContextStore.class.getClassLoader(),
                new Class<?>[] {ContextStore.class},
                (proxy, method, arguments) -> {
                    if (List.of("admit", "attach", "open").contains(method.getName())) {
                        assertThat(released.await(30, TimeUnit.SECONDS)).isTrue();
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private ReconnectingClient client(Supplier<URI> endpoints, Duration connectTimeout) {
        ClientOptions options = new ClientOptions(
                endpoints,
                () -> stage.token(SESSION),
                stage.settings().service().format(),
                Map.of(),
                new Backoff(Duration.ofMillis(10), Duration.ofMillis(100)),
                connectTimeout,
                Duration.ofSeconds(25),
                InstantSource.system(),
                new Random(1));
        return stage.closing(new ReconnectingClient(stage.network(), options, ClientListener.NONE));
    }

    /** One after another, and the last for ever. */
    private static Supplier<URI> endpoints(URI... uris) {
        Queue<URI> left = new ArrayDeque<>(List.of(uris));
        return () -> {
            synchronized (left) {
                return left.size() > 1 ? left.remove() : left.element();
            }
        };
    }
}
