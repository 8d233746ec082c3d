package org.reprise.stress.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reprise.codec.BinaryCodec;
import org.reprise.context.SessionContext;
import org.reprise.store.Claim;
import org.reprise.store.ContextStore;
import org.reprise.store.memory.MemoryStore;
import org.reprise.stress.client.Backoff;
import org.reprise.stress.client.ClientListener;
import org.reprise.stress.client.ClientOptions;
import org.reprise.stress.client.ConnectionState;
import org.reprise.stress.client.ReconnectingClient;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.scenario.Stage;
import org.reprise.stress.scenario.TestServices;

/** Who returns when too many are returning is put off, loses nothing, and comes back by itself. */
@Tag("websocket-resilience")
@ExtendWith(RepriseExtension.class)
class AdmissionTest {

    private static final long MOST_SECONDS = 30;
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    @Test
    void helloBeyondTheBound_isPutOffWithAHintAndItsClientComesBackByItself(Stage stage) throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        String slow = stage.sessionId(0);
        String putOff = stage.sessionId(1);
        ContextStore store = holding(slow, held, released);
        ServerOptions options = ServerOptions.DEFAULT.withLimits(ServerLimits.DEFAULT.withResumesAtOnce(1));
        try (RepriseServer server = RepriseServer.start(
                Stage.service(store, new BinaryCodec(), stage.tokens(), stage.scripts(), stage.clock()),
                TestServices.silentAgent(),
                options)) {
            Queue<String> waits = new ConcurrentLinkedQueue<>();
            ReconnectingClient before = client(stage, server, putOff, waits);
            before.connect().get(MOST_SECONDS, TimeUnit.SECONDS);
            before.say("before", "the storm").get(MOST_SECONDS, TimeUnit.SECONDS);
            SessionContext stored = before.context().orElseThrow();
            before.disconnect();
            ReconnectingClient blocking = client(stage, server, slow, new ConcurrentLinkedQueue<>());
            blocking.connect().get(MOST_SECONDS, TimeUnit.SECONDS);
            blocking.disconnect();
            await().until(() -> server.openConnections() == 0);
            CompletableFuture<?> resuming = blocking.connect();
            assertThat(held.await(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();

            before.connect();
            CompletableFuture<Long> said = before.say("after", "the storm");

            await().atMost(Duration.ofSeconds(MOST_SECONDS)).until(() -> !waits.isEmpty());
            assertThat(waits.element()).matches("1013 \\d+");
            assertThat(Long.parseLong(waits.element().substring(5))).isBetween(200L, 30_000L);
            assertThat(store.state(putOff, stage.clock().instant())
                            .orElseThrow()
                            .lastSequence())
                    .isEqualTo(stored.lastSequence());
            released.countDown();
            resuming.get(MOST_SECONDS, TimeUnit.SECONDS);
            assertThat(said.get(MOST_SECONDS, TimeUnit.SECONDS)).isEqualTo(stored.lastSequence() + 1);
            assertThat(before.context().orElseThrow().history().subList(0, (int) stored.lastSequence()))
                    .isEqualTo(stored.history());
        } finally {
            released.countDown();
        }
    }

    @Test
    void clientThatWasPutOff_doesNotTakeItsPlaceBackFromOneThatHasItSince(Stage stage) throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        String slow = stage.sessionId(0);
        String shared = stage.sessionId(1);
        ContextStore store = holding(slow, held, released);
        try (RepriseServer server = RepriseServer.start(
                Stage.service(store, new BinaryCodec(), stage.tokens(), stage.scripts(), stage.clock()),
                TestServices.silentAgent(),
                ServerOptions.DEFAULT.withLimits(ServerLimits.DEFAULT.withResumesAtOnce(1)))) {
            ReconnectingClient blocking = client(stage, server, slow, new ConcurrentLinkedQueue<>());
            blocking.connect().get(MOST_SECONDS, TimeUnit.SECONDS);
            blocking.disconnect();
            await().until(() -> server.openConnections() == 0);
            blocking.connect();
            assertThat(held.await(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
            Queue<String> waits = new ConcurrentLinkedQueue<>();
            ReconnectingClient older = client(stage, server, shared, waits);
            older.connect();
            await().atMost(Duration.ofSeconds(MOST_SECONDS)).until(() -> !waits.isEmpty());
            released.countDown();
            await().atMost(Duration.ofSeconds(MOST_SECONDS)).until(() -> older.state() == ConnectionState.LIVE);

            ReconnectingClient newer = client(stage, server, shared, new ConcurrentLinkedQueue<>());
            newer.connect();

            await().atMost(Duration.ofSeconds(MOST_SECONDS)).until(() -> older.state() == ConnectionState.ENDED);
        } finally {
            released.countDown();
        }
    }

    @Test
    void asManyAsAreAllowed_areLetInAndTheNextWhenOneHasLeft() {
        ResumeGate gate = new ResumeGate(2, 0);

        assertThat(gate.enter(0)).isEmpty();
        assertThat(gate.enter(0)).isEmpty();
        assertThat(gate.enter(0)).isNotEmpty();
        gate.leave(MILLI);
        assertThat(gate.enter(0)).isEmpty();
    }

    @Test
    void thoseWhoArePutOff_areGivenMomentsOneAfterAnotherUpToABound() {
        ResumeGate gate = new ResumeGate(1, 0);
        for (int i = 0; i < 200; i++) {
            gate.enter(0);
            gate.leave(100 * MILLI);
        }
        gate.enter(0);

        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            millis.add(gate.enter(0).getAsLong());
        }

        assertThat(millis.get(0)).isBetween(250L, 400L);
        assertThat(millis.get(1) - millis.get(0)).isBetween(90L, 100L);
        assertThat(millis).isSorted().last().isEqualTo(30_000L);
        long later = TimeUnit.MINUTES.toNanos(5);
        assertThat(gate.enter(later).getAsLong()).isEqualTo(250);
    }

    /** A store in memory that holds back whoever comes back to {@code sessionId}. */
    private static ContextStore holding(String sessionId, CountDownLatch held, CountDownLatch released) {
        ContextStore store = new MemoryStore();
        AtomicInteger comings = new AtomicInteger();
        return (ContextStore) Proxy.newProxyInstance(
                ContextStore.class.getClassLoader(),
                new Class<?>[] {ContextStore.class},
                (proxy, method, arguments) -> {
                    if (arguments != null
                            && arguments[0] instanceof Claim claim
                            && claim.sessionId().equals(sessionId)
                            && comings.getAndIncrement() > 0) {
                        held.countDown();
                        released.await();
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static ReconnectingClient client(Stage stage, RepriseServer server, String session, Queue<String> waits) {
        ClientOptions options = ClientOptions.of(
                        server.uri(),
                        () -> stage.token(session),
                        stage.settings().service().format(),
                        new Random(1))
                .withBackoff(new Backoff(Duration.ofMillis(1), Duration.ofSeconds(2)));
        return stage.closing(new ReconnectingClient(stage.network(), options, new ClientListener() {
            @Override
            public void stateChanged(ConnectionState state, String reason) {
                if (state == ConnectionState.WAITING) {
                    waits.add(reason);
                }
            }
        }));
    }
}
