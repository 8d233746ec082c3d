package org.reprise.stress.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reprise.codec.BinaryCodec;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.store.ContextStore;
import org.reprise.store.memory.MemoryStore;
import org.reprise.stress.client.ClientListener;
import org.reprise.stress.client.ConnectionState;
import org.reprise.stress.client.ReconnectingClient;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.scenario.Stage;
import org.reprise.stress.scenario.SteppedClock;
import org.reprise.stress.scenario.TestServices;

/** What happens while sessions are swept: the registry knows a session for as long as the store does. */
@Timeout(60)
@ExtendWith(RepriseExtension.class)
class SweepRacesTest {

    private final List<AgentSession> begun = new CopyOnWriteArrayList<>();
    private final Agent agent = TestServices.agentThatTells(begun::add);

    @Test
    void clientThatBeginsAnewWhileItsExpiredSessionIsSwept_keepsTheNewSession(Stage stage) throws Exception {
        AtomicReference<Runnable> afterwards = new AtomicReference<>(() -> {});
        ContextStore store = afterExpiring(() -> afterwards.get().run(), new MemoryStore());
        RepriseServer server = start(stage, store, stage.clock());
        ReconnectingClient client = client(stage, server);
        client.connect().get(30, TimeUnit.SECONDS);
        client.disconnect();
        await().until(() -> !store.detachedSince(stage.clock().instant(), 1).isEmpty());
        ((SteppedClock) stage.clock()).advance(Duration.ofMinutes(6));
        afterwards.set(() -> client.connect().orTimeout(30, TimeUnit.SECONDS).join());

        List<String> expired = server.sweep().expired();

        assertThat(expired).containsExactly(stage.sessionId(0));
        assertThat(server.liveSessions()).isEqualTo(1);
        await().until(() -> begun.size() == 2);
        begun.get(1).append(Message.of("new", Role.ASSISTANT, "new", Instant.EPOCH));
        await().until(() -> client.position().lastSequence() == 1);
        assertThat(client.state()).isEqualTo(ConnectionState.LIVE);
    }

    @Test
    void timeThatPassesWhileASessionIsLetGo_doesNotMakeTheServerForgetItBeforeTheStoreDoes(Stage stage)
            throws Exception {
        ContextStore store = new MemoryStore();
        AtomicInteger reads = new AtomicInteger(Integer.MAX_VALUE);
        SteppedClock time = (SteppedClock) stage.clock();
        InstantSource jumping = () -> {
            Instant now = time.instant();
            if (reads.decrementAndGet() == 0) {
                time.advance(Duration.ofMinutes(6));
            }
            return now;
        };
        RepriseServer server = start(stage, store, jumping);
        ReconnectingClient client = client(stage, server);
        for (int read = 1; read <= 3; read++) {
            client.connect().get(30, TimeUnit.SECONDS);
            reads.set(read);
            client.disconnect();
            await().until(() -> server.openConnections() == 0);
            // The connection is let go of first.
            await().until(() ->
                    store.detachedSince(time.instant().plusSeconds(1), 1).size() == 1);
            reads.set(Integer.MAX_VALUE);

            server.sweep();

            boolean waits = store.state(stage.sessionId(0), time.instant()).isPresent();
            assertThat(server.liveSessions()).as("after read %d", read).isEqualTo(waits ? 1 : 0);
        }
    }

    private RepriseServer start(Stage stage, ContextStore store, InstantSource clock) {
        return stage.closing(RepriseServer.start(
                Stage.service(store, new BinaryCodec(), stage.tokens(), stage.scripts(), clock),
                agent,
                ServerOptions.DEFAULT.withoutSweep()));
    }

    private static ReconnectingClient client(Stage stage, RepriseServer server) {
        return stage.closing(new ReconnectingClient(
                stage.network(), TestServices.options(stage, server).manual(), ClientListener.NONE));
    }

    /** A store that does something when sessions have expired and nobody knows yet. */
    private static ContextStore afterExpiring(Runnable action, ContextStore store) {
        return (ContextStore) Proxy.newProxyInstance(
                ContextStore.class.getClassLoader(),
                new Class<?>[] {ContextStore.class},
                (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(store, arguments);
                        if (method.getName().equals("expire")) {
                            action.run();
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
