package org.reprise.stress.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.reprise.stress.server.Hello.JSON;

import java.lang.management.ManagementFactory;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reprise.resume.ResumeService;
import org.reprise.stress.client.Backoff;
import org.reprise.stress.client.ClientListener;
import org.reprise.stress.client.ConnectionState;
import org.reprise.stress.client.ReconnectingClient;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.scenario.Stage;
import org.reprise.stress.scenario.SteppedClock;
import org.reprise.stress.scenario.TestServices;

/** Nobody takes more of a server than they may, and who keeps within it notices nothing. */
@Timeout(120)
@Tag("websocket-resilience")
@ExtendWith(RepriseExtension.class)
class LimitsTest {

    /** Longer than a test, so that whoever is to be there is, however slow the machine. */
    private static final Duration NO_TIMEOUT = Duration.ofMinutes(10);

    private Stage stage;
    private ResumeService service;

    @BeforeEach
    void openStage(Stage stage) {
        this.stage = stage;
        this.service = TestServices.service(stage);
    }

    @Test
    void furtherSessionOfAUser_isRefused_andThoseThatAreThereAreBroughtBack() throws Exception {
        RepriseServer server = server(ServerLimits.DEFAULT.withSessionsPerUser(2));

        assertThat(answer(server, token("one", "alice"))).contains("\"welcome\"", "\"clean\"");
        assertThat(answer(server, token("two", "alice"))).contains("\"welcome\"", "\"clean\"");
        assertThat(answer(server, token("three", "alice")))
                .isEqualTo("{\"type\":\"refused\",\"code\":\"too-many-sessions\"}");
        assertThat(answer(server, token("one", "alice"))).contains("\"welcome\"", "\"restored\"");
        assertThat(answer(server, token("three", "bob"))).contains("\"welcome\"", "\"clean\"");
    }

    @Test
    void refusalOfAFurtherSession_isFinalUntilOneOfTheOthersHasEnded() throws Exception {
        RepriseServer server = server(ServerLimits.DEFAULT.withSessionsPerUser(1));
        answer(server, token("one", "alice"));
        try (RawSocket further = RawSocket.open(server.uri(), JSON)) {
            further.send(Hello.with(token("two", "alice")));
            assertThat(further.closeCode()).isEqualTo(4001);
        }

        await().until(() -> {
            // Until the session is let go, no time is long enough.
            ((SteppedClock) stage.clock()).advance(Duration.ofMinutes(6));
            server.sweep();
            return server.liveSessions() == 0;
        });

        assertThat(answer(server, token("two", "alice"))).contains("\"welcome\"", "\"clean\"");
    }

    @Test
    void sessionsThatAUserBeginsAtTheSameTime_areNoMoreThanAllowed() throws Exception {
        RepriseServer server = server(ServerLimits.DEFAULT.withSessionsPerUser(3));
        ExecutorService threads = Executors.newFixedThreadPool(12);
        List<Future<String>> answers = threads.invokeAll(IntStream.range(0, 12)
                .mapToObj(i -> (Callable<String>) () -> answer(server, token("s" + i, "alice")))
                .toList());
        threads.shutdown();

        int welcomed = 0;
        for (Future<String> answer : answers) {
            welcomed += answer.get().contains("\"welcome\"") ? 1 : 0;
        }
        assertThat(welcomed).isEqualTo(3);
        assertThat(server.liveSessions()).isEqualTo(3);
    }

    @Test
    void sessionsThatWereBegunElsewhere_areBroughtBackHoweverManyTheyAre() throws Exception {
        RepriseServer before = server(ServerLimits.DEFAULT);
        answer(before, token("one", "alice"));
        answer(before, token("two", "alice"));
        before.close();

        RepriseServer server = server(ServerLimits.DEFAULT.withSessionsPerUser(1));

        assertThat(answer(server, token("one", "alice"))).contains("\"restored\"");
        assertThat(answer(server, token("two", "alice"))).contains("\"restored\"");
        assertThat(answer(server, token("three", "alice"))).contains("too-many-sessions");
    }

    @Test
    void sessionResumedTooOften_isToldWhenToComeBack_andItsConnectionStays() throws Exception {
        RepriseServer server = server(ServerLimits.DEFAULT.withResumesPerMinute(3));
        String token = token("one", "alice");
        answer(server, token);
        answer(server, token);
        try (RawSocket holder = RawSocket.open(server.uri(), JSON);
                RawSocket further = RawSocket.open(server.uri(), JSON)) {
            holder.send(Hello.with(token));
            assertThat(holder.next().orElseThrow()).contains("\"welcome\"");
            holder.next();

            further.send(Hello.with(token));

            assertThat(further.next()).contains("{\"type\":\"refused\",\"code\":\"too-many-resumes\"}");
            assertThat(further.closeCode()).isEqualTo(1013);
            holder.send("{\"type\":\"ping\",\"nonce\":7}");
            assertThat(holder.next()).contains("{\"type\":\"pong\",\"nonce\":7}");
        }
        assertThat(answer(server, token("two", "alice"))).contains("\"welcome\"");
    }

