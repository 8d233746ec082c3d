package org.reprise.stress.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.reprise.codec.BinaryCodec;
import org.reprise.codec.Packer;
import org.reprise.context.Message;
import org.reprise.context.Role;
import org.reprise.resume.Position;
import org.reprise.resume.ResumeService;
import org.reprise.resume.RetentionPolicy;
import org.reprise.store.memory.MemoryStore;
import org.reprise.stress.client.ClientListener;
import org.reprise.stress.client.ClientOptions;
import org.reprise.stress.client.ConnectionState;
import org.reprise.stress.client.MessageRefusedException;
import org.reprise.stress.client.ReconnectingClient;
import org.reprise.stress.junit.RepriseExtension;
import org.reprise.stress.server.RepriseServer;
import org.reprise.stress.server.ServerOptions;
import org.reprise.wire.FrameFormat;

/**
 * A person whose connection drops in mid-conversation finds all of it there on return, at once: nobody has to say anything
 * twice.
 */
@Tag("websocket-resilience")
@Tag("reconnection")
@ExtendWith(RepriseExtension.class)
class ReconnectTest {

    private static final long MOST_SECONDS = 30;

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.reprise.stress.scenario.Played#formats")
    void dropInMidConversation_bringsBackTheWholeHistory(FrameFormat format) {
        Played.of(new ReconnectScenario(), format).restoredEverything();
    }

    @Test
    void serverThatIsReplaced_isWaitedForAndTheConversationGoesOn(Stage stage) throws Exception {
        ResumeService service = TestServices.service(stage);
        RepriseServer first = RepriseServer.start(service, TestServices.silentAgent(), ServerOptions.DEFAULT);
        int port = first.uri().getPort();
        ReconnectingClient client = client(stage, first.uri());
        client.connect().get(MOST_SECONDS, TimeUnit.SECONDS);
        client.say("note-1", "before").get(MOST_SECONDS, TimeUnit.SECONDS);

        first.close();
        CompletableFuture<Long> said = client.say("note-2", "while you were away");
        stage.closing(RepriseServer.start(service, TestServices.silentAgent(), ServerOptions.DEFAULT.withPort(port)));

        assertThat(said.get(MOST_SECONDS, TimeUnit.SECONDS))
                .isEqualTo(client.position().lastSequence());
        assertThat(client.context().orElseThrow().history())
                .extracting(entry -> ((Message) entry).id())
                .containsExactly("note-1", "note-2");
    }

    @Test
    void serverThatHasLostEverything_beginsAnewAndDoesNotClaimToContinue(Stage stage) throws Exception {
        RepriseServer first =
                RepriseServer.start(TestServices.service(stage), TestServices.silentAgent(), ServerOptions.DEFAULT);
        int port = first.uri().getPort();
        ReconnectingClient client = client(stage, first.uri());
        client.connect().get(MOST_SECONDS, TimeUnit.SECONDS);
        client.say("note-1", "before").get(MOST_SECONDS, TimeUnit.SECONDS);
        long epoch = client.position().epoch();

        first.close();
        stage.closing(RepriseServer.start(
                TestServices.service(stage), TestServices.silentAgent(), ServerOptions.DEFAULT.withPort(port)));
        Waiting.until(
                () -> client.state() == ConnectionState.LIVE
                        && client.position().epoch() != epoch,
                "the new epoch");

        assertThat(client.context().orElseThrow().history()).isEmpty();
    }

