package org.reprise.stress.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.reprise.stress.server.Hello.JSON;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.reprise.codec.BinaryCodec;
import org.reprise.resume.RefusalCode;
import org.reprise.resume.SessionTokens;
import org.reprise.store.ContextStore;
import org.reprise.store.Revocations;
import org.reprise.store.redis.RedisProcess;
import org.reprise.store.uri.Stores;
import org.reprise.stress.TestRedis;
import org.reprise.stress.client.ClientListener;
import org.reprise.stress.client.ClientOptions;
import org.reprise.stress.client.ConnectionState;
import org.reprise.stress.client.ReconnectingClient;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.scenario.Stage;
import org.reprise.stress.scenario.TestServices;
import org.reprise.wire.Frame;

/** Who has had a token revoked has the session no longer, on whichever server, connected or not; its owner still has it. */
@Timeout(120)
@Tag("websocket-resilience")
@ExtendWith(RepriseExtension.class)
class RevocationTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void openConnection_isClosedWhenItsTokenIsRevoked_andAnotherTokenBringsTheSessionBack(Stage stage)
            throws Exception {
        String session = stage.sessionId(0);
        List<String> tokens = new CopyOnWriteArrayList<>(List.of(stage.token(session)));
        Heard heard = new Heard();
        ReconnectingClient client = stage.closing(new ReconnectingClient(
                stage.network(),
                ClientOptions.of(
                        stage.uri(),
                        () -> tokens.get(0),
                        stage.settings().service().format(),
                        new Random(1)),
                heard));
        client.connect().get(30, TimeUnit.SECONDS);
        client.say("kept", "what was said before").get(30, TimeUnit.SECONDS);

        assertThat(stage.tokens().revoke(tokens.get(0))).isTrue();
        stage.pass(Duration.ZERO);

        await().until(() -> client.state() == ConnectionState.ENDED);
        assertThat(heard.refused).containsExactly(RefusalCode.TOKEN_REVOKED);
        stage.awaitAllGone();

        ReconnectingClient other = stage.closing(new ReconnectingClient(
                stage.network(),
                ClientOptions.of(
                        stage.uri(),
                        () -> stage.token(session),
                        stage.settings().service().format(),
                        new Random(1)),
                ClientListener.NONE));
        assertThat(other.connect().get(30, TimeUnit.SECONDS).outcome()).isEqualTo(Frame.Outcome.RESTORED);
        assertThat(other.context().orElseThrow().history().toString()).contains("what was said before");
    }

    @Test
    void otherConnections_areLeftAlone(Stage stage) throws Exception {
        String revoked = stage.token(stage.sessionId(0));
        String other = stage.token(stage.sessionId(1));
        try (RawSocket one = RawSocket.open(stage.uri(), JSON);
                RawSocket two = RawSocket.open(stage.uri(), JSON)) {
            one.send(Hello.with(revoked));
            two.send(Hello.with(other));
            one.next();
            two.next();
            stage.tokens().revoke(revoked);
            stage.pass(Duration.ZERO);
            assertThat(one.closeCode()).isEqualTo(4001);

            two.send("{\"type\":\"ping\",\"nonce\":7}");

            String answer = two.next().orElseThrow();
            while (!answer.contains("\"pong\"")) {
                answer = two.next().orElseThrow();
            }
        }
    }

    @Test
    void whoIsToldThatTheTokenIsRevoked_andStays_isNotListenedTo(Stage stage) throws Exception {
        RepriseServer server = stage.closing(RepriseServer.start(
                TestServices.service(stage),
                TestServices.silentAgent(),
                ServerOptions.DEFAULT.withoutSweep().withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(25))));
        String session = stage.sessionId(0);
        String token = stage.token(session);
        try (RawSocket client = RawSocket.greeting(server.uri(), JSON, Hello.with(token))) {
            assertThat(client.next().orElseThrow()).contains("\"welcome\"");
            stage.tokens().revoke(token);
            server.sweep();
            assertThat(client.closeCode()).isEqualTo(4001);
            client.send(Hello.message(1, "still here"));

            assertThat(client.isEndedByTheServer()).isTrue();
        }
        await().until(() -> server.openConnections() == 0);
        try (RawSocket owner = RawSocket.open(server.uri(), JSON)) {
            owner.send(Hello.with(stage.token(session)));
            assertThat(owner.next().orElseThrow()).contains("\"restored\"", "\"to\":0");
        }
    }

    @Test
    void whoIsToldThatTheTokenIsRevoked_hasTimeToAnswer_howeverOftenItIsLookedAt(Stage stage) throws Exception {
        RepriseServer server = stage.closing(RepriseServer.start(
                TestServices.service(stage),
                TestServices.silentAgent(),
                ServerOptions.DEFAULT.withoutSweep().withTimeouts(HOUR, HOUR)));
        String token = stage.token(stage.sessionId(0));
        try (RawSocket client = RawSocket.greeting(server.uri(), JSON, Hello.with(token))) {
            assertThat(client.next().orElseThrow()).contains("\"welcome\"");
            stage.tokens().revoke(token);

            server.sweep();
            server.sweep();

            assertThat(client.closeCode()).isEqualTo(4001);
            await().during(Duration.ofMillis(300)).until(() -> server.openConnections() == 1);
        }
    }

    @Test
    void tokenRevokedOnOneServer_isRefusedByTheOther_andClosesItsConnectionThere(Stage stage, @TempDir Path folder)
            throws Exception {
        try (RedisProcess redis = TestRedis.start(folder);
                Node one = new Node(stage, redis.uri());
                Node other = new Node(stage, redis.uri());
                RawSocket connected = RawSocket.open(other.server.uri(), JSON)) {
            String token = one.tokens.issue("s", "alice", HOUR);
            String unused = one.tokens.issue("s", "alice", HOUR);
            connected.send(Hello.with(token));
            assertThat(connected.next().orElseThrow()).contains("\"welcome\"");

            one.tokens.revoke(token);
            one.tokens.revoke(unused);

            // By the other's own sweep, once a second.
            assertThat(connected.closeCode()).isEqualTo(4001);
            for (String revoked : List.of(token, unused)) {
                try (RawSocket again = RawSocket.open(other.server.uri(), JSON)) {
                    again.send(Hello.with(revoked));
                    assertThat(again.next()).contains("{\"type\":\"refused\",\"code\":\"token-revoked\"}");
                }
            }
            try (RawSocket owner = RawSocket.open(other.server.uri(), JSON)) {
                owner.send(Hello.with(one.tokens.issue("s", "alice", HOUR)));
                assertThat(owner.next().orElseThrow()).contains("\"welcome\"", "\"restored\"");
            }
        }
    }

    @Test
    void whileItCannotBeKnownWhetherATokenIsRevoked_nobodyIsLetIn(Stage stage, @TempDir Path folder) throws Exception {
        try (RedisProcess redis = TestRedis.start(folder);
                Node node = new Node(stage, redis.uri())) {
            String token = node.tokens.issue("s", "alice", HOUR);
            redis.kill();

            try (RawSocket client = RawSocket.open(node.server.uri(), JSON)) {
                client.send(Hello.with(token));
                assertThat(client.closeCode()).isEqualTo(1013);
            }
        }
    }

    /** What a process of its own has: a store, revocations and a server. */
    private static final class Node implements AutoCloseable {
        private final ContextStore store;
        private final Revocations revocations;
        private final SessionTokens tokens;
        private final RepriseServer server;

        Node(Stage stage, String uri) {
            InstantSource clock = InstantSource.system();
            this.store = Stores.open(uri);
            this.revocations = Stores.openRevocations(uri, clock);
            this.tokens = Stage.tokens(stage.settings().service().secret(), revocations, clock);
            this.server = RepriseServer.start(
                    Stage.service(store, new BinaryCodec(), tokens, stage.scripts(), clock),
                    TestServices.silentAgent(),
                    ServerOptions.DEFAULT);
        }

        @Override
        public void close() {
            server.close();
            revocations.close();
            store.close();
        }
    }

    private static final class Heard implements ClientListener {
        private final List<RefusalCode> refused = new CopyOnWriteArrayList<>();

        @Override
        public void refused(RefusalCode code) {
            refused.add(code);
        }
    }
}