    @Test
    void sessionThatWaitsAsLongAsItWasTold_isResumed() throws Exception {
        RepriseServer server = server(ServerLimits.DEFAULT.withResumesPerMinute(3));
        String token = token("one", "alice");
        for (int i = 0; i < 3; i++) {
            assertThat(answer(server, token)).contains("\"welcome\"");
        }
        String told;
        try (RawClient client = RawClient.connect(server.uri(), JSON)) {
            client.send(Hello.with(token));
            told = client.closed();
        }
        assertThat(told).isEqualTo("1013 20001");

        ((SteppedClock) stage.clock()).advance(Duration.ofMillis(19_999));
        assertThat(answer(server, token)).contains("too-many-resumes");
        ((SteppedClock) stage.clock()).advance(Duration.ofMillis(1));
        assertThat(answer(server, token)).contains("\"welcome\"");
        assertThat(answer(server, token)).contains("too-many-resumes");
    }

    @Test
    void clientThatIsToldToWait_comesBackByItself() throws Exception {
        int perMinute = 300;
        RepriseServer server = server(ServerLimits.DEFAULT.withResumesPerMinute(perMinute));
        ReconnectingClient client = stage.closing(new ReconnectingClient(
                stage.network(),
                TestServices.options(stage, server)
                        .withBackoff(new Backoff(Duration.ofMillis(1), Duration.ofMillis(1))),
                ClientListener.NONE));
        for (int i = 0; i < perMinute; i++) {
            client.connect().get(30, TimeUnit.SECONDS);
        }

        assertThatThrownBy(() -> client.connect().get(30, TimeUnit.SECONDS)).hasMessageContaining("1013");
        ((SteppedClock) stage.clock()).advance(Duration.ofSeconds(1));

        await().atMost(Duration.ofSeconds(30)).until(() -> client.state() == ConnectionState.LIVE);
    }

    @Test
    void connectionsWithoutAHello_areNoMoreThanAllowed_andOneThatSpeaksOrGoesMakesRoom() throws Exception {
        RepriseServer server = server(ServerLimits.DEFAULT.withConnectionsWithoutHello(2));
        RawSocket two = stage.closing(RawSocket.open(server.uri(), JSON));
        try (RawSocket one = RawSocket.open(server.uri(), JSON)) {
            await().until(() -> server.openConnections() == 2);
            assertThatThrownBy(() -> RawSocket.open(server.uri(), JSON))
                    .hasMessageStartingWith("HTTP/1.1 503 ")
                    .hasMessageContaining("Retry-After: 1");

            one.send(Hello.with(token("one", "alice")));
            assertThat(one.next().orElseThrow()).contains("\"welcome\"");
            stage.closing(RawSocket.open(server.uri(), JSON));
            await().until(() -> server.openConnections() == 3);
            assertThatThrownBy(() -> RawSocket.open(server.uri(), JSON)).hasMessageContaining("503");
            two.close();
            await().until(() -> server.openConnections() == 2);
            assertThat(answer(server, token("two", "alice"))).contains("\"welcome\"");
        }
    }

    @Test
    void refusedHellos_areNotCountedForEver() throws Exception {
        RepriseServer server = server(ServerLimits.DEFAULT.withConnectionsWithoutHello(1));
        for (int i = 0; i < 3; i++) {
            try (RawSocket refused = RawSocket.open(server.uri(), JSON)) {
                refused.send(Hello.with("no token"));
                assertThat(refused.closeCode()).isEqualTo(4001);
            }
            await().until(() -> server.openConnections() == 0);
        }

        assertThat(answer(server, token("one", "alice"))).contains("\"welcome\"");
    }

