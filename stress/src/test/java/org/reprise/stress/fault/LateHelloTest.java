package org.reprise.stress.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reprise.stress.client.Backoff;
import org.reprise.stress.client.ClientListener;
import org.reprise.stress.client.ClientOptions;
import org.reprise.stress.client.ConnectionState;
import org.reprise.stress.client.ReconnectingClient;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.scenario.Stage;
import org.reprise.stress.server.RepriseServer;

/** A hello that a client has given up may reach the server after its next one. */
@Timeout(60)
@ExtendWith(RepriseExtension.class)
class LateHelloTest {

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(10), Duration.ofMillis(50));

    @Test
    void clientSupersededByItsOwnLateHello_comesBack(Stage stage, RepriseServer server) throws Exception {
        HoldRequest hold = new HoldRequest();
        InetSocketAddress target =
                new InetSocketAddress(stage.uri().getHost(), stage.uri().getPort());
        try (FaultProxy proxy = FaultProxy.start(() -> target, "127.0.0.92", hold, new Random(1))) {
            proxy.inject(new Fault.Degrade(Quality.GOOD.withLatency(Duration.ofMillis(1), Duration.ZERO)));
            ReconnectingClient client = stage.closing(new ReconnectingClient(
                    stage.network(), options(stage, proxy).withBackoff(BACKOFF), ClientListener.NONE));
            client.connect();
            await().until(hold::holds);
            proxy.inject(new Fault.Degrade(Quality.GOOD));

            client.connect().get(30, TimeUnit.SECONDS);
            hold.release();

            await().until(() ->
                    server.attachment(stage.sessionId(0)).orElseThrow().number() >= 3);
            await().until(() -> client.state() == ConnectionState.LIVE);
            client.say("after-all", "still here").get(30, TimeUnit.SECONDS);
            assertThat(client.unacked()).isZero();
        }
    }

    private static ClientOptions options(Stage stage, FaultProxy proxy) {
        URI uri = URI.create("ws://127.0.0.92:" + proxy.address().getPort() + RepriseServer.PATH);
        return ClientOptions.of(
                uri,
                () -> stage.token(stage.sessionId(0)),
                stage.settings().service().format(),
                new Random(1));
    }

    /** Holds the upgrade request, which has the hello in it. */
    private static final class HoldRequest implements Delay {
        private final AtomicBoolean holding = new AtomicBoolean();
        private final CountDownLatch released = new CountDownLatch(1);

        @Override
        public void pass(Duration time) throws InterruptedException {
            holding.set(true);
            released.await();
        }

        boolean holds() {
            return holding.get();
        }

        void release() {
            released.countDown();
        }
    }
}
