package org.reprise.stress.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reprise.stress.server.Hello.JSON;
import static org.reprise.stress.server.Hello.NO_EPOCH;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reprise.resume.Position;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.scenario.Stage;
import org.reprise.stress.scenario.TestServices;
import org.reprise.stress.scenario.Visitor;
import org.reprise.wire.JsonFrames;
import org.reprise.wire.UpgradeHello;
import org.reprise.wire.WireMessage;

/**
 * What a broken or hostile client sends costs nobody else anything: it is closed with a code and a reason, nothing of it is
 * stored, and the owner's session is as it was.
 */
@Tag("websocket-resilience")
class BadInputTest {

    private Stage stage;
    private Visitor owner;
    private Position before;

    @BeforeEach
    void establishAConversation() {
        stage = Stage.open("bad input", RepriseExtension.settings(new JsonFrames()), 1);
        owner = stage.visitor(0);
        owner.connect();
        owner.talk(2);
        before = owner.client().position();
    }

    @AfterEach
    void ownersSessionIsIntact() {
        try (Stage open = stage) {
            assertThat(open.stored(owner.sessionId()).orElseThrow().lastSequence())
                    .isEqualTo(before.lastSequence());
            assertThat(owner.client().position()).isEqualTo(before);
        }
    }

    private static Stream<Arguments> framesThatAreNoHello() {
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("text that is not JSON", "hello"),
                Arguments.of("truncated JSON", "{\"type\":\"hello\",\"tok"),
                Arguments.of("a JSON array", "[]"),
                Arguments.of("an object without type", "{}"),
                Arguments.of("an unknown type", "{\"type\":\"shout\"}"),
                Arguments.of("a message before the hello", message(1, "hi")),
                Arguments.of("a ping before the hello", "{\"type\":\"ping\",\"nonce\":1}"),
                Arguments.of("a server's frame", "{\"type\":\"ack\",\"clientMessageId\":1,\"sequence\":1}"),
                Arguments.of("a hello without token", "{\"type\":\"hello\",\"epoch\":\"0\",\"lastSequence\":0}"),
                Arguments.of(
                        "a token that is no text",
                        Hello.with("1", NO_EPOCH, "0").replace("\"1\"", "1")),
                Arguments.of("an epoch that is no number", Hello.with("t", "xyz", "0")),
                Arguments.of("an epoch of more than 64 bits", Hello.with("t", NO_EPOCH + "1", "0")),
                Arguments.of("a sequence that is no integer", Hello.with("t", NO_EPOCH, "1.5")),
                Arguments.of("a sequence of more than 64 bits", Hello.with("t", NO_EPOCH, "99999999999999999999")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("framesThatAreNoHello")
    void firstFrameThatIsNoHello_isClosedAsBadFrame(String what, String frame) {
        try (RawClient client = RawClient.connect(stage.uri(), JSON)) {
            client.send(frame);

            assertThat(client.closed()).startsWith("4000 ").hasSizeGreaterThan("4000 ".length());
        }
    }

    private static Stream<Arguments> positionsThatCannotBe() {
        return Stream.of(
                Arguments.of(NO_EPOCH, "-1", "position-invalid"),
                Arguments.of(NO_EPOCH, "-9223372036854775808", "position-invalid"),
                Arguments.of(NO_EPOCH, "1", "position-invalid"),
                Arguments.of("its own", "1000000", "position-ahead"),
                Arguments.of("its own", "9223372036854775807", "position-ahead"));
    }

    @ParameterizedTest(name = "epoch {0}, sequence {1}")
    @MethodSource("positionsThatCannotBe")
    void positionThatCannotBe_isRefusedAndTheOwnerStaysConnected(String epoch, String sequence, String code)
            throws InterruptedException {
        String shown = epoch.equals("its own") ? Long.toHexString(before.epoch()) : epoch;
        try (RawClient client = RawClient.connect(stage.uri(), JSON)) {
            client.send(Hello.with(stage.token(owner.sessionId()), shown, sequence));

            assertThat(client.next()).contains("\"refused\"", code);
            assertThat(client.closed()).startsWith("4001 ");
        }
    }

    @Test
    void positionOfAnotherEpoch_isGivenTheWholeSessionAnew() throws InterruptedException {
        try (RawClient client = RawClient.connect(stage.uri(), JSON)) {
            client.send(Hello.with(stage.token(owner.sessionId()), "00000000000000ff", "7"));

            assertThat(client.next()).contains("\"welcome\"", "\"from\":0", "\"to\":" + before.lastSequence());
        }
    }

    @Test
    void helloThatIsTooLarge_isClosedAsTooLarge() {
        try (RawClient client = RawClient.connect(stage.uri(), JSON)) {
            client.send(Hello.with("x".repeat(5_000), NO_EPOCH, "0"));

            assertThat(client.closed()).startsWith("1009 ");
        }
    }

    @Test
    void binaryMessageOnAJsonSession_isClosedAsBadFrame() {
        try (RawClient client = RawClient.connect(stage.uri(), JSON)) {
            client.send(ByteBuffer.wrap(new byte[] {1, 2, 3}));

            assertThat(client.closed()).startsWith("4000 ");
        }
    }

    private static Stream<Arguments> framesThatMayNotFollowAHello() {
        return Stream.of(
                Arguments.of("a second hello", Hello.with("t", NO_EPOCH, "0"), "4000"),
                Arguments.of("truncated JSON", "{\"type\":\"mess", "4000"),
                Arguments.of("a message without content", message(1, "hi").replace("\"content\":\"hi\",", ""), "4000"),
                Arguments.of("a message without time", message(1, "hi").replace("\"at\"", "\"when\""), "4000"),
                Arguments.of("client message id 0", message(0, "hi"), "4000"),
                Arguments.of("a negative client message id", message(-5, "hi"), "4000"),
                Arguments.of("a client message id that leaves one out", message(2, "hi"), "4005"),
                Arguments.of("a huge client message id", message(Long.MAX_VALUE, "hi"), "4005"),
                Arguments.of("an oversized message", message(1, "x".repeat(1 << 20)), "1009"),
                Arguments.of("a message whose entry is too large", message(1, "x".repeat((1 << 20) - 110)), "1009"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("framesThatMayNotFollowAHello")
    void frameThatMayNotFollowAHello_isClosedWithItsCodeAndNothingIsStored(String what, String frame, String code)
            throws InterruptedException {
        String session = stage.sessionId(1);
        try (RawClient client = RawClient.connect(stage.uri(), JSON)) {
            client.send(Hello.with(stage.token(session), NO_EPOCH, "0"));
            assertThat(client.next()).contains("\"welcome\"", "\"clean\"");
            long opening = stage.scripts().of(session).sequenceAfter(0);

            client.send(frame);

            assertThat(client.closed()).startsWith(code + " ");
            assertThat(stage.stored(session).orElseThrow().lastSequence()).isEqualTo(opening);
        }
    }

    @Test
    void numberThatStandsForAnotherMessage_isNotTakenForTheSame() throws InterruptedException {
        String session = stage.sessionId(1);
        long opening = stage.scripts().of(session).sequenceAfter(0);
        try (RawClient client = RawClient.connect(stage.uri(), JSON)) {
            client.send(Hello.with(stage.token(session), NO_EPOCH, "0"));
            client.send(message(1, "first"));
            client.send(message(1, "first"));
            client.send(message(1, "other").replace("bad-1", "bad-2"));

            assertThat(client.closed()).isEqualTo("4005 'clientMessageId' 1 stands for another message");
            assertThat(stage.stored(session).orElseThrow().lastSequence()).isEqualTo(opening + 1);
        }
    }

    @Test
    void clientThatNeverSaysHello_isGoneAfterTheTimeout() {
        ServerOptions hasty = ServerOptions.DEFAULT.withTimeouts(Duration.ofMillis(200), Duration.ofSeconds(25));
        try (RepriseServer server =
                        RepriseServer.start(TestServices.service(stage), TestServices.silentAgent(), hasty);
                RawClient client = RawClient.connect(server.uri(), JSON)) {
            assertThat(client.closed()).isEqualTo("4002 no hello in time");
        }
    }

    @Test
    void clientsThatNeverSayHello_takeNothingOfTheStoreAndTheRegistry() {
        owner.client().disconnect();
        stage.awaitAllGone();
        long before = stage.footprint();
        List<RawClient> mute = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                mute.add(RawClient.connect(stage.uri(), JSON));
            }
            assertThat(stage.footprint()).isEqualTo(before);
        } finally {
            mute.forEach(RawClient::close);
        }
    }

    @Test
    void clientThatFallsSilent_isGoneAfterTheTimeout() {
        ServerOptions hasty = ServerOptions.DEFAULT.withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(300));
        WireMessage hello = WireMessage.Text.of(Hello.with(stage.token(stage.sessionId(5)), NO_EPOCH, "0"));
        try (RepriseServer server =
                        RepriseServer.start(TestServices.service(stage), TestServices.silentAgent(), hasty);
                RawClient client = RawClient.connect(
                        server.uri(), JSON, Map.of(UpgradeHello.HEADER, UpgradeHello.header(hello)))) {
            assertThat(client.closed()).isEqualTo("4006 nothing was heard in time");
        }
    }

    private static String message(long id, String content) {
        return "{\"type\":\"message\",\"clientMessageId\":" + id + ",\"message\":{\"id\":\"bad-1\",\"content\":\""
                + content + "\",\"at\":\"2026-01-01T00:00:00Z\"}}";
    }
}
