package org.reprise.stress.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reprise.codec.BinaryCodec;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.resume.ResumeService;
import org.reprise.store.ContextStore;
import org.reprise.store.StoreException;
import org.reprise.store.memory.MemoryStore;
import org.reprise.stress.client.ClientListener;
import org.reprise.stress.client.ConnectionState;
import org.reprise.stress.client.ReconnectingClient;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.scenario.Stage;
import org.reprise.stress.scenario.TestServices;
import org.reprise.wire.CloseCode;
import org.reprise.wire.JsonFrames;
import org.reprise.wire.WireMessage;

/** What a server does whose store fails at something that waiting does not mend. */
@Tag("once")
@Timeout(60)
@ExtendWith(RepriseExtension.class)
class BrokenStoreTest {

    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final AtomicInteger failures = new AtomicInteger();
    private final ContextStore store = breaking(new MemoryStore());
    private final Queue<String> states = new ConcurrentLinkedQueue<>();
    private final List<AgentSession> begun = new CopyOnWriteArrayList<>();

    @Test
    void sweepThatFails_isFollowedByOthers(Stage stage) {
        broken.add("expire");
        start(stage, sweepingEvery(Duration.ofMillis(10)));

        await().until(() -> failures.get() > 2);
    }

    @Test
    void entriesThatCannotBeRead_endTheConnection_andAreNoFaultOfTheAgent(Stage stage) throws Exception {
        ReconnectingClient client = client(stage, start(stage, ServerOptions.DEFAULT.withoutSweep()));
        client.connect().get(30, TimeUnit.SECONDS);
        broken.add("readBatch");

        begun.get(0).append(Message.of("new", Role.ASSISTANT, "new", Instant.EPOCH));

        await().until(() -> client.state() == ConnectionState.OFFLINE);
        assertThat(states).contains(CloseCode.FAILED.code() + " " + ServerConnection.UNSENDABLE);
        broken.clear();
        client.connect().get(30, TimeUnit.SECONDS);
        assertThat(client.position().lastSequence()).isEqualTo(1);
    }

    @Test
    void connectionThatCannotBeDetached_isForgotten(Stage stage) throws Exception {
        RepriseServer server = start(stage, ServerOptions.DEFAULT.withoutSweep());
        ReconnectingClient client = client(stage, server);
        client.connect().get(30, TimeUnit.SECONDS);
        broken.add("detach");

        client.disconnect();

        await().until(() -> server.openConnections() == 0);
        assertThat(failures).hasPositiveValue();
    }

    @Test
    void sessionThatIsAttachedForAClientThatHasGone_waits_evenIfItsAgentFails(Stage stage) {
        ResumeService service = service(stage);
        Sessions sessions =
                new Sessions(service, new LiveSessions(), ServerLimits.DEFAULT, new ResumeGate(1, System.nanoTime()));
        ServerConnection connection = new ServerConnection(
                sessions,
                TestServices.agentThatTells(session -> {
                    throw new IllegalStateException("no answer today");
                }),
                new JsonFrames(),
                new Deaf(),
                FrameTrace.OFF,
                () -> {});
        connection.onClosed();

        connection.receive(WireMessage.Text.of(Hello.with(stage.token(stage.sessionId(0)))));

        assertThat(connection.isAttached()).isFalse();
        assertThat(store.detachedSince(stage.clock().instant(), 1)).hasSize(1);
    }

    private RepriseServer start(Stage stage, ServerOptions options) {
        return stage.closing(RepriseServer.start(service(stage), TestServices.agentThatTells(begun::add), options));
    }

    private ResumeService service(Stage stage) {
        return Stage.service(store, new BinaryCodec(), stage.tokens(), stage.scripts(), stage.clock());
    }

    private static ServerOptions sweepingEvery(Duration interval) {
        ServerOptions usual = ServerOptions.DEFAULT;
        return new ServerOptions(
                usual.host(),
                usual.port(),
                usual.helloTimeout(),
                usual.silenceTimeout(),
                interval,
                usual.trace(),
                usual.formats(),
                usual.outboxes(),
                usual.limits());
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

    /** A store that fails at what is broken. */
    private ContextStore breaking(ContextStore store) {
        return (ContextStore) Proxy.newProxyInstance(
                ContextStore.class.getClassLoader(),
                new Class<?>[] {ContextStore.class},
                (proxy, method, arguments) -> {
                    if (broken.contains(method.getName())) {
                        failures.incrementAndGet();
                        throw new StoreException("damaged: restore a copy", null);
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** The way out to a client that has gone. */
    private static final class Deaf implements Outbox {
        @Override
        public void send(WireMessage message, Runnable sent) {}

        @Override
        public void close(CloseCode code, String reason) {}
    }
}