    @Test
    void serverThatHasLostTheLastMessages_isAskedForTheSessionAnew(Stage stage) throws Exception {
        RepriseServer first =
                RepriseServer.start(serviceWithEpochs(stage, 7), TestServices.silentAgent(), ServerOptions.DEFAULT);
        int port = first.uri().getPort();
        ReconnectingClient client = client(stage, first.uri());
        client.connect().get(MOST_SECONDS, TimeUnit.SECONDS);
        client.say("note-1", "lost with the server").get(MOST_SECONDS, TimeUnit.SECONDS);
        long epoch = client.position().epoch();

        first.close();
        CompletableFuture<Long> said = client.say("note-2", "after");
        ResumeService without = serviceWithEpochs(stage, 7);
        without.resume(stage.token(stage.sessionId(0)), Position.NONE);
        stage.closing(RepriseServer.start(without, TestServices.silentAgent(), ServerOptions.DEFAULT.withPort(port)));

        assertThat(said.get(MOST_SECONDS, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(client.position()).isEqualTo(new Position(epoch, 1));
    }

    @Test
    void tokenOfOneSession_bringsBackNoOther(Stage stage, Visitor one, Visitor other) {
        one.client().reset();
        one.connect();

        assertThat(one.client().context().orElseThrow()).isEqualTo(one.ledger()).isNotEqualTo(other.ledger());
        assertThat(other.faults()).isEmpty();
    }

    @Test
    void clientsThatTookTheSameNumbers_loseNoMessage(Stage stage, RepriseServer server) throws Exception {
        ReconnectingClient phone = client(stage, server.uri());
        ReconnectingClient laptop = client(stage, server.uri());
        phone.connect().get(MOST_SECONDS, TimeUnit.SECONDS);
        phone.say("phone-1", "one").get(MOST_SECONDS, TimeUnit.SECONDS);
        phone.reset();
        CompletableFuture<Long> waiting = phone.say("phone-2", "said while offline");
        laptop.connect().get(MOST_SECONDS, TimeUnit.SECONDS);
        laptop.say("laptop-1", "meanwhile").get(MOST_SECONDS, TimeUnit.SECONDS);

        phone.connect().get(MOST_SECONDS, TimeUnit.SECONDS);
        waiting.get(MOST_SECONDS, TimeUnit.SECONDS);

        assertThat(userMessages(phone)).containsExactly("phone-1", "laptop-1", "phone-2");
    }

    @Test
    void clientThatLostItsReplicaButNotWhatItSaid_saysNothingTwice(Stage stage, RepriseServer server) throws Exception {
        ReconnectingClient before = client(stage, server.uri());
        before.connect().get(MOST_SECONDS, TimeUnit.SECONDS);
        before.say("note-1", "stored, but the ack may have been lost").get(MOST_SECONDS, TimeUnit.SECONDS);
        before.close();
        ReconnectingClient reborn = client(stage, server.uri());
        CompletableFuture<Long> again = reborn.say("note-1", "stored, but the ack may have been lost");

        reborn.connect().get(MOST_SECONDS, TimeUnit.SECONDS);

        again.get(MOST_SECONDS, TimeUnit.SECONDS);
        reborn.say("note-2", "next").get(MOST_SECONDS, TimeUnit.SECONDS);
        assertThat(userMessages(reborn)).containsExactly("note-1", "note-2");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"emoji, 1F600", "control characters, 1", "Latin letters, 61", "unpaired surrogates, D83D"})
    void longMessage_comesBackInBothForms(String what, String character) throws Exception {
        for (FrameFormat format : Played.formats().toList()) {
            try (Stage stage = Stage.open("long", RepriseExtension.settings(format), 1)) {
                RepriseServer server = stage.server().orElseThrow();
                ReconnectingClient writer = client(stage, server.uri());
                writer.connect().get(MOST_SECONDS, TimeUnit.SECONDS);
                String longest =
                        Character.toString(Integer.parseInt(character, 16)).repeat(80_000);
                writer.say("long-1", longest).get(MOST_SECONDS, TimeUnit.SECONDS);
                ReconnectingClient reader = client(stage, server.uri());

                reader.connect().get(MOST_SECONDS, TimeUnit.SECONDS);

                assertThat(userMessages(reader)).containsExactly("long-1");
            }
        }
    }

    @Test
    void messageThatIsTooLong_isRefusedBeforeItIsSent(Stage stage, RepriseServer server) {
        ReconnectingClient client = client(stage, server.uri());

        assertThatThrownBy(() -> client.say("long-1", "x".repeat(1 << 20)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1048576");
        assertThat(client.unacked()).isZero();
    }

    @Test
    void messageThatTheServerWillNotHave_isGivenUpAndTheNextOnesAreStored(Stage stage) throws Exception {
        RepriseServer server = stage.closing(
                RepriseServer.start(TestServices.service(stage), TestServices.silentAgent(), ServerOptions.DEFAULT));
        ReconnectingClient client = client(stage, server.uri());
        client.connect().get(MOST_SECONDS, TimeUnit.SECONDS);

        // The store's form takes two bytes for each of them, the client's frame one.
        CompletableFuture<Long> refused = client.say("long-1", "\u20AC" + "x".repeat(600_000));
        CompletableFuture<Long> next = client.say("note-2", "short");

        assertThatThrownBy(() -> refused.get(MOST_SECONDS, TimeUnit.SECONDS))
                .hasCauseInstanceOf(MessageRefusedException.class)
                .hasMessageContaining("1009");
        next.get(MOST_SECONDS, TimeUnit.SECONDS);
        assertThat(userMessages(client)).containsExactly("note-2");
    }

    private static List<String> userMessages(ReconnectingClient client) {
        return client.context().orElseThrow().history().stream()
                .filter(entry -> entry instanceof Message message && message.role() == Role.USER)
                .map(entry -> ((Message) entry).id())
                .toList();
    }

    private static ResumeService serviceWithEpochs(Stage stage, long seed) {
        return new ResumeService(
                new MemoryStore(),
                new BinaryCodec(),
                stage.tokens(),
                RetentionPolicy.DEFAULT,
                (sessionId, userId, now) -> stage.scripts().of(sessionId).head(),
                stage.clock(),
                new Random(seed),
                Packer.PLAIN);
    }

    private static ReconnectingClient client(Stage stage, URI uri) {
        ClientOptions options = ClientOptions.of(
                uri,
                () -> stage.token(stage.sessionId(0)),
                stage.settings().service().format(),
                stage.random());
        return stage.closing(new ReconnectingClient(stage.network(), options, ClientListener.NONE));
    }
}