    @Test
    void connectionThatNeverBecomesAWebSocket_isEnded_andOneThatHasIsNot() throws Exception {
        RepriseServer server = stage.closing(RepriseServer.start(
                service,
                TestServices.silentAgent(),
                ServerOptions.DEFAULT.withoutSweep().withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(25))));
        try (RawSocket welcomed = RawSocket.greeting(server.uri(), JSON, Hello.with(token("one", "alice")));
                RawSocket mute = RawSocket.tcp(server.uri());
                RawSocket half = RawSocket.tcp(server.uri())) {
            half.write("GET /reprise HTTP/1.1\r\nHost: a".getBytes(StandardCharsets.US_ASCII));

            assertThat(mute.isEndedByTheServer()).isTrue();
            assertThat(half.isEndedByTheServer()).isTrue();

            assertThat(welcomed.next().orElseThrow()).contains("\"welcome\"");
            welcomed.next();
            welcomed.send("{\"type\":\"ping\",\"nonce\":7}");
            assertThat(welcomed.next()).contains("{\"type\":\"pong\",\"nonce\":7}");
        }
    }

    @Test
    void helloInEndlessFragments_isClosedAsTooLarge() throws Exception {
        RepriseServer server = server(ServerLimits.DEFAULT);
        try (RawSocket client = RawSocket.open(server.uri(), JSON)) {
            client.write(RawSocket.frame(RawSocket.TEXT, spaces(100)));
            for (int i = 0; i < 40; i++) {
                client.write(RawSocket.frame(RawSocket.CONTINUATION, spaces(100)));
            }

            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void connectionWithoutAHello_takesNoMoreMemoryThanAFewBuffers() throws Exception {
        RepriseServer server = server(ServerLimits.DEFAULT);
        int connections = 200;
        List<RawSocket> mute = new ArrayList<>();
        try {
            mute.add(RawSocket.open(server.uri(), JSON));
            long before = usedHeap();
            for (int i = 0; i < connections; i++) {
                RawSocket socket = RawSocket.open(server.uri(), JSON);
                mute.add(socket);
                // As much of a hello as there may be, and not its end.
                socket.write(RawSocket.frame(RawSocket.TEXT, spaces(4_000)));
            }
            await().until(() -> server.openConnections() == connections + 1);

            assertThat((usedHeap() - before) / connections).isLessThan(64 << 10);
        } finally {
            for (RawSocket socket : mute) {
                socket.close();
            }
        }
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void clientThatSaysNothingButWebSocketPings_isSilent() throws Exception {
        RepriseServer server = stage.closing(RepriseServer.start(
                service,
                TestServices.silentAgent(),
                ServerOptions.DEFAULT.withoutSweep().withTimeouts(NO_TIMEOUT, Duration.ofMillis(400))));
        try (RawSocket client = RawSocket.greeting(server.uri(), JSON, Hello.with(token("one", "alice")))) {
            byte[] ping = RawSocket.frame(RawSocket.FINAL | RawSocket.PING, new byte[0]);

            await().pollInterval(Duration.ofMillis(20)).until(() -> {
                try {
                    client.write(ping);
                } catch (SocketException e) {
                    // It has been ended.
                }
                return server.openConnections() == 0;
            });

            assertThat(client.closeCode()).isEqualTo(4006);
        }
    }

    @Test
    void clientThatDoesNotAnswerAClose_isNotListenedToAndNotWaitedFor() throws Exception {
        RepriseServer server = stage.closing(RepriseServer.start(
                service,
                TestServices.silentAgent(),
                ServerOptions.DEFAULT.withoutSweep().withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(25))));
        try (RawSocket client = RawSocket.greeting(server.uri(), JSON, Hello.with(token("one", "alice")))) {
            assertThat(client.next().orElseThrow()).contains("\"welcome\"");
            client.send("{\"type\":\"shout\"}");
            assertThat(client.closeCode()).isEqualTo(4000);
            client.send(Hello.message(1, "still here"));

            assertThat(client.isEndedByTheServer()).isTrue();
        }
        await().until(() -> server.openConnections() == 0);
        assertThat(answer(server, token("one", "alice"))).contains("\"lastClientMessageId\":0");
    }

    @ParameterizedTest
    @CsvSource({"0,1,1,1,1", "1,0,1,1,1", "1,1,0,1,1", "1,1,1,0,1", "1,1,1,1,0", "-1,1,1,1,1", "1,1,1,1,-1"})
    void limitBelowItsBound_isNoLimit(int sessions, int resumes, int atOnce, int connections, long millis) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServerLimits(sessions, resumes, atOnce, connections, Duration.ofMillis(millis)));
    }

    private RepriseServer server(ServerLimits limits) {
        return stage.closing(RepriseServer.start(
                service,
                TestServices.silentAgent(),
                ServerOptions.DEFAULT
                        .withoutSweep()
                        .withTimeouts(NO_TIMEOUT, NO_TIMEOUT)
                        .withLimits(limits)));
    }

    private String token(String sessionId, String userId) {
        return stage.tokens().issue(sessionId, userId, Duration.ofDays(30));
    }

    /** What the server says first to a hello. */
    private static String answer(RepriseServer server, String token) throws Exception {
        try (RawSocket client = RawSocket.open(server.uri(), JSON)) {
            client.send(Hello.with(token));
            return client.next().orElseThrow();
        }
    }

    private static byte[] spaces(int count) {
        byte[] spaces = new byte[count];
        Arrays.fill(spaces, (byte) ' ');
        return spaces;
    }
}
